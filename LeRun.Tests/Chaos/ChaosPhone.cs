using System.Globalization;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using static LeRun.Tests.Forum.ForumDriver;

namespace LeRun.Tests.Chaos;

/// <summary>A phone that does random things, on either instance, and asks again when it is told to.</summary>
internal sealed class ChaosPhone(ChaosModel model, TestUser[] instances, int number, Random random)
{
    private const int Attempts = 4;

    private int _made;

    private string Name => instances[0].Username;

    public Task StepAsync() => random.Next(12) switch
    {
        0 or 1 => PostAsync(),
        2 or 3 => CommentAsync(),
        4 or 5 => LikeAsync(),
        6 => DeletePostAsync(),
        7 => DeleteCommentAsync(),
        8 => StoreRunAsync(),
        9 => OpenRoomAsync(),
        10 => JoinAsync(),
        _ => LeaveAsync(),
    };

    public async Task DeleteAccountAsync()
    {
        model.Gone[Name] = false;
        var reply = await SendAsync(user => user.Delete(
            "/api/users/delete", new { username = Name, password = TestApp.Password }));
        // Not told, and gone all the same: so says the second attempt.
        if (reply.Status is 200 or 401 or 404)
            model.Gone[Name] = true;
    }

    private async Task PostAsync()
    {
        var title = NextKey();
        var reply = await SendAsync(user => user.Post(Posts, new { title, content = title }, ("Idempotency-Key", title)));
        if (reply.Status == 200)
            model.Posts[(string)reply.Json["_id"]!] = Name;
    }

    private async Task CommentAsync()
    {
        if (Any(model.Posts.Keys) is not { } post)
            return;
        var content = NextKey();
        var reply = await SendAsync(
            user => user.Post($"{Posts}/{post}/comments", new { content }, ("Idempotency-Key", content)));
        if (reply.Status == 200)
            model.Comments[(string)reply.Json["_id"]!] = (post, Name);
    }

    private async Task LikeAsync()
    {
        if (Any(model.Posts.Keys) is not { } post)
            return;
        var likes = random.Next(3) > 0;
        model.Likes[(Name, post)] = null;
        var reply = await SendAsync(user => user.Post($"{Posts}/{post}/{(likes ? "likePost" : "unlikePost")}"));
        if (reply.Status == 200)
            model.Likes[(Name, post)] = likes;
    }

    private async Task DeletePostAsync()
    {
        if (Any(model.Posts.Where(post => post.Value == Name).Select(post => post.Key)) is { } id)
            await DeleteAsync(id, $"{Posts}/{id}");
    }

    private async Task DeleteCommentAsync()
    {
        if (Any(model.Comments.Where(comment => comment.Value.Author == Name).Select(comment => comment.Key)) is { } id)
            await DeleteAsync(id, $"/api/users/share/comments/{id}");
    }

    private async Task DeleteAsync(string id, string path)
    {
        model.Deletions.TryAdd(id, false);
        if ((await SendAsync(user => user.Delete(path))).Status == 200)
            model.Deletions[id] = true;
    }

    private async Task StoreRunAsync()
    {
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(++_made);
        var reply = await SendAsync(
            user => user.Post("/api/users/run/record", new { runRecord = Run.Data(start: $"{start:O}") }));
        if (reply.Status == 200)
            model.Records[(Name, (string)reply.Json["start"]!)] = (string)reply.Json["_id"]!;
    }

    private async Task OpenRoomAsync()
    {
        var name = NextKey();
        var reply = await SendAsync(user => user.Post("/api/runRoom/create", new { name }, ("Idempotency-Key", name)));
        if (reply.Status == 200)
            model.Members[(Name, (int)reply.Json["runID"]!)] = true;
    }

    private async Task JoinAsync()
    {
        var (_, runID) = Any(model.Members.Keys);
        if (runID == 0)
            return;
        model.Members[(Name, runID)] = null;
        if ((await SendAsync(user => user.JoinAsync(runID))).Status == 200)
            model.Members[(Name, runID)] = true;
    }

    private async Task LeaveAsync()
    {
        var (_, runID) = Any(
            model.Members.Where(member => member.Key.User == Name && member.Value == true).Select(member => member.Key));
        if (runID == 0)
            return;

        model.Members[(Name, runID)] = null;
        var reply = await SendAsync(user => user.LeaveAsync(runID));
        if (reply.Status == 200)
            model.Members[(Name, runID)] = false;
        else if (reply.Status is not (409 or 429 or 503 or 404 or 403))
            model.Wrong.Add($"leave {reply.Status}");
    }

    // As a phone does: again after a 503, on whichever instance takes it.
    private async Task<Reply> SendAsync(Func<TestUser, Task<Reply>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await send(instances[random.Next(instances.Length)]);
            if (reply.Status == 500)
                model.Wrong.Add(reply.Text);
            if (reply.Status != 503 || attempt == Attempts)
                return reply;
        }
    }

    private string NextKey() => string.Create(CultureInfo.InvariantCulture, $"{number}-{++_made}");

    private T? Any<T>(IEnumerable<T> things) =>
        things.ToList() is { Count: > 0 } all ? all[random.Next(all.Count)] : default;
}
