using LeRun.LocalHost.Worker;

namespace LeRun.LocalHost;

/// <summary>Options of <see cref="LocalApp"/>.</summary>
public sealed class LocalAppOptions
{
    /// <summary>The loopback port to listen on; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>Listens to the network too, and takes any host name.</summary>
    public bool Lan { get; init; }

    /// <summary>The folder that keeps the data, created if missing; null keeps the data in memory while the app runs.</summary>
    public string? DataFolder { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Settings by names such as <c>Auth:Admins</c>; they override the environment's.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings { get; init; } = [];

    /// <summary>Origins whose web pages may call the API, beside those of this machine.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>Takes a line for each request; null where nobody reads them.</summary>
    public Action<string>? RequestLine { get; init; }

    /// <summary>Called last, to change services and middleware.</summary>
    public Action<FunctionsHostBuilder>? Configure { get; init; }
}
