using System.Text;
using LeRun.Runs;
using LeRun.Tests.Forum;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Runs.Progress;

/// <summary>Makes records what they were before there were statistics.</summary>
internal static class UncountedRecords
{
    public static async Task ForgetCountingAsync(this TestApp app, TestUser user)
    {
        var container = app.Services.GetRequiredService<Database>().GetContainer(LiveRunStore.ContainerName);
        var partition = new PartitionKey(user.Id);
        foreach (var item in await app.StoredAsync(LiveRunStore.ContainerName))
        {
            var (id, type) = ((string)item["id"]!, (string)item["type"]!);
            if (type is "bests" or "month")
            {
                using var deleted = await container.DeleteItemStreamAsync(id, partition);
                deleted.EnsureSuccessStatusCode();
            }
            else if (type == "record")
            {
                var record = item.AsObject();
                foreach (var field in new[] { "localDate", "movingSeconds", "efforts", "beaten", "note", "kind", "visibility" })
                    record.Remove(field);
                using var body = new MemoryStream(Encoding.UTF8.GetBytes(record.ToJsonString()));
                using var replaced = await container.ReplaceItemStreamAsync(body, id, partition);
                replaced.EnsureSuccessStatusCode();
            }
        }
    }
}
