using System.IO.Compression;
using System.Text.Json.Nodes;
using LeRun.Tests.Support;

namespace LeRun.Tests.Export;

/// <summary>What tests do with exports.</summary>
internal static class ExportDriver
{
    public const string Path = "/api/users/me/export";

    public static Task<Reply> BeginExportAsync(this TestUser user, string password = TestApp.Password) =>
        user.Post(Path, new { password });

    /// <summary>Begins an export and returns the path of its link.</summary>
    public static async Task<string> ExportLinkAsync(this TestUser user) =>
        PathOf((string)(await user.BeginExportAsync()).ShouldBe(200)["url"]!);

    /// <summary>Begins an export and downloads its first part.</summary>
    public static async Task<ExportedZip> ExportAsync(this TestApp app, TestUser user, string language = "en") =>
        await app.DownloadAsync(await user.ExportLinkAsync(), language);

    public static async Task<ExportedZip> DownloadAsync(this TestApp app, string path, string language = "en") =>
        new((await app.Anonymous.Get(path, ("Accept-Language", language))).ShouldHave(200));

    public static string PathOf(string url) => new Uri(url).PathAndQuery;
}

/// <summary>A part of an export, unzipped.</summary>
internal sealed class ExportedZip
{
    public ExportedZip(Reply reply)
    {
        Assert.Equal("application/zip", reply.ContentType);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        using var zip = new ZipArchive(new MemoryStream(reply.Bytes));
        Files = zip.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public JsonNode Manifest => this["manifest.json"];

    public string Readme => System.Text.Encoding.UTF8.GetString(Files["README.txt"]);

    /// <summary>The path of the next part; null if there is none.</summary>
    public string? Next => (string?)Manifest["next"] is { } url ? ExportDriver.PathOf(url) : null;

    public JsonNode this[string path] => JsonNode.Parse(Files[path])!;

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
