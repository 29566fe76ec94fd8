using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>One Azurite for all tests of the genuine protocol, which are skipped without Node.</summary>
[CollectionDefinition(nameof(Azurite))]
public class AzuriteUsers : ICollectionFixture<Azurite>;

public sealed partial class Azurite : IAsyncLifetime
{
    private ChildProcess? _process;
    private string? _connectionString;

    /// <summary>Skips the test if there is no Node to run Azurite.</summary>
    public string ConnectionString
    {
        get
        {
            Skip.If(_connectionString is null, "Azurite needs Node, which is not installed.");
            return _connectionString;
        }
    }

    public async Task InitializeAsync()
    {
        if (!await Node.IsReadyAsync())
            return;

        // Use a new key instead of the well-known one.
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        _process = Node.Start(
            "node_modules/azurite/dist/src/blob/main.js",
            ["--inMemoryPersistence", "--blobPort", "0", "--skipApiVersionCheck", "--disableTelemetry"],
            ("AZURITE_ACCOUNTS", "tests:" + key));
        var address = await _process.ReadUntilAsync(Listening());
        _connectionString = $"DefaultEndpointsProtocol=http;AccountName=tests;AccountKey={key};BlobEndpoint={address}/tests;";
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9][0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
