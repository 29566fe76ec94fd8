using System.Net;
using System.Net.Http.Headers;
using LeRun.Tests.Support;

namespace LeRun.Tests.Http;

/// <summary>How bodies are read.</summary>
public class RequestBodyTests : ApiTests
{
    [Fact]
    public async Task Body_over_2_mib_is_a_413_whether_or_not_its_length_was_told()
    {
        var user = await App.RegisterAsync("shikai");
        var large = new byte[2 * 1024 * 1024 + 1];
        Array.Fill(large, (byte)' ');

        (await user.Put("/api/users/run/data", Json(large))).ShouldFail(413);
        (await user.Put("/api/users/run/data", new Chunked(large))).ShouldFail(413);
        (await user.Put("/api/users/run/data", Json(large[..^1]))).ShouldFail(400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Body_of_another_type_than_json_is_a_415(string type)
    {
        var body = Json("""{"username":"shikai","password":"correct horse"}"""u8.ToArray());
        body.Headers.Remove("Content-Type");
        body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await Anonymous.Post("/api/users", body)).ShouldFail(415);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task Body_of_json_or_of_no_type_is_read(string? type)
    {
        var body = Json("""{"username":"shikai","password":"correct horse"}"""u8.ToArray());
        body.Headers.Remove("Content-Type");
        if (type is not null)
            body.Headers.TryAddWithoutValidation("Content-Type", type);

        (await Anonymous.Post("/api/users", body)).ShouldBe(200);
    }

    [Fact]
    public async Task Body_that_is_not_utf8_is_a_400()
    {
        (await Anonymous.Post("/api/users", Json([.. "{\"username\":\""u8, 0xff, 0xfe, .. "\"}"u8]))).ShouldFail(400);
    }

    [Theory]
    [InlineData("""{"runRecord":{"meters":"5","seconds":true,"start":1234}}""",
        "runRecord.meters: must be a number", "runRecord.seconds: must be a number",
        "runRecord.start: must be a date and time with its offset, like 2026-06-01T10:00:00Z")]
    [InlineData("""{"runRecord":{"meters":1,"seconds":1,"start":"2026-06-01T10:00:00"}}""",
        "runRecord.start: must be a date and time with its offset, like 2026-06-01T10:00:00Z")]
    [InlineData("""{"runRecord":{"meters":-1,"seconds":[],"start":"2026-06-01T10:00:00Z"}}""",
        "runRecord.meters: must be a number from 0 to 10000000", "runRecord.seconds: must be a number")]
    [InlineData("""{"runRecord":5}""", "runRecord: must be an object")]
    [InlineData("""{"runRecord":{"meters":1,"meters":2,"seconds":1,"start":"2026-06-01T10:00:00Z"}}""",
        "runRecord.meters: must be given once")]
    [InlineData("""{"runRecord":{"meters":"5","seconds":""", "body: is not valid JSON")]
    [InlineData("[1]", "body: must be an object")]
    [InlineData("\"text\"", "body: must be an object")]
    public async Task All_values_of_a_wrong_type_are_told_at_once_with_what_is_wanted(string body, params string[] errors)
    {
        var user = await App.RegisterAsync("shikai");

        var problem = (await user.Post("/api/users/run/record", body)).ShouldFail(400);

        Assert.Equal(
            errors,
            problem["errors"]!.AsObject().Select(error => $"{error.Key}: {error.Value![0]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Errors_of_type_and_of_rules_of_a_body_come_together_and_are_bounded()
    {
        var user = await App.RegisterAsync("shikai");

        var problem = (await user.Post(
            "/api/runRoom/create", """{"name":5,"password":"x","capacity":1000,"targetMeters":"-4"}""")).ShouldFail(400);

        Assert.Equal(
            ["capacity", "name", "password", "targetMeters"],
            problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\ufeff{\"name\":null}")]
    public async Task No_body_and_the_literal_null_are_an_empty_object_and_a_mark_at_the_begin_is_skipped(string body)
    {
        var user = await App.RegisterAsync("shikai");

        (await user.Post("/api/runRoom/create", Json(System.Text.Encoding.UTF8.GetBytes(body)))).ShouldBe(200);
    }

    [Fact]
    public async Task Run_under_both_of_its_names_is_a_400()
    {
        var user = await App.RegisterAsync("shikai");
        var run = new { meters = 1, seconds = 1, start = "2026-06-01T10:00:00Z" };

        (await user.Post("/api/users/run/record", new { runRecord = run, runData = run })).ShouldFail(400, "runData");
    }

    private static ByteArrayContent Json(byte[] bytes) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>A body whose length nobody knows before it has come.</summary>
    private sealed class Chunked : HttpContent
    {
        private readonly byte[] _bytes;

        public Chunked(byte[] bytes)
        {
            _bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(_bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
