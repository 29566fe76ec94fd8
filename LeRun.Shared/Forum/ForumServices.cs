using System.Text.Json.Serialization;
using LeRun.Safety;
using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Forum;

/// <summary>Registers the forum.</summary>
public static class ForumServices
{
    /// <summary>Adds posts, comments and likes, with their deletion.</summary>
    public static IServiceCollection AddForum(this IServiceCollection services) => services
        .AddCosmosContainer(PostStore.Definition, ForumItemsJson.Default)
        .AddSingleton<PostStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<LikeStore>()
        .AddSingleton<ForumDeletionStore>()
        .AddSingleton<ForumDeletion>()
        .AddSingleton<PostService>()
        .AddSingleton<CommentService>()
        .AddSingleton<LikeService>()
        .AddSingleton<ForumModerationStore>()
        .AddSingleton<IReportTarget, PostTarget>()
        .AddSingleton<IReportTarget, CommentTarget>()
        .AddSingleton<IUserDataEraser, ForumEraser>()
        .AddSingleton<IUserDataExporter, PostExporter>()
        .AddSingleton<IUserDataExporter, CommentExporter>()
        .AddSingleton<IUserDataExporter, LikeExporter>();
}

/// <summary>JSON of what container <c>forum</c> holds; arrays are what the SDK reads pages of queries into.</summary>
[JsonSerializable(typeof(Post[]))]
[JsonSerializable(typeof(Comment[]))]
[JsonSerializable(typeof(Like[]))]
[JsonSerializable(typeof(ForumRow[]))]
internal sealed partial class ForumItemsJson : JsonSerializerContext;
