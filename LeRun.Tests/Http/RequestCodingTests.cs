using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using LeRun.Tests.Support;
using LeRun.Tests.Users.Pictures;

namespace LeRun.Tests.Http;

/// <summary>Bodies of requests that are compressed.</summary>
public class RequestCodingTests : ApiTests
{
    private const string Live = "/api/users/run/data";
    private const int Limit = 2 * 1024 * 1024;

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    public async Task Gzip_body_is_read_as_what_it_holds(string coding)
    {
        var body = Encoding.UTF8.GetBytes("""{"username":"shikai","password":"correct horse"}""");

        (await Anonymous.Post("/api/users", Compressed.Content(Compressed.Gzip(body), coding))).ShouldBe(200);

        await App.LoginAsync("shikai");
    }

    [Fact]
    public async Task Gzip_picture_is_read_raw_in_a_form_and_in_json()
    {
        var user = await App.RegisterAsync("shikai");
        var json = Encoding.UTF8.GetBytes($$"""{"profilePic":"{{Convert.ToBase64String(SamplePictures.Png)}}"}""");
        var form = PictureBodies.Body("multipart", SamplePictures.Png);
        var formType = form.Headers.ContentType!.ToString();

        foreach (var content in new[]
        {
            Compressed.Content(Compressed.Gzip(SamplePictures.Png), type: "image/png"),
            Compressed.Content(Compressed.Gzip(json)),
            Compressed.Content(Compressed.Gzip(await form.ReadAsByteArrayAsync()), type: formType),
        })
        {
            (await user.Post("/api/users/update/profilepic", content)).ShouldBe(200);
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("nonsense")]
    public async Task Body_of_another_coding_is_a_415_that_names_the_one_there_is(string coding)
    {
        var reply = await Anonymous.Post("/api/users", Compressed.Content(Compressed.Gzip("{}"u8.ToArray()), coding));

        reply.ShouldFail(415);
        Assert.Equal("gzip", reply.Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task Coding_of_a_request_without_a_body_or_without_a_coding_says_nothing()
    {
        var body = Encoding.UTF8.GetBytes("""{"username":"shikai","password":"correct horse"}""");

        (await Anonymous.Get("/api/users/share/posts", ("Content-Encoding", "br"))).ShouldBe(200);
        (await Anonymous.Post("/api/users", Compressed.Content(body, "identity"))).ShouldBe(200);
    }

    [Theory]
    [InlineData("not gzip")]
    [InlineData("flipped")]
    [InlineData("without its end")]
    [InlineData("empty")]
    public async Task Broken_gzip_is_a_400(string kind)
    {
        var user = await App.RegisterAsync("shikai");
        var body = Encoding.UTF8.GetBytes("""{"nickname":"Kai the fast and the slow"}""");
        var packed = Compressed.Gzip(body);
        byte[] broken = kind switch
        {
            "not gzip" => body,
            "flipped" => [.. packed[..15], (byte)~packed[15], .. packed[16..]],
            "without its end" => packed[..^8],
            _ => [0x1f, 0x8b],
        };

        (await user.Put("/api/users/update/nickname", Compressed.Content(broken))).ShouldFail(400);
        (await user.Post("/api/users/update/profilepic", Compressed.Content(broken, type: "image/png"))).ShouldFail(400);
    }

    [Fact]
    public async Task Limit_counts_what_comes_out_of_a_body()
    {
        var user = await App.RegisterAsync("shikai");
        var blanks = Encoding.ASCII.GetBytes(new string(' ', Limit + 1));

        (await user.Put(Live, Compressed.Content(Compressed.Gzip(blanks)))).ShouldFail(413);
        (await user.Put(Live, Compressed.Content(Compressed.Gzip(blanks[..^1])))).ShouldFail(400);
    }

    [Theory]
    [InlineData("PUT", Live, "application/json")]
    [InlineData("POST", "/api/users/update/profilepic", "image/png")]
    [InlineData("POST", "/api/users/update/profilepic", "multipart/form-data; boundary=b")]
    public async Task Gzip_bomb_is_refused_when_its_limit_is_out_and_never_unpacked(string method, string path, string type)
    {
        var user = await App.RegisterAsync("shikai");
        var bomb = Bomb(type.StartsWith("multipart", StringComparison.Ordinal)
            ? "--b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n\r\n"u8.ToArray()
            : []);
        // An HttpClient would wait until all of it is sent.
        using var client = new TcpClient(App.Address.Host, App.Address.Port);
        using var replies = new StreamReader(client.GetStream(), Encoding.ASCII);

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {user.Token}\r\nContent-Type: {type}\r\n"
            + $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n"));
        await client.GetStream().WriteAsync(bomb.AsMemory(0, 32 * 1024));

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await replies.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Gzip_that_holds_nothing_however_long_it_is_is_a_413()
    {
        var user = await App.RegisterAsync("shikai");
        byte[] empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var endless = new byte[9 * 1024 * 1024 / empty.Length * empty.Length];
        for (var i = 0; i < endless.Length; i += empty.Length)
            empty.CopyTo(endless, i);

        (await user.Put(Live, Compressed.Content(endless))).ShouldFail(413);
    }

    private static byte[] Bomb(byte[] head)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(head);
            var blanks = new byte[1024 * 1024];
            for (var i = 0; i < 256; i++)
                gzip.Write(blanks);
        }

        return packed.ToArray();
    }
}
