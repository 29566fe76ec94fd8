using System.Text.Json.Serialization.Metadata;
using LeRun.Admin;
using LeRun.Export;
using LeRun.Forum;
using LeRun.Functions.Admin;
using LeRun.Functions.Docs;
using LeRun.Functions.Export;
using LeRun.Functions.Forum;
using LeRun.Functions.LiveRuns;
using LeRun.Functions.Privacy;
using LeRun.Functions.Progress;
using LeRun.Functions.Rooms;
using LeRun.Functions.Runs;
using LeRun.Functions.Safety;
using LeRun.Functions.Sessions;
using LeRun.Functions.Users;
using LeRun.Identity;
using LeRun.Rooms;
using LeRun.Runs;
using LeRun.Safety;
using LeRun.Sessions;
using LeRun.Storage;
using LeRun.Users;
using LeRun.Users.Pictures;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeRun.Functions;

/// <summary>What LeRun is made of, for every host that runs it.</summary>
public static class LeRunApp
{
    /// <summary>The middleware around every function, outermost first. After the host's own web middleware.</summary>
    public static void UseLeRun(this IFunctionsWorkerApplicationBuilder builder)
    {
        builder.UseMiddleware<FailureMiddleware>();
        builder.UseMiddleware<BodyMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
    }

    /// <summary>The Cosmos containers that the features define.</summary>
    public static IReadOnlyList<ContainerDefinition> Containers { get; } =
    [
        UserStore.Definition, LiveRunStore.Definition, RoomStore.Definition, PostStore.Definition, BlockStore.Definition,
        CaseStore.Definition, SessionStore.Definition,
    ];

    /// <summary>Registers all features, each with its settings, its storage and its bodies.</summary>
    public static IServiceCollection AddLeRun(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<KestrelServerOptions>(kestrel =>
        {
            // A body is counted while it is read, so that what is too large gets the API's own problem.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
            // Whoever does not read holds what waits to be read.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 10 * 1024, gracePeriod: TimeSpan.FromSeconds(5));
        })
        // Whatever stops the app lets requests that it has end first.
        .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30))
        .AddSettings<ApiSettings>(configuration)
        .AddSingleton<ApiJson>()
        .AddSingleton<RouteTable>()
        .AddSingleton<LargeResponses>()
        .AddSingleton<Callers>()
        .AddCosmos(configuration)
        .AddBlobs(configuration)
        .AddIdentity(configuration)
        .AddUsers(configuration).AddPictures().AddApiBodies(UserBodies.Default)
        .AddSessions().AddApiBodies(SessionBodies.Default)
        .AddRuns(configuration).AddApiBodies(RunBodies.Default)
        .AddApiBodies(LiveRunBodies.Default).AddApiBodies(ProgressBodies.Default).AddApiBodies(PrivacyBodies.Default)
        .AddRooms(configuration).AddApiBodies(RoomBodies.Default.WithAddedModifier(RoomMemberView.LeaveOutKnown))
        .AddForum().AddApiBodies(ForumBodies.Default)
        .AddSafety(configuration).AddApiBodies(SafetyBodies.Default)
        .AddExport().AddApiBodies(ExportBodies.Default).AddSingleton<ExportTurns>()
        .AddAdmin(configuration).AddApiBodies(AdminBodies.Default)
        .AddSingleton<HealthReports>()
        .AddSingleton<DocsFiles>();
}
