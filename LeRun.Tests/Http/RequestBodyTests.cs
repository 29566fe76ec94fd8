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
