using LeRun.Tests.Support;

namespace LeRun.Tests.Forum;

/// <summary>Items keep the names under which they were first stored, whatever their properties are called by now.</summary>
public class StoredNameTests : ApiTests
{
    [Fact]
    public async Task Post_and_comment_keep_their_stored_names()
    {
        var ann = await App.RegisterAsync("Ann");
        var post = await ann.WritePostAsync();
        await ann.WriteCommentAsync(post);
        await ann.LikePostAsync(post);

        var names = (await App.StoredAsync()).ToDictionary(
            item => (string)item["type"]!,
            item => item.AsObject().Select(member => member.Key).Where(name => name[0] != '_').Order().ToList());

        string[] text =
        [
            "author", "authorKey", "authorUid", "content", "createdAt", "id", "likes", "postId", "threadKey", "type", "updatedAt",
            "version",
        ];
        Assert.Equal([.. text.Append("comments").Append("feedKey").Append("title").Order()], names["post"]);
        Assert.Equal(text, names["comment"]);
        Assert.Equal(["authorUid", "createdAt", "id", "postId", "target", "type"], names["like"]);
    }
}
