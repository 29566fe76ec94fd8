using LeRun.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Tests.LocalHost.Worker;

public class LoadingTests
{
    private const string Here = "LeRun.Tests.LocalHost.Worker.LoadingTests";

    [Theory]
    [InlineData(typeof(Twice), $"Two functions are named 'SAME': {Here}+Twice.One and {Here}+Twice.Two.")]
    [InlineData(typeof(Triggerless), $"Function 'Idle' ({Here}+Triggerless.Idle) has no trigger.")]
    [InlineData(typeof(Unbindable), "Function 'Odd': parameter 'where' of type Uri cannot be bound.")]
    [InlineData(typeof(Unset), "Function 'Tick' takes its schedule from setting 'TickSchedule', which is not set.")]
    [InlineData(typeof(FiveFields), "Function 'Tick': '* * * * *' is no schedule of six fields (second minute hour day month weekday).")]
    public void A_function_that_cannot_be_hosted_stops_the_start_with_its_name(Type functions, string message)
    {
        var exception = Assert.Throws<FunctionLoadException>(() => WorkerHost.Build([functions]));

        Assert.Equal(message, exception.Message);
    }

    public class Twice
    {
        [Function("Same")]
        public void One([HttpTrigger] HttpRequest request)
        {
        }

        [Function("SAME")]
        public void Two([HttpTrigger] HttpRequest request)
        {
        }
    }

    public class Triggerless
    {
        [Function("Idle")]
        public void Idle()
        {
        }
    }

    public class Unbindable
    {
        [Function("Odd")]
        public void Odd([HttpTrigger] HttpRequest request, Uri where)
        {
        }
    }

    public class Unset
    {
        [Function("Tick")]
        public void Tick([TimerTrigger("%TickSchedule%")] TimerInfo timer)
        {
        }
    }

    public class FiveFields
    {
        [Function("Tick")]
        public void Tick([TimerTrigger("* * * * *")] TimerInfo timer)
        {
        }
    }
}
