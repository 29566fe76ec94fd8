using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>A part of the outside world that LeRun needs.</summary>
public interface IDependency
{
    /// <summary>What the answer calls it.</summary>
    string Name { get; }

    /// <summary>Ends well when it answers; throws when it does not.</summary>
    Task CheckAsync(CancellationToken cancellationToken);
}

/// <summary>Asks every dependency whether it answers, at most once in a few seconds however often it is asked.</summary>
public sealed class Health(IEnumerable<IDependency> dependencies, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _checking = new(1);
    private (DateTimeOffset At, IReadOnlyDictionary<string, bool> Checks)? _last;

    /// <summary>Which dependencies answer, by name.</summary>
    public async Task<IReadOnlyDictionary<string, bool>> CheckAsync(CancellationToken cancellationToken)
    {
        await _checking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetUtcNow() - last.At >= Kept)
            {
                var checks = await Task.WhenAll(dependencies.Select(async dependency => (dependency.Name, Sound: await AnswersAsync(dependency))));
                _last = last = (clock.GetUtcNow(), checks.ToDictionary(check => check.Name, check => check.Sound, StringComparer.Ordinal));
            }

            return last.Checks;
        }
        finally
        {
            _checking.Release();
        }
    }

    private async Task<bool> AnswersAsync(IDependency dependency)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            await dependency.CheckAsync(patience.Token);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}

/// <summary>Cosmos, asked for an item that is not there: the cheapest request that goes all the way.</summary>
public sealed class CosmosDependency(Database database) : IDependency
{
    private const string Absent = "~health";

    public string Name => "cosmos";

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var answer = await database.GetContainer(Containers.Users)
            .ReadItemStreamAsync(Absent, new PartitionKey(Absent), cancellationToken: cancellationToken);
        if (answer.StatusCode != HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }
}
