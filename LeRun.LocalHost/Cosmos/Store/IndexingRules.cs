using System.Text.Json.Nodes;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>What a container's indexing policy says of paths. The most precise rule for a path wins.</summary>
internal sealed class IndexingRules
{
    private readonly List<Rule> _rules = [];
    private readonly List<(string[] Path, bool Descending)[]> _composites = [];

    /// <param name="policy">The wire's form; null or without paths means that everything is indexed, as in the service.</param>
    public IndexingRules(JsonObject? policy)
    {
        if (policy?["indexingMode"]?.GetValue<string>() is { } mode && mode.Equals("none", StringComparison.OrdinalIgnoreCase))
            return;

        AddRules(policy?["includedPaths"], included: true);
        AddRules(policy?["excludedPaths"], included: false);
        if (_rules.Count == 0)
            _rules.Add(new Rule([], Wildcard: true, Included: true));
        foreach (var composite in policy?["compositeIndexes"] as JsonArray ?? [])
        {
            _composites.Add([.. composite!.AsArray().Select(path => (
                PropertyPath.Segments(path!["path"]!.GetValue<string>()),
                path["order"]?.GetValue<string>() == "descending"))]);
        }
    }

    public bool IsIndexed(IReadOnlyList<string> path)
    {
        if (path is ["id"] or ["_ts"])
            return true;

        var best = _rules
            .Where(rule => rule.Matches(path))
            .OrderByDescending(rule => rule.Segments.Length)
            .ThenBy(rule => rule.Wildcard)
            .FirstOrDefault();
        return best is { Included: true };
    }

    /// <summary>Whether a filter on the path, or on an array there, needs no look into the items.</summary>
    public bool Serves(IReadOnlyList<string> path) => IsIndexed(path) || IsIndexed([.. path, "[]"]);

    /// <summary>Whether a composite index gives this order, or its exact reverse.</summary>
    public bool HasComposite(IReadOnlyList<(IReadOnlyList<string> Path, bool Descending)> order) =>
        _composites.Exists(composite =>
            composite.Length == order.Count
            && composite.Zip(order).All(pair => pair.First.Path.SequenceEqual(pair.Second.Path))
            && composite.Zip(order).Select(pair => pair.First.Descending == pair.Second.Descending).Distinct().Count() == 1);

    private void AddRules(JsonNode? paths, bool included)
    {
        foreach (var entry in paths as JsonArray ?? [])
        {
            var segments = PropertyPath.Segments(entry!["path"]!.GetValue<string>());
            if (segments is not [.., "?" or "*"])
                throw CosmosRefusal.BadRequest($"The indexing path '{entry["path"]}' must end with '/?' or '/*'.");
            _rules.Add(new Rule(segments[..^1], segments[^1] == "*", included));
        }
    }

    private sealed record Rule(string[] Segments, bool Wildcard, bool Included)
    {
        public bool Matches(IReadOnlyList<string> path) => Wildcard
            ? path.Count >= Segments.Length && Segments.SequenceEqual(path.Take(Segments.Length))
            : Segments.SequenceEqual(path);
    }
}
