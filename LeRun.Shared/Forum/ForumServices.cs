using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Forum;

public static class ForumServices
{
    public static IServiceCollection AddForum(this IServiceCollection services) => services
        .AddSingleton<PostStore>()
        .AddSingleton<CommentStore>()
        .AddSingleton<LikeStore>()
        .AddSingleton<ForumRemoval>()
        .AddSingleton<ForumSweep>()
        .AddSingleton<PostService>()
        .AddSingleton<CommentService>()
        .AddSingleton<LikeService>()
        .AddSingleton<IOwnedByUsers, OwnedForum>();
}
