using System.Text.Json.Nodes;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Safety;

/// <summary>What tests do about safety.</summary>
internal static class SafetyDriver
{
    public static async Task<JsonNode> BlockAsync(this TestUser user, string username) =>
        (await user.Put($"/api/users/me/blocks/{username}")).ShouldBe(200);

    public static async Task<JsonNode> ReportAsync(
        this TestUser user, string kind, string id, string reason, string? detail = null) =>
        (await user.Post("/api/reports", new { kind, id, reason, detail })).ShouldBe(200);

    /// <summary>The cases that a moderator sees.</summary>
    public static async Task<JsonNode> CasesAsync(this TestUser moderator, string query = "") =>
        (await moderator.Get($"/api/reports{query}")).ShouldBe(200);

    /// <summary>The case about a thing.</summary>
    public static async Task<JsonNode> CaseOfAsync(this TestUser moderator, string id, string status = "open") =>
        (await moderator.CasesAsync($"?status={status}")).AsArray().Single(found => (string)found!["target"]!["id"]! == id)!;

    /// <summary>The case about a thing, whether it is decided or not.</summary>
    public static async Task<JsonNode> CaseOfAnyAsync(this TestUser moderator, string id) =>
        (await moderator.CasesAsync("?limit=200&status=open")).AsArray()
            .Concat((await moderator.CasesAsync("?limit=200&status=resolved")).AsArray())
            .Single(found => (string)found!["target"]!["id"]! == id)!;

    /// <summary>Decides a case as it was read.</summary>
    public static Task<Reply> TryResolveAsync(this TestUser moderator, JsonNode found, object decision) =>
        moderator.Post($"/api/reports/{found["_id"]}/resolve", decision, ("If-Match", $"\"{found["_id"]}.{found["__v"]}\""));

    public static async Task<JsonNode> ResolveAsync(this TestUser moderator, JsonNode found, object decision) =>
        (await moderator.TryResolveAsync(found, decision)).ShouldBe(200);

    /// <summary>Replaces an item behind the product's back.</summary>
    public static async Task ReplaceAsync(this TestApp app, string container, string partition, JsonNode item)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(item.ToJsonString()));
        using var response = await app.Services.GetRequiredService<Database>().GetContainer(container)
            .UpsertItemStreamAsync(content, new PartitionKey(partition));
        response.EnsureSuccessStatusCode();
    }
}
