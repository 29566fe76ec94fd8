using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LeRun.Functions.Http;
using LeRun.Tests.LocalHost.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeRun.Tests.Http;

/// <summary>How the bodies of responses are sent.</summary>
public class ResponseBodyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    public async Task Large_response_comes_whole_in_pieces(string? accepted)
    {
        using var large = new LargeResponses();
        await using var host = await StartAsync(large);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/numbers");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var response = await host.Client.SendAsync(request).WaitAsync(Patience);

        Assert.True(response.Headers.TransferEncodingChunked);
        Assert.Equal(accepted, response.Content.Headers.ContentEncoding.SingleOrDefault());
        await using var body = await response.Content.ReadAsStreamAsync();
        await using var plain = accepted is null
            ? body
            : new BrotliStream(body, CompressionMode.Decompress);
        var numbers = await JsonSerializer.DeserializeAsync<double[]>(plain);
        Assert.Equal(Functions.Count, numbers!.Length);
    }

    [Fact]
    public async Task Large_response_is_a_503_when_too_many_are_under_way_and_small_ones_go_on()
    {
        using var large = new LargeResponses();
        await using var host = await StartAsync(large);
        var others = Enumerable.Range(0, LargeResponses.MaxUnderWay).Select(_ => large.TryBeginAsync(default)).ToArray();

        using var refused = await host.Client.GetAsync("/api/numbers").WaitAsync(Patience);
        using var small = await host.Client.GetAsync("/api/number").WaitAsync(Patience);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Null(refused.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        foreach (var other in others)
        {
            var turn = await other.WaitAsync(Patience);
            Assert.NotNull(turn);
            turn.Dispose();
        }

        using var served = await host.Client.GetAsync("/api/numbers").WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task Large_responses_are_made_two_at_a_time_and_wait_for_no_ones_reader()
    {
        using var large = new LargeResponses();
        var (first, second) = (await large.TryBeginAsync(default), await large.TryBeginAsync(default));
        Assert.NotNull(first);
        Assert.NotNull(second);
        var third = large.TryBeginAsync(default);
        Assert.False(third.IsCompleted);

        var read = new TaskCompletionSource();
        var sending = first.PauseAsync(() => read.Task);

        Assert.NotNull(await third.WaitAsync(Patience));
        read.SetResult();
        Assert.False(sending.IsCompleted);
        second.Dispose();
        await sending.WaitAsync(Patience);
    }

    [Fact]
    public async Task Large_response_that_fails_half_way_is_cut_and_never_looks_whole()
    {
        using var large = new LargeResponses();
        await using var host = await StartAsync(large);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/api/broken").WaitAsync(Patience));

        Assert.Single(host.Logs.GetSnapshot(), record => record.Level == LogLevel.Error);
        for (var i = 0; i < LargeResponses.MaxUnderWay; i++)
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/api/broken"));
        using var served = await host.Client.GetAsync("/api/numbers").WaitAsync(Patience);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Theory]
    [InlineData("/api/secret", false)]
    [InlineData("/api/outcome", true)]
    public async Task Response_with_a_secret_is_never_compressed_so_that_its_length_tells_nothing(string path, bool compressed)
    {
        using var large = new LargeResponses();
        await using var host = await StartAsync(large);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "br" } } };

        using var response = await host.Client.SendAsync(request).WaitAsync(Patience);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(compressed, response.Content.Headers.ContentEncoding.Contains("br"));
    }

    private static Task<WorkerHost> StartAsync(LargeResponses large) => WorkerHost.StartAsync<Functions>(builder =>
    {
        builder.Services.AddSingleton<ApiJson>().AddSingleton(large)
            .AddApiBodies(new DefaultJsonTypeInfoResolver());
        builder.UseMiddleware<FailureMiddleware>();
        builder.UseMiddleware<BodyMiddleware>();
    });

    public sealed class Functions
    {
        internal const int Count = 200_000;

        [Function("Numbers")]
        public Task<ETagResult<IEnumerable<double>>> Numbers(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers")] HttpRequest request) =>
            Result(Enumerable.Range(0, Count).Select(number => number / 8.0));

        [Function("Number")]
        public Task<ETagResult<IEnumerable<double>>> Number(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number")] HttpRequest request) => Result([1]);

        [Function("Broken")]
        public Task<ETagResult<IEnumerable<double>>> Broken(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "broken")] HttpRequest request) =>
            Result(Enumerable.Range(0, Count).Select(number => number / 8.0).Append(double.NaN));

        [Function("Secret")]
        public Task<JsonResult<string>> Secret(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "secret")] HttpRequest request) =>
            Task.FromResult((Result<string>)"").ToJsonResult(_ => new string('x', 2000), isSecret: true);

        [Function("Outcome")]
        public Task<JsonResult<string>> Outcome(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "outcome")] HttpRequest request) =>
            Task.FromResult((Result<string>)"").ToJsonResult(_ => new string('x', 2000));

        private static Task<ETagResult<IEnumerable<double>>> Result(IEnumerable<double> numbers) =>
            Task.FromResult((Result<string>)"").ToETagResult(_ => numbers, _ => "1");
    }
}
