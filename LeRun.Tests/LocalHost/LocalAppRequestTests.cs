using System.Net;
using System.Net.Sockets;
using LeRun.LocalHost;
using LeRun.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeRun.Tests.LocalHost;

/// <summary>Whose requests LocalHost takes, and until when.</summary>
public class LocalAppRequestTests
{
    [Theory]
    [InlineData("localhost:7071", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:80", true)]
    [InlineData("run.example", false)]
    [InlineData("localhost.run.example", false)]
    [InlineData("192.168.1.2:7071", false)]
    public async Task Host_of_elsewhere_is_refused_unless_the_network_may_ask(string host, bool isLocal)
    {
        const string Admin = "/admin/functions/ExpireRunRooms";
        await using var app = LocalApp.Create(new LocalAppOptions());
        await using var open = LocalApp.Create(new LocalAppOptions { Lan = true });
        await app.StartAsync();
        await open.StartAsync();

        Assert.Equal(isLocal ? 200 : 400, await StatusAsync(app, HttpMethod.Get, "/api/health", host));
        Assert.Equal(isLocal ? 202 : 400, await StatusAsync(app, HttpMethod.Post, Admin, host));
        Assert.Equal(200, await StatusAsync(open, HttpMethod.Get, "/api/health", host));
        Assert.Equal(isLocal ? 202 : 403, await StatusAsync(open, HttpMethod.Post, Admin, host));
    }

    [Theory]
    [InlineData("http://localhost:3000", 202)]
    [InlineData("https://run.example", 403)]
    [InlineData("null", 403)]
    public async Task Timer_functions_run_for_no_page_of_elsewhere(string origin, int status)
    {
        await using var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();

        Assert.Equal(
            status, await StatusAsync(app, HttpMethod.Post, "/admin/functions/ExpireRunRooms", "localhost", ("Origin", origin)));
    }

    [Fact]
    public async Task Request_that_is_under_way_ends_before_the_app_does()
    {
        var app = LocalApp.Create(new LocalAppOptions());
        await app.StartAsync();
        using var body = new SlowBody("""{"username":"shikai","password":"correct horse"}""");
        using var client = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/users") { Content = body };
        request.Headers.ExpectContinue = true;
        var sending = client.SendAsync(request);
        await body.Begun;

        var patience = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var stopping = app.DisposeAsync().AsTask();
        await WaitUntilRefusedAsync(app.Address);
        body.Arrive();

        using var response = await sending;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await stopping;
        Assert.Equal(TimeSpan.FromSeconds(30), patience);
    }

    private static async Task<int> StatusAsync(
        LocalApp app, HttpMethod method, string path, string host, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{app.Address.Port}") };
        using var request = new HttpRequestMessage(method, path) { Headers = { Host = host } };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task WaitUntilRefusedAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (!patience.IsCancellationRequested)
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port, patience.Token);
            }
        }
        catch (SocketException)
        {
            return;
        }

        throw new TimeoutException("The app still takes connections.");
    }
}
