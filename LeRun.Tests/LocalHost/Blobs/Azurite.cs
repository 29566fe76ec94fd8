using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LeRun.Tests.Support;

namespace LeRun.Tests.LocalHost.Blobs;

/// <summary>One Azurite for all tests of the genuine protocol, which are skipped without Node.</summary>
[CollectionDefinition(nameof(Azurite))]
public class AzuriteUsers : ICollectionFixture<Azurite>;

public sealed partial class Azurite : IAsyncLifetime
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private Process? _process;
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
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();

        using var patience = new CancellationTokenSource(_patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _connectionString =
                $"DefaultEndpointsProtocol=http;AccountName=tests;AccountKey={key};BlobEndpoint={match.Value}/tests;";
            // Keep reading: a full pipe would stop Azurite.
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return;
        }

        throw new InvalidOperationException(
            "Azurite did not start: " + await _process.StandardError.ReadToEndAsync(patience.Token));
    }

    public Task DisposeAsync()
    {
        Stop();
        return Task.CompletedTask;
    }

    private void Stop()
    {
        if (_process is { HasExited: false })
            _process.Kill(entireProcessTree: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9][0-9]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
