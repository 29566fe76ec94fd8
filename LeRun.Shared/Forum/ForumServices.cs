using LeRun.Storage;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Forum;

/// <summary>Registers the forum.</summary>
public static class ForumServices
{
    /// <summary>Adds posts, comments and likes.</summary>
    public static IServiceCollection AddForum(this IServiceCollection services) => services
        .AddCosmosContainer(PostStore.Definition, ForumItemsJson.Default)
        .AddSingleton<PostStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<LikeStore>()
        .AddSingleton<ForumRemoval>()
        .AddSingleton<ForumSweep>()
        .AddSingleton<PostService>()
        .AddSingleton<CommentService>()
        .AddSingleton<LikeService>()
        .AddSingleton<IUserDataEraser, OwnedForum>();
}
