namespace LeRun.Storage;

/// <summary>Settings <c>Cosmos__…</c>: exactly one of <see cref="Endpoint"/> and <see cref="ConnectionString"/>.</summary>
public sealed class CosmosSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Cosmos";

    /// <summary>The account's address; access is by the managed identity.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The emulator's connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The database's name.</summary>
    public string Database { get; set; } = "lerun";

    /// <summary>Creates the database and containers at start. For emulators: in Azure, infra/ does.</summary>
    public bool CreateContainers { get; set; }

    /// <summary>
    /// How long one operation may take, retries included: longer than any that works, shorter than a phone's patience.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Serves requests in place of the network: the in-process Cosmos of LocalHost. Code sets it, configuration cannot.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Database))
            yield return "Cosmos__Database must not be empty.";
        if (HttpHandler is null && string.IsNullOrEmpty(Endpoint) == string.IsNullOrEmpty(ConnectionString))
            yield return "Set one of Cosmos__Endpoint and Cosmos__ConnectionString.";
        if (!string.IsNullOrEmpty(Endpoint) && !Uri.TryCreate(Endpoint, UriKind.Absolute, out _))
            yield return "Cosmos__Endpoint must be an address (https://...).";
        if (Deadline < TimeSpan.FromMilliseconds(100) || Deadline > TimeSpan.FromMinutes(1))
            yield return "Cosmos__Deadline must be from 00:00:00.1 to 00:01:00.";
    }
}
