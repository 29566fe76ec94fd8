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

    /// <summary>Replaces an item behind the product's back.</summary>
    public static async Task ReplaceAsync(this TestApp app, string container, string partition, JsonNode item)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(item.ToJsonString()));
        using var response = await app.Services.GetRequiredService<Database>().GetContainer(container)
            .UpsertItemStreamAsync(content, new PartitionKey(partition));
        response.EnsureSuccessStatusCode();
    }
}
