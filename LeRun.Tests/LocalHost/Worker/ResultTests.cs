using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace LeRun.Tests.LocalHost.Worker;

public class ResultTests
{
    [Theory]
    [InlineData("Result", 201, "\"made\"")]
    [InlineData("TaskOfResult", 200, "later")]
    [InlineData("TaskOfDerivedResult", 200, "derived")]
    [InlineData("OtherValue", 200, "")]
    [InlineData("TaskOnly", 200, "")]
    [InlineData("Written", 200, "by hand")]
    public async Task Results_are_written_and_other_values_are_an_empty_200(string function, int status, string body)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var response = await host.Client.GetAsync($"/api/{function}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Throws")]
    [InlineData("ThrowsLater")]
    [InlineData("FailsToWrite")]
    public async Task Exceptions_are_a_bare_500_and_logged(string function)
    {
        await using var host = await WorkerHost.StartAsync<Functions>();

        using var response = await host.Client.GetAsync($"/api/{function}");

        await BareResponse.AssertAsync(HttpStatusCode.InternalServerError, response);
        Assert.False(response.Headers.Contains("x-partial"));
        var record = Assert.Single(host.Logs.GetSnapshot(), r => r.Exception is not null);
        Assert.Equal($"Function {function} failed.", record.Message);
    }

    public class Functions
    {
        [Function("Result")]
        public IResult Result([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Created("/x", "made");

        [Function("TaskOfResult")]
        public async Task<IResult> ResultAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await Task.Yield();
            return Results.Text("later");
        }

        [Function("TaskOfDerivedResult")]
        public async Task<Derived> DerivedAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await Task.Yield();
            return new Derived();
        }

        [Function("OtherValue")]
        public object OtherValue([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new { Name = "lost" };

        [Function("TaskOnly")]
        public async Task TaskAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => await Task.Yield();

        [Function("Written")]
        public Task WriteAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            request.HttpContext.Response.WriteAsync("by hand");

        [Function("Throws")]
        public IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            request.HttpContext.Response.Headers["x-partial"] = "1";
            throw new InvalidOperationException("secret");
        }

        [Function("ThrowsLater")]
        public async Task<IResult> ThrowAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request)
        {
            await Task.Yield();
            throw new InvalidOperationException("secret");
        }

        [Function("FailsToWrite")]
        public IResult FailToWrite([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new Unwritable();
    }

    public sealed class Derived : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.Response.WriteAsync("derived");
    }

    private sealed class Unwritable : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => throw new InvalidOperationException("secret");
    }
}
