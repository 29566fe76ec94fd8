using System.Threading.Channels;
using LeRun.LocalHost;

namespace LeRun.Tests.LocalHost.Pages;

/// <summary>What browsers find and may do.</summary>
public class PageTests
{
    [Fact]
    public async Task Printed_address_has_a_page_in_both_languages_that_leads_on()
    {
        await using var app = await StartAsync(new());

        using var page = await SendAsync(app, HttpMethod.Get, "/");
        var text = await page.Content.ReadAsStringAsync();

        Assert.Equal(200, (int)page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("href=\"/api/docs\"", text, StringComparison.Ordinal);
        Assert.Contains($"curl -s {app.Address}api/users -H", text, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+';", Header(page, "Content-Security-Policy"));
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/API/")]
    public async Task Address_of_the_API_leads_to_its_documentation(string path)
    {
        await using var app = await StartAsync(new());

        using var answer = await SendAsync(app, HttpMethod.Get, path);

        Assert.Equal(302, (int)answer.StatusCode);
        Assert.Equal("/api/docs", $"{answer.Headers.Location}");
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("http://127.0.0.1:8100", true)]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://run.example", false)]
    [InlineData("http://localhost.run.example", false)]
    [InlineData("null", false)]
    public async Task Pages_of_this_machine_and_of_named_origins_may_call(string origin, bool may)
    {
        await using var app = await StartAsync(new() { Origins = ["https://app.example.com"] });
        (string, string)[] asked =
            [("Origin", origin), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization")];

        using var preflight = await SendAsync(app, HttpMethod.Options, "/api/users/run/data", asked);
        using var answer = await SendAsync(app, HttpMethod.Get, "/api/health", ("Origin", origin));
        using var admin = await SendAsync(app, HttpMethod.Options, "/admin/functions/ExpireRunRooms", asked);

        Assert.Equal(may ? origin : null, Header(preflight, "Access-Control-Allow-Origin"));
        Assert.Equal(may ? origin : null, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal(may, Header(answer, "Access-Control-Expose-Headers")?.Contains("ETag", StringComparison.Ordinal) ?? false);
        Assert.Null(Header(admin, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Requests_leave_a_line_each_with_the_reason_of_a_failure_and_without_their_query()
    {
        var lines = Channel.CreateUnbounded<string>();
        await using var app = await StartAsync(new() { RequestLine = line => lines.Writer.TryWrite(line) });

        Assert.Matches(@"^\d\d:\d\d:\d\d GET /api/health 200 \d+ ms$", await LineAsync(HttpMethod.Get, "/api/health?secret=1"));
        Assert.Matches(
            @"^\S+ GET /api/users/%1B%5B31m 401 \d+ ms  \S.* [0-9a-f-]{32,36}$",
            await LineAsync(HttpMethod.Get, "/api/users/%1b%5b31m"));
        Assert.Matches(
            @"^\S+ POST /api/users 4\d\d \d+ ms  \S.* [0-9a-f-]{32,36}$", await LineAsync(HttpMethod.Post, "/api/users"));

        async Task<string> LineAsync(HttpMethod method, string path)
        {
            using var answer = await SendAsync(app, method, path);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            return await lines.Reader.ReadAsync(patience.Token);
        }
    }

    private static async Task<LocalApp> StartAsync(LocalAppOptions options)
    {
        var app = LocalApp.Create(options);
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        LocalApp app, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await client.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
