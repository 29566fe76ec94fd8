using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LeRun.LocalHost.Demo;

/// <summary>A runner of the demo, who uses the API as a phone does.</summary>
/// <param name="api">The API.</param>
/// <param name="username">The runner.</param>
/// <param name="password">The runner's password.</param>
internal sealed class DemoRunner(HttpClient api, string username, string password)
{
    private string? _token;

    public string Username => username;

    /// <summary>Logs in, after registering if need be.</summary>
    /// <returns>Whether the account is new.</returns>
    /// <exception cref="HttpRequestException">The name belongs to somebody with another password.</exception>
    public async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        var account = new { username, password };
        using var registration = await api.PostAsJsonAsync("users", account, cancellationToken);
        using var login = await api.PostAsJsonAsync("users/login", account, cancellationToken);
        login.EnsureSuccessStatusCode();
        _token = (await login.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("token").GetString();
        return registration.StatusCode == HttpStatusCode.OK;
    }

    /// <summary>Sends a request with the runner's token.</summary>
    /// <exception cref="HttpRequestException">It is refused.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, body.GetType()),
            Headers = { Authorization = new("Bearer", _token) },
        };
        using var answer = await api.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }

    public Task<JsonElement> PostAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);
}
