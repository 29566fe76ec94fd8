using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Queries;
using LeRun.LocalHost.Cosmos.Sql;
using LeRun.LocalHost.Cosmos.Store;

namespace LeRun.LocalHost.Cosmos.Wire;

/// <summary>Queries and their plans.</summary>
internal sealed class QueryEndpoint(ReadConditions conditions)
{
    // With one range and nothing for the client to do, the SDK passes the query through whole and hands out our pages.
    private const string PassThrough = """
        {
          "partitionedQueryExecutionInfoVersion": 2,
          "queryInfo": {
            "distinctType": "None", "top": null, "offset": null, "limit": null,
            "orderBy": [], "orderByExpressions": [], "groupByExpressions": [], "groupByAliases": [],
            "aggregates": [], "groupByAliasToAggregateType": {}, "rewrittenQuery": "", "hasSelectValue": false
          },
          "queryRanges": [{ "min": "", "max": "FF", "isMinInclusive": true, "isMaxInclusive": false }]
        }
        """;

    public static CosmosResponse Plan(WireRequest request, StoredContainer container)
    {
        Parse(request, container);
        return CosmosResponse.Text(HttpStatusCode.OK, PassThrough);
    }

    public CosmosResponse Run(WireRequest request, StoredContainer container)
    {
        var query = Parse(request, container);
        var partitionKey = PartitionKeyValue.FromHeader(request.PartitionKey);
        var identity = $"{container.Rid}{partitionKey?.Json}{Encoding.UTF8.GetString(request.Body.Span)}";
        var from = request.Continuation is { } token
            ? Continuation.Decode(token, identity, query.OrderBy.Count)
            : Continuation.Start(query);
        var selection = SelectionByFilter.Of(query.Where, partitionKey, container.Definition);
        var (items, lsn) = container.Select(selection, request.SeenLsn);
        var runner = new QueryRunner(query, container.Definition.Indexing, container.Expiry, from);
        var page = conditions.ShortPages && query.Aggregate is null
            ? Shorten(runner, items, from, ShortPage.At(identity + request.Continuation, request.MaxItemCount, from))
            : runner.Run(items, request.MaxItemCount);
        return new CosmosResponse(HttpStatusCode.OK, Body(container, page))
        {
            Charge = page.Charge,
            Continuation = page.Next?.Encode(identity),
            ItemCount = page.Count,
            Lsn = lsn,
        };
    }

    /// <summary>The query's text for <see cref="CosmosRequest.Query"/>; null when the body has none.</summary>
    public static string? TextOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ItemBody.Parse(body).TryGetProperty("query", out var text) ? text.GetString() : null;
        }
        catch (CosmosRefusal)
        {
            return null;
        }
    }

    private static QueryPage Shorten(QueryRunner runner, StoredItem[] items, Continuation from, ShortPage page) =>
        page.Rows == 0 ? QueryPage.Empty(from) : runner.Run(items, page.Rows, page.StaysOpen);

    private static Query Parse(WireRequest request, StoredContainer container)
    {
        var body = ItemBody.Parse(request.Body);
        if (!body.TryGetProperty("query", out var text) || text.ValueKind != JsonValueKind.String)
            throw CosmosRefusal.BadRequest("The request body has no query.");
        var parameters = new Dictionary<string, Value>(StringComparer.Ordinal);
        if (body.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var parameter in list.EnumerateArray())
            {
                if (parameter.ValueKind != JsonValueKind.Object
                    || !parameter.TryGetProperty("name", out var name)
                    || name.ValueKind != JsonValueKind.String)
                {
                    throw CosmosRefusal.BadRequest("A parameter of the query has no name.");
                }

                parameters[name.GetString()!] =
                    parameter.TryGetProperty("value", out var value) ? Value.Of(value) : Value.Undefined;
            }
        }

        var query = QueryParser.Parse(text.GetString()!, parameters);
        RequireIndexed(query, container.Definition.Indexing);
        return query;
    }

    private static void RequireIndexed(Query query, IndexingRules indexing)
    {
        (IReadOnlyList<string> Path, bool Descending)[] order =
            [.. query.OrderBy.Select(key => (key.Expression.Path!, key.Descending))];
        if (order.Length == 1 && !indexing.IsIndexed(order[0].Path))
        {
            throw CosmosRefusal.BadRequest(
                $"The index path corresponding to the specified order-by item '/{string.Join('/', order[0].Path)}' is excluded.");
        }

        if (order.Length > 1 && !indexing.HasComposite(order))
        {
            throw CosmosRefusal.BadRequest(
                "The order by query does not have a corresponding composite index that it can be served from.");
        }
    }

    private static ReadOnlyMemory<byte> Body(StoredContainer container, QueryPage page)
    {
        var body = new ArrayBufferWriter<byte>(page.Documents.Length + 64);
        body.Write(Encoding.UTF8.GetBytes($$"""{"_rid":"{{container.Rid}}","Documents":["""));
        body.Write(page.Documents.Span);
        body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"_count\":{page.Count}}}")));
        return body.WrittenMemory;
    }
}
