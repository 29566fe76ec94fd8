using System.Net;
using System.Runtime.CompilerServices;
using LeRun.Functions.Http;
using LeRun.Runs;
using LeRun.Tests.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Tests.Http;

public class FailureMiddlewareTests
{
    [Fact]
    public async Task Body_that_cannot_be_made_is_a_problem_and_not_a_bare_500()
    {
        await using var host = await WorkerHost.StartAsync<Broken>(builder =>
        {
            builder.Services.AddSingleton<ApiJson>().AddSingleton<LargeResponses>();
            builder.UseMiddleware<FailureMiddleware>();
            builder.UseMiddleware<BodyMiddleware>();
        });

        using var response = await host.Client.GetAsync("/api/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(1, 1e308, null)]
    [InlineData(0.5, 10, null)]
    [InlineData(5000, 1500, 300.0)]
    public void Pace_that_json_cannot_say_is_none(double meters, double seconds, double? expected) =>
        Assert.Equal(expected, ((RunRecord)RuntimeHelpers.GetUninitializedObject(typeof(RunRecord)) with
        {
            Meters = meters,
            Seconds = seconds,
        }).Pace);

    public sealed class Broken
    {
        [Function("Broken")]
        public Task<JsonResult<double>> Get(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request) =>
            Task.FromResult((Result<string>)"").ToJsonResult(_ => double.NaN);
    }
}
