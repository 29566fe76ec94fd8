using System.Collections.Concurrent;
using System.Net;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The databases and their containers.</summary>
internal sealed class Catalog : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, StoredContainer>> _databases =
        new(StringComparer.Ordinal);

    private readonly Lock _creating = new();
    private readonly DataFolder? _folder;
    private readonly ReadConditions _conditions;
    private readonly TimeProvider _clock;

    public Catalog(EmbeddedCosmosOptions options, ReadConditions conditions, TimeProvider clock)
    {
        (_conditions, _clock) = (conditions, clock);
        _folder = options.Folder is null ? null : new DataFolder(options.Folder, options.OpenFile, options.Report);
        try
        {
            CreateDatabase(options.Database);
            foreach (var properties in options.Containers)
                CreateContainer(options.Database, ContainerDefinition.Create(properties));
            foreach (var (database, definition) in _folder?.Saved() ?? [])
            {
                _databases.TryAdd(database, new(StringComparer.Ordinal));
                if (!_databases[database].ContainsKey(definition.Id))
                    CreateContainer(database, definition);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IEnumerable<string> Databases => _databases.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="CosmosRefusal">404.</exception>
    public IEnumerable<StoredContainer> Containers(string database)
    {
        RequireDatabase(database);
        return _databases[database].Values.OrderBy(container => container.Definition.Id, StringComparer.Ordinal);
    }

    public void RequireDatabase(string database)
    {
        if (!_databases.ContainsKey(database))
            throw CosmosRefusal.NotFound($"The database '{database}'");
    }

    /// <exception cref="CosmosRefusal">404.</exception>
    public StoredContainer Container(string database, string container) =>
        _databases.TryGetValue(database, out var containers) && containers.TryGetValue(container, out var found)
            ? found
            : throw CosmosRefusal.NotFound($"The container '{database}/{container}'");

    public void CreateDatabase(string database)
    {
        Ids.RequireValid(database);
        if (!_databases.TryAdd(database, new(StringComparer.Ordinal)))
            throw new CosmosRefusal(HttpStatusCode.Conflict, $"The database '{database}' already exists.");
    }

    public StoredContainer CreateContainer(string database, ContainerDefinition definition)
    {
        RequireDatabase(database);
        lock (_creating)
        {
            var containers = _databases[database];
            if (containers.ContainsKey(definition.Id))
                throw new CosmosRefusal(HttpStatusCode.Conflict, $"The container '{definition.Id}' already exists.");
            var log = _folder?.Open(database, definition);
            return containers[definition.Id] = new StoredContainer(database, definition, log, _conditions, _clock);
        }
    }

    /// <exception cref="CosmosRefusal">404.</exception>
    public void DeleteContainer(string database, string id)
    {
        lock (_creating)
        {
            var container = Container(database, id);
            _databases[database].TryRemove(id, out _);
            container.Dispose();
            _folder?.Delete(database, id);
        }
    }

    public void Dispose()
    {
        foreach (var container in _databases.Values.SelectMany(database => database.Values))
            container.Dispose();
        _folder?.Dispose();
    }
}
