using LeRun.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Tests.Http;

public class FunctionAccessTests
{
    [Fact]
    public void A_function_that_declares_nothing_stops_the_start_with_its_name()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => new FunctionAccess([typeof(Undeclared)]));

        Assert.Contains("Forgotten", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_function_declares_is_what_holds_and_an_unknown_one_is_for_admins()
    {
        var access = new FunctionAccess([typeof(Declared)]);

        Assert.Equal(Access.Anyone, access.Of("Open"));
        Assert.Equal(Access.Admin, access.Of("Unknown"));
    }

    public sealed class Undeclared
    {
        [Function("Forgotten")]
        public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forgotten")] HttpRequest request) => Results.Ok(request.Path);
    }

    public sealed class Declared
    {
        [Function("Open"), Access(Access.Anyone)]
        public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "open")] HttpRequest request) => Results.Ok(request.Path);

        [Function("Tick")]
        public void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }
}
