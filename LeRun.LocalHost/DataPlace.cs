using System.Text.Json;
using LeRun.Forum;
using LeRun.Runs;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.LocalHost;

/// <summary>Where the data is kept, and how much of it there is.</summary>
internal static class DataPlace
{
    /// <summary>
    /// The folder where no other is named: <c>.lerun</c> beside LeRun.sln, wherever below it LocalHost is started, so that
    /// nobody's data seems lost; outside a clone, in the current folder.
    /// </summary>
    public static string Default() => Path.Combine(Root() ?? Environment.CurrentDirectory, ".lerun");

    /// <summary>Counts what there is: <c>2 users, 14 runs, 3 posts</c>, or <c>new, empty</c>.</summary>
    public static async Task<string> CountAsync(Database database, CancellationToken cancellationToken)
    {
        var users = await CountAsync(database, UserStore.Definition, UserAccount.UserType, cancellationToken);
        var runs = await CountAsync(database, LiveRunStore.Definition, RunRecord.ItemType, cancellationToken);
        var posts = await CountAsync(database, PostStore.Definition, Post.ItemType, cancellationToken);
        return users + runs + posts == 0
            ? "new, empty"
            : $"{Amount(users, "user")}, {Amount(runs, "run")}, {Amount(posts, "post")}";
    }

    private static string? Root()
    {
        var folder = new DirectoryInfo(Environment.CurrentDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LeRun.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }

    private static async Task<int> CountAsync(
        Database database, ContainerDefinition container, string type, CancellationToken cancellationToken)
    {
        var query = new QueryDefinition("SELECT VALUE COUNT(1) FROM c WHERE c.type = @type").WithParameter("@type", type);
        var counts = database.GetContainer(container.Properties.Id).ReadAllAsync<JsonElement>(
            query, partition: null, cancellationToken);
        return (await counts.FirstAsync(cancellationToken)).GetInt32();
    }

    private static string Amount(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
