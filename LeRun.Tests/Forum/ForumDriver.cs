using System.Text.Json.Nodes;
using LeRun.Forum;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Forum;

/// <summary>What tests do in the forum.</summary>
internal static class ForumDriver
{
    public const string Posts = "/api/users/share/posts";

    /// <summary>Writes a post and returns its id.</summary>
    public static async Task<string> WritePostAsync(this TestUser user, string title = "Morning run") =>
        (string)(await user.Post(Posts, new { title, content = "Ten kilometres along the river." })).ShouldBe(200)["_id"]!;

    /// <summary>Writes a comment and returns its id.</summary>
    public static async Task<string> WriteCommentAsync(this TestUser user, string postId, string content = "Well run!") =>
        (string)(await user.Post($"{Posts}/{postId}/comments", new { content })).ShouldBe(200)["_id"]!;

    public static async Task<JsonNode> LikePostAsync(this TestUser user, string postId) =>
        (await user.Post($"{Posts}/{postId}/likePost", new { username = user.Username })).ShouldBe(200);

    public static async Task<JsonNode> LikeCommentAsync(this TestUser user, string commentId) =>
        (await user.Post($"{Posts}/{commentId}/likeComment")).ShouldBe(200);

    public static async Task<JsonNode> ReadPostAsync(this TestApp app, string postId) =>
        (await app.Anonymous.Get($"{Posts}/{postId}")).ShouldBe(200);

    public static async Task<JsonArray> ReadCommentsAsync(this TestApp app, string postId) =>
        (await app.Anonymous.Get($"{Posts}/{postId}/comments/")).ShouldBe(200).AsArray();

    /// <summary>Lets the cleanup complete every deletion that was cut short.</summary>
    public static async Task CleanUpAsync(this TestApp app)
    {
        // Longer than a lease, than a request may take, and than the last token of a deleted account lives.
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await app.FireAsync("FinishAccountDeletions");
    }

    /// <summary>Everything that container forum holds, deleted or not.</summary>
    public static async Task<IReadOnlyList<JsonNode>> StoredAsync(this TestApp app, string container = PostStore.ContainerName)
    {
        var items = new List<JsonNode>();
        using var feed = app.Services.GetRequiredService<Database>().GetContainer(container)
            .GetItemQueryStreamIterator("SELECT * FROM c");
        while (feed.HasMoreResults)
        {
            using var page = await feed.ReadNextAsync();
            var body = await JsonNode.ParseAsync(page.EnsureSuccessStatusCode().Content);
            items.AddRange(body!["Documents"]!.AsArray().Select(item => item!));
        }

        return items;
    }

    /// <summary>Changes an item behind the product's back.</summary>
    public static async Task PatchAsync(this TestApp app, string container, string id, params PatchOperation[] operations)
    {
        using var response = await app.Services.GetRequiredService<Database>().GetContainer(container)
            .PatchItemStreamAsync(id, new PartitionKey(id), operations);
        response.EnsureSuccessStatusCode();
    }
}
