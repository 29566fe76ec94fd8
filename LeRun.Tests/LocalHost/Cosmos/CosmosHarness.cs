using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Net;
using System.Text.Json;
using LeRun.LocalHost.Cosmos;
using LeRun.LocalHost.Cosmos.Store;
using LeRun.Tests.Support;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

/// <summary>The real SDK over an in-process Cosmos with one container, <c>items</c>, partitioned by <c>/pk</c>.</summary>
internal sealed class CosmosHarness : IDisposable
{
    private readonly List<CosmosClient> _clients = [];

    public CosmosHarness(
        string? folder = null,
        Func<string, ILogFile>? openFile = null,
        TestClock? clock = null,
        ContainerProperties? properties = null,
        Action<string>? report = null)
    {
        Clock = clock ?? new TestClock();
        Embedded = new EmbeddedCosmos(
            new EmbeddedCosmosOptions
            {
                Database = "db",
                Containers = [properties ?? Properties()],
                Folder = folder,
                OpenFile = openFile ?? LogFile.Open,
                Report = report ?? (_ => { }),
            },
            Clock);
        Embedded.Served += Served.Enqueue;
        Items = OpenSession();
    }

    public TestClock Clock { get; }

    public EmbeddedCosmos Embedded { get; }

    public CosmosClient Client => _clients[0];

    public Container Items { get; }

    public ConcurrentQueue<CosmosRequest> Served { get; } = new();

    public static ContainerProperties Properties(int? timeToLive = -1) => new("items", "/pk")
    {
        DefaultTimeToLive = timeToLive,
        IndexingPolicy = new IndexingPolicy
        {
            IncludedPaths = { new IncludedPath { Path = "/*" } },
            ExcludedPaths = { new ExcludedPath { Path = "/hidden/*" } },
            CompositeIndexes =
            {
                new Collection<CompositePath>
                {
                    new() { Path = "/n", Order = CompositePathSortOrder.Ascending },
                    new() { Path = "/name", Order = CompositePathSortOrder.Descending },
                },
            },
        },
    };

    public Task<ItemResponse<Thing>> CreateAsync(
        string id, string pk = "a", int n = 0, string? name = null, string[]? tags = null) =>
        Items.CreateItemAsync(new Thing { Id = id, Pk = pk, N = n, Name = name, Tags = tags }, new PartitionKey(pk));

    public async Task<Thing> ReadAsync(string id, string pk = "a") =>
        (await Items.ReadItemAsync<Thing>(id, new PartitionKey(pk))).Resource;

    public async Task<List<T>> QueryAsync<T>(string text, string? pk = null, int? pageSize = null)
    {
        var partition = pk is null ? (PartitionKey?)null : new PartitionKey(pk);
        var options = new QueryRequestOptions { MaxItemCount = pageSize, PartitionKey = partition };
        using var pages = Items.GetItemQueryIterator<T>(text, requestOptions: options);
        var all = new List<T>();
        while (pages.HasMoreResults)
        {
            var page = await pages.ReadNextAsync();
            Assert.True(pageSize is null || page.Count <= pageSize);
            all.AddRange(page);
        }

        return all;
    }

    /// <summary>The status with which an operation is refused.</summary>
    public static async Task<HttpStatusCode> RefusalOfAsync(Func<Task> operation) =>
        (await Assert.ThrowsAsync<CosmosException>(operation)).StatusCode;

    public async Task<string[]> IdsAsync(string where, string? pk = null, int? pageSize = null) =>
        [.. await QueryAsync<string>($"SELECT VALUE c.id FROM c {where}", pk, pageSize)];

    /// <summary>The container as another client sees it: each client is a session of its own.</summary>
    public Container OpenSession()
    {
        var client = new CosmosClient("https://embedded.cosmos/", Convert.ToBase64String(new byte[64]), new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            LimitToEndpoint = true,
            HttpClientFactory = () => new HttpClient(Embedded, disposeHandler: false),
            UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
            MaxRetryAttemptsOnRateLimitedRequests = 0,
        });
        _clients.Add(client);
        return client.GetContainer("db", "items");
    }

    /// <summary>A request as no SDK sends it, to partition <c>a</c>.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpMethod method, string path, string? body = null, params string[] flags)
    {
        using var invoker = new HttpMessageInvoker(Embedded, disposeHandler: false);
        using var request = new HttpRequestMessage(method, new Uri($"https://embedded.cosmos/{path}"));
        request.Headers.Add("x-ms-documentdb-partitionkey", """["a"]""");
        foreach (var flag in flags)
            request.Headers.Add(flag, "True");
        request.Content = body is null ? null : new StringContent(body);
        using var response = await invoker.SendAsync(request, default);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return (response.StatusCode, bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes));
    }

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        Embedded.Dispose();
    }
}

/// <summary>An item of the tests.</summary>
internal sealed record Thing
{
    public required string Id { get; init; }

    public string? Pk { get; init; }

    public int N { get; init; }

    public string? Name { get; init; }

    public string[]? Tags { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("ttl")]
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeToLive { get; init; }
}
