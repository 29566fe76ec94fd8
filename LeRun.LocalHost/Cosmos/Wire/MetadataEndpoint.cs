using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>The account, its databases and containers, and the one partition key range that holds everything.</summary>
internal sealed class MetadataEndpoint(Catalog catalog)
{
    private const string RangesETag = "\"1\"";
    private const long Epoch = 1_700_000_000;

    private const string QueryEngine = """
        {
          "maxSqlQueryInputLength": 262144, "maxJoinsPerSqlQuery": 10, "maxLogicalAndPerSqlQuery": 500,
          "maxLogicalOrPerSqlQuery": 500, "maxUdfRefPerSqlQuery": 10, "maxInExpressionItemsCount": 16000,
          "queryMaxInMemorySortDocumentCount": 500, "maxQueryRequestTimeoutFraction": 0.9,
          "sqlAllowNonFiniteNumbers": false, "sqlAllowAggregateFunctions": true, "sqlAllowSubQuery": true,
          "sqlAllowScalarSubQuery": true, "allowNewKeywords": true, "sqlAllowLike": true, "sqlAllowGroupByClause": true,
          "maxSpatialQueryCells": 12, "spatialMaxGeometryPointCount": 256, "sqlAllowTop": true, "enableSpatialIndexing": true
        }
        """;

    public CosmosResponse Handle(WireRequest request) => (request.Method.Method, request.Segments) switch
    {
        ("GET", [""]) => Account(request),
        ("GET", ["dbs"]) => Feed("", "Databases", catalog.Databases.Select(Database)),
        ("GET", ["dbs", var database, "colls"]) =>
            Feed(ResourceId.OfDatabase(database), "DocumentCollections", catalog.Containers(database).Select(Container)),
        ("POST", ["dbs"]) => CreateDatabase(request),
        ("GET", ["dbs", var database]) => ReadDatabase(database),
        ("POST", ["dbs", var database, "colls"]) => CreateContainer(request, database),
        ("GET", ["dbs", var database, "colls", var container]) =>
            Json(HttpStatusCode.OK, Container(catalog.Container(database, container))),
        ("DELETE", ["dbs", var database, "colls", var container]) => DeleteContainer(database, container),
        ("GET", ["dbs", _, "colls", var container, "pkranges"]) => Ranges(request, container),
        // An item's id that was not encoded for its URL: there is no such resource.
        (_, ["dbs", _, "colls", _, "docs", _, _, ..]) => throw CosmosRefusal.NotFound($"'{request.Path}'"),
        _ => throw CosmosRefusal.BadRequest($"{request.Method} {request.Path} is not supported by the in-process Cosmos."),
    };

    private static CosmosResponse Account(WireRequest request)
    {
        // Clients go on at this address: it is the one by which they came.
        var location = new JsonArray { new JsonObject { ["name"] = "Local", ["databaseAccountEndpoint"] = request.Account } };
        return Json(HttpStatusCode.OK, new JsonObject
        {
            ["_self"] = "",
            ["id"] = "embedded",
            ["_rid"] = "embedded.cosmos",
            ["media"] = "//media/",
            ["addresses"] = "//addresses/",
            ["_dbs"] = "//dbs/",
            ["writableLocations"] = location,
            ["readableLocations"] = location.DeepClone(),
            ["enableMultipleWriteLocations"] = false,
            ["userReplicationPolicy"] = Replication(),
            ["userConsistencyPolicy"] = new JsonObject { ["defaultConsistencyLevel"] = "Session" },
            ["systemReplicationPolicy"] = Replication(),
            ["readPolicy"] = new JsonObject { ["primaryReadCoefficient"] = 1, ["secondaryReadCoefficient"] = 1 },
            ["queryEngineConfiguration"] = QueryEngine,
        });
    }

    private static JsonObject Replication() =>
        new() { ["asyncReplication"] = false, ["minReplicaSetSize"] = 1, ["maxReplicasetSize"] = 1 };

    private static JsonNode Database(string database)
    {
        var rid = ResourceId.OfDatabase(database);
        return new JsonObject
        {
            ["id"] = database,
            ["_rid"] = rid,
            ["_self"] = $"dbs/{rid}/",
            ["_etag"] = "\"0\"",
            ["_colls"] = "colls/",
            ["_users"] = "users/",
            ["_ts"] = Epoch,
        };
    }

    private static JsonNode Container(StoredContainer container)
    {
        var json = container.Definition.Json.DeepClone().AsObject();
        json["_rid"] = container.Rid;
        json["_self"] = container.SelfPath;
        json["_etag"] = "\"0\"";
        json["_docs"] = "docs/";
        json["_ts"] = Epoch;
        return json;
    }

    private static CosmosResponse Feed(string rid, string name, IEnumerable<JsonNode> resources)
    {
        var list = new JsonArray([.. resources]);
        return Json(HttpStatusCode.OK, new JsonObject { ["_rid"] = rid, [name] = list, ["_count"] = list.Count }) with
        {
            ItemCount = list.Count,
        };
    }

    // The SDK asks by resource id, and every container has the same one range: there is nothing to look up.
    private static CosmosResponse Ranges(WireRequest request, string container)
    {
        if (request.IfNoneMatch == RangesETag)
            return CosmosResponse.Empty(HttpStatusCode.NotModified) with { ETag = RangesETag };
        var range = new JsonObject
        {
            ["_rid"] = container,
            ["id"] = "0",
            ["_etag"] = RangesETag,
            ["minInclusive"] = "",
            ["maxExclusive"] = "FF",
            ["ridPrefix"] = 0,
            ["_self"] = $"dbs/0/colls/{container}/pkranges/0/",
            ["throughputFraction"] = 1,
            ["status"] = "online",
            ["parents"] = new JsonArray(),
            ["_ts"] = Epoch,
        };
        var ranges = new JsonObject { ["_rid"] = container, ["PartitionKeyRanges"] = new JsonArray { range }, ["_count"] = 1 };
        return Json(HttpStatusCode.OK, ranges) with { ETag = RangesETag, ItemCount = 1 };
    }

    private static CosmosResponse Json(HttpStatusCode status, JsonNode node) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(node)) { Charge = 1 };

    private CosmosResponse CreateDatabase(WireRequest request)
    {
        var id = ItemBody.IdOf(ItemBody.Parse(request.Body));
        catalog.CreateDatabase(id);
        return Json(HttpStatusCode.Created, Database(id));
    }

    private CosmosResponse ReadDatabase(string database)
    {
        catalog.RequireDatabase(database);
        return Json(HttpStatusCode.OK, Database(database));
    }

    private CosmosResponse CreateContainer(WireRequest request, string database)
    {
        var definition = ContainerDefinition.Create(System.Text.Encoding.UTF8.GetString(request.Body.Span));
        return Json(HttpStatusCode.Created, Container(catalog.CreateContainer(database, definition)));
    }

    private CosmosResponse DeleteContainer(string database, string container)
    {
        catalog.DeleteContainer(database, container);
        return CosmosResponse.Empty(HttpStatusCode.NoContent);
    }
}
