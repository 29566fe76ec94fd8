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
    [InlineData(typeof(ReturnsNothing), "Function 'Nothing' must be an instance method that returns a Task or a result.")]
    [InlineData(typeof(ReturnsValueTask), "Function 'Value' must be an instance method that returns a Task or a result.")]
    [InlineData(typeof(Static), "Function 'Static' must be an instance method that returns a Task or a result.")]
    [InlineData(typeof(Unset), "Function 'Tick' takes its schedule from setting 'TickSchedule', which is not set.")]
    [InlineData(
        typeof(FiveFields),
        "Function 'Tick': '* * * * *' is not a schedule of six fields (second minute hour day month weekday).")]
    public void Function_that_cannot_be_hosted_stops_the_start_with_its_name(Type functions, string message)
    {
        var exception = Assert.Throws<FunctionLoadException>(() => WorkerHost.Build([functions]));

        Assert.Equal(message, exception.Message);
    }

    public class Twice
    {
        [Function("Same")]
        public Task One([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.CompletedTask;

        [Function("SAME")]
        public Task Two([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.CompletedTask;
    }

    public class Triggerless
    {
        [Function("Idle")]
        public Task Idle() => Task.CompletedTask;
    }

    public class Unbindable
    {
        [Function("Odd")]
        public Task Odd([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, Uri where) => Task.CompletedTask;
    }

    public class ReturnsNothing
    {
        [Function("Nothing")]
        public void Nothing([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
        }
    }

    public class ReturnsValueTask
    {
        [Function("Value")]
        public ValueTask Value([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => default;
    }

    public class Static
    {
        [Function("Static")]
        public static Task Call([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.CompletedTask;
    }

    public class Unset
    {
        [Function("Tick")]
        public Task Tick([TimerTrigger("%TickSchedule%")] TimerInfo timer) => Task.CompletedTask;
    }

    public class FiveFields
    {
        [Function("Tick")]
        public Task Tick([TimerTrigger("* * * * *")] TimerInfo timer) => Task.CompletedTask;
    }
}
