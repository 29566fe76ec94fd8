using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Admin;

/// <summary>Registers administration.</summary>
public static class AdminServices
{
    /// <summary>Adds what administrators may do.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services, IConfiguration configuration) => services
        .AddSettings<AdminSettings>(configuration)
        .AddSingleton<DeleteAllService>();
}

/// <summary>Settings <c>Admin__…</c>.</summary>
public sealed class AdminSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Admin";

    /// <summary>Whether administrators may delete everything. Leave it off wherever data matters.</summary>
    public bool AllowDeleteAll { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => [];
}
