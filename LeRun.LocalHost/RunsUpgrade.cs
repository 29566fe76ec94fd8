using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.Runs;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.LocalHost;

/// <summary>
/// Brings over the runs of a data folder from before runs were kept by account. They were kept by username (partition key
/// <c>/username</c>), which may become somebody else's; opened by the key of today, none of them would be found. A container's
/// partition key cannot change: the old one is set aside, its items are copied to the new one, and it is deleted.
/// </summary>
/// <remarks>Each step may be repeated: after a process that was killed, the next start goes on.</remarks>
internal static class RunsUpgrade
{
    private const string Runs = LiveRunStore.ContainerName;
    private const string RunsByUsername = "runs-by-username";
    private static readonly string DatabaseName = new CosmosSettings().Database;

    /// <summary>Sets old runs aside under a name of their own, before the folder is opened.</summary>
    /// <exception cref="IOException">Another process uses the folder, or it is of another format; it stays as it is.</exception>
    public static void SetAside(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        using var files = new DataFolder(folder, LogFile.Open, Console.Error.WriteLine);
        if (files.FindSaved(DatabaseName, Runs)?.PartitionKeyPath is ["username"])
            files.Rename(DatabaseName, Runs, RunsByUsername);
    }

    /// <summary>Copies what was set aside, before the first request, and then deletes it.</summary>
    /// <returns>A line that says so; null if there was nothing.</returns>
    /// <exception cref="IOException">Something could not be copied (the disk is full); what was set aside stays.</exception>
    public static async Task<string?> CompleteAsync(
        Database database, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            var old = database.GetContainer(RunsByUsername);
            using var found = await old.ReadContainerStreamAsync(cancellationToken: cancellationToken);
            if (found.StatusCode == HttpStatusCode.NotFound)
                return null;
            var (copied, left) = await CopyAsync(database, old, clock.GetUtcNow(), cancellationToken);
            await old.DeleteContainerAsync(cancellationToken: cancellationToken);
            return copied + left == 0 ? null : $"Runs are kept by account now: {copied} items brought over"
                + (left == 0 ? "." : $", {left} left out that had expired or whose account is deleted.");
        }
        catch (CosmosException e)
        {
            throw new IOException($"The runs of an earlier version could not be brought over; all are kept. {e.Message}", e);
        }
    }

    private static async Task<(int Copied, int Left)> CopyAsync(
        Database database, Container old, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var accounts = new Dictionary<string, string>(StringComparer.Ordinal);
        var active = new QueryDefinition("SELECT c.id, c.uid FROM c WHERE c.type = @type")
            .WithParameter("@type", UserAccount.UserType);
        var users = database.GetContainer(UserStore.Definition.Properties.Id);
        await foreach (var user in users.ReadAllAsync<JsonElement>(active, partition: null, cancellationToken))
            accounts.Add(user.GetProperty("id").GetString()!, user.GetProperty("uid").GetString()!);

        var (copied, left) = (0, 0);
        var everything = new QueryDefinition("SELECT * FROM c");
        await foreach (var item in old.ReadAllAsync<JsonElement>(everything, partition: null, cancellationToken))
        {
            if (!accounts.TryGetValue(item.GetProperty("username").GetString()!, out var accountId)
                || Copy(item, accountId, now) is not { } copy)
            {
                left++;
                continue;
            }

            using var body = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(copy), writable: false);
            using var created = await database.GetContainer(Runs).CreateItemStreamAsync(
                body, new PartitionKey(accountId), cancellationToken: cancellationToken);
            // Copied before the process was killed.
            if (created.StatusCode != HttpStatusCode.Conflict)
                created.EnsureSuccessStatusCode();
            copied++;
        }

        return (copied, left);
    }

    // Null if it has expired. The copy's time begins anew, so that what has passed of it is taken off.
    private static JsonObject? Copy(JsonElement item, string accountId, DateTimeOffset now)
    {
        var copy = JsonObject.Create(item)!;
        var written = (long)copy["_ts"]!;
        foreach (var name in new[] { "username", "_rid", "_self", "_etag", "_attachments", "_ts" })
            copy.Remove(name);
        copy["userId"] = accountId;
        // Only live runs expire: after a day once, and later today.
        if (copy["ttl"] is null)
            return copy;
        var seconds = RunLimits.LiveRunKept - (now.ToUnixTimeSeconds() - written);
        copy["ttl"] = seconds;
        return seconds > 0 ? copy : null;
    }
}
