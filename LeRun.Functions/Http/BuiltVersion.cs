using System.Reflection;

namespace LeRun.Functions.Http;

/// <summary>What is deployed.</summary>
public static class BuiltVersion
{
    /// <summary>
    /// The release, the day on which it was built and the commit it was built from: <c>1.0.0+20261124.{commit}</c>.
    /// </summary>
    public static string Text { get; } = typeof(BuiltVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
