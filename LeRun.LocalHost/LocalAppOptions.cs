using LeRun.LocalHost.Worker;

namespace LeRun.LocalHost;

/// <summary>How to run the product on this machine.</summary>
public sealed class LocalAppOptions
{
    /// <summary>The loopback port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The folder that keeps the data, created when missing; null keeps it in memory, for as long as the app lives.</summary>
    public string? DataFolder { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Settings, by names such as <c>Auth:Admins</c>, that win over the environment's.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings { get; init; } = [];

    /// <summary>Has the last word on services and middleware.</summary>
    public Action<FunctionsHostBuilder>? Configure { get; init; }
}
