using Microsoft.Extensions.Options;

namespace LeRun.Storage;

/// <summary>Settings <c>Cosmos__…</c>: exactly one of <see cref="Endpoint"/> and <see cref="ConnectionString"/>.</summary>
public sealed class CosmosSettings
{
    public const string Section = "Cosmos";

    /// <summary>The account's address; access is by the managed identity.</summary>
    public string? Endpoint { get; set; }

    /// <summary>The emulator's connection string.</summary>
    public string? ConnectionString { get; set; }

    public string Database { get; set; } = "lerun";

    /// <summary>Creates the database and containers at start. For emulators: in Azure, infra/ does.</summary>
    public bool CreateContainers { get; set; }

    /// <summary>How long one operation may take, retries included: longer than any that works, shorter than a phone's patience.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The far end of the wire when it is in this process (LocalHost); null for a real one.</summary>
    public HttpMessageHandler? FarEnd { get; set; }

    internal sealed class Validator : IValidateOptions<CosmosSettings>
    {
        public ValidateOptionsResult Validate(string? name, CosmosSettings options)
        {
            if (string.IsNullOrWhiteSpace(options.Database))
                return ValidateOptionsResult.Fail("Cosmos__Database must not be empty.");
            if (options.FarEnd is null && string.IsNullOrEmpty(options.Endpoint) == string.IsNullOrEmpty(options.ConnectionString))
                return ValidateOptionsResult.Fail("Set one of Cosmos__Endpoint and Cosmos__ConnectionString.");
            if (!string.IsNullOrEmpty(options.Endpoint) && !Uri.TryCreate(options.Endpoint, UriKind.Absolute, out _))
                return ValidateOptionsResult.Fail("Cosmos__Endpoint must be an address (https://...).");
            if (options.Deadline < TimeSpan.FromMilliseconds(100) || options.Deadline > TimeSpan.FromMinutes(1))
                return ValidateOptionsResult.Fail("Cosmos__Deadline must be from 00:00:00.1 to 00:01:00.");
            return ValidateOptionsResult.Success;
        }
    }
}
