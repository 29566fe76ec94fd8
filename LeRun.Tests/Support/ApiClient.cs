using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LeRun.Tests.Support;

/// <summary>Calls the API as a phone does.</summary>
public class ApiClient(HttpClient http, string? token)
{
    public Task<Reply> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    public Task<Reply> Post(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    public Task<Reply> Put(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Put, path, body, headers);

    public Task<Reply> Delete(string path, object? body = null, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Delete, path, body, headers);

    /// <param name="body">Content, JSON as text, an object to turn into JSON, or null for no body.</param>
    public async Task<Reply> Send(
        HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new Reply(
            (int)response.StatusCode,
            bytes,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Concat(response.Content.Headers).ToDictionary(
                header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>A response of the API.</summary>
public sealed record Reply(int Status, byte[] Bytes, string? ContentType, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Bytes)!;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>The path of the next page, if there is one.</summary>
    public string? Next => Headers.TryGetValue("Link", out var link)
        ? new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)]).PathAndQuery
        : null;

    /// <summary>Asserts the status only.</summary>
    public Reply ShouldHave(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
        return this;
    }

    /// <summary>Asserts the status and returns the body.</summary>
    public JsonNode ShouldBe(int status) => ShouldHave(status).Json;

    /// <summary>Asserts a failure in the usual shape that names <paramref name="field"/>, if given; returns it.</summary>
    public JsonNode ShouldFail(int status, string? field = null)
    {
        var problem = ShouldBe(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, (int)problem["status"]!);
        Assert.False(string.IsNullOrEmpty((string?)problem["message"]));
        Assert.Equal((string?)problem["detail"], (string?)problem["message"]);
        Assert.NotNull(problem["type"]);
        Assert.NotNull(problem["title"]);
        Assert.NotNull(problem["traceId"]);
        if (field is not null)
            Assert.Contains(field, problem["errors"]!.AsObject().Select(error => error.Key));
        return problem;
    }
}
