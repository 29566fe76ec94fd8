using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Tests.LocalHost.Worker;

public class ResultTests
{
    [Theory]
    [InlineData("IResult", 201, "\"made\"")]
    [InlineData("TaskOfResult", 200, "later")]
    [InlineData("ValueTaskOfResult", 200, "later")]
    [InlineData("ActionResult", 202, "{\"name\":\"mvc\"}")]
    [InlineData("Unwritten", 200, "")]
    [InlineData("TaskOnly", 200, "")]
    [InlineData("ValueTaskOnly", 200, "")]
    [InlineData("Nothing", 200, "")]
    [InlineData("Written", 200, "by hand")]
    [InlineData("Static", 200, "static")]
    public async Task Results_are_written_and_other_values_are_an_empty_200(string function, int status, string body)
    {
        await using var host = await WorkerHost.Start<Functions>();

        using var response = await host.Client.GetAsync($"/api/{function}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsLater")]
    [InlineData("FailsToWrite")]
    public async Task An_exception_is_a_bare_500_in_the_log(string function)
    {
        await using var host = await WorkerHost.Start<Functions>();

        using var response = await host.Client.GetAsync($"/api/{function}");

        await Bare.Assert(HttpStatusCode.InternalServerError, response);
        Assert.False(response.Headers.Contains("x-partial"));
        var record = Assert.Single(host.Logs.GetSnapshot(), r => r.Exception is not null);
        Assert.Equal($"Function {function} failed.", record.Message);
    }

    public class Functions
    {
        [Function("IResult")]
        public IResult Result([HttpTrigger] HttpRequest request) => Results.Created("/x", "made");

        [Function("TaskOfResult")]
        public async Task<IResult> TaskOfResult([HttpTrigger] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("later");
        }

        [Function("ValueTaskOfResult")]
        public async ValueTask<IResult> ValueTaskOfResult([HttpTrigger] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("later");
        }

        [Function("ActionResult")]
        public IActionResult ActionResult([HttpTrigger] HttpRequest request) => new AcceptedResult((string?)null, new { Name = "mvc" });

        [Function("Unwritten")]
        public object Unwritten([HttpTrigger] HttpRequest request) => new { Name = "lost" };

        [Function("TaskOnly")]
        public async Task TaskOnly([HttpTrigger] HttpRequest request) => await Task.Yield();

        [Function("ValueTaskOnly")]
        public async ValueTask ValueTaskOnly([HttpTrigger] HttpRequest request) => await Task.Yield();

        [Function("Nothing")]
        public void Nothing([HttpTrigger] HttpRequest request)
        {
        }

        [Function("Written")]
        public Task Written([HttpTrigger] HttpRequest request) => request.HttpContext.Response.WriteAsync("by hand");

        [Function("Static")]
        public static IResult Static([HttpTrigger] HttpRequest request) => Results.Text("static");

        [Function("Throws")]
        public IResult Throws([HttpTrigger] HttpRequest request)
        {
            request.HttpContext.Response.Headers["x-partial"] = "1";
            throw new InvalidOperationException("secret");
        }

        [Function("ThrowsLater")]
        public async Task<IResult> ThrowsLater([HttpTrigger] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidOperationException("secret");
        }

        [Function("FailsToWrite")]
        public IResult FailsToWrite([HttpTrigger] HttpRequest request) => new Unwritable();
    }

    private sealed class Unwritable : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("secret");
    }
}
