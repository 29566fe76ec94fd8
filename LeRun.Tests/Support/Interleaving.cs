using LeRun.LocalHost.Cosmos;

namespace LeRun.Tests.Support;

/// <summary>
/// Runs two actions at once, whose Cosmos requests take turns in a given order: <c>true</c> is a turn of the first action,
/// which calls services of the app directly, <c>false</c> one of the second action, which calls the app over HTTP.
/// Turns that an action no longer needs are skipped; requests beyond the order are not held up.
/// </summary>
internal sealed class Interleaving
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    // Flows along with direct calls, but not over HTTP.
    private static readonly AsyncLocal<bool> _first = new();

    private readonly Lock _lock = new();
    private readonly List<(bool First, TaskCompletionSource Turn)> _waiting = [];
    private readonly HashSet<bool> _ended = [];
    private readonly Queue<bool> _order;
    private bool _isServing;

    private Interleaving(IEnumerable<bool> order) => _order = new(order);

    /// <summary>Returns every order of so many requests of the two actions.</summary>
    public static IEnumerable<IEnumerable<bool>> Orders(int first, int second) =>
        first == 0 && second == 0 ? [[]]
        : (first > 0 ? Orders(first - 1, second).Select(rest => rest.Prepend(true)) : [])
            .Concat(second > 0 ? Orders(first, second - 1).Select(rest => rest.Prepend(false)) : []);

    public static async Task RunAsync(EmbeddedCosmos cosmos, IEnumerable<bool> order, Func<Task> first, Func<Task> second)
    {
        var interleaving = new Interleaving(order);
        cosmos.Inject = _ =>
        {
            var isFirst = _first.Value;
            return CosmosFault.Delay(() => interleaving.TakeTurnAsync(isFirst).WaitAsync(_patience));
        };
        cosmos.Served += interleaving.EndTurn;
        try
        {
            await Task.WhenAll(interleaving.RunAsync(isFirst: true, first), interleaving.RunAsync(isFirst: false, second));
        }
        finally
        {
            cosmos.Served -= interleaving.EndTurn;
            cosmos.Inject = null;
        }
    }

    private async Task RunAsync(bool isFirst, Func<Task> action)
    {
        _first.Value = isFirst;
        try
        {
            await action();
        }
        finally
        {
            lock (_lock)
            {
                _ended.Add(isFirst);
                Continue();
            }
        }
    }

    private Task TakeTurnAsync(bool isFirst)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((isFirst, turn));
            Continue();
        }

        return turn.Task;
    }

    private void EndTurn(CosmosRequest request)
    {
        if (request.Operation is CosmosOperation.Metadata or CosmosOperation.QueryPlan)
            return;
        lock (_lock)
        {
            _isServing = false;
            Continue();
        }
    }

    private void Continue()
    {
        while (_order.TryPeek(out var ended) && _ended.Contains(ended))
            _order.Dequeue();
        if (_isServing)
            return;

        if (!_order.TryPeek(out var next))
        {
            _waiting.ForEach(request => request.Turn.SetResult());
            _waiting.Clear();
            return;
        }

        var index = _waiting.FindIndex(request => request.First == next);
        if (index < 0)
            return;
        _order.Dequeue();
        _isServing = true;
        _waiting[index].Turn.SetResult();
        _waiting.RemoveAt(index);
    }
}
