using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.Tests.LocalHost.Cosmos;

public class AggregateTests
{
    [Theory]
    [InlineData("COUNT(1)", "3")]
    [InlineData("COUNT(c.n)", "2")]
    [InlineData("SUM(c.n)", "3")]
    [InlineData("AVG(c.n)", "1.5")]
    [InlineData("MIN(c.n)", "1")]
    [InlineData("MAX(c.s)", "\"b\"")]
    [InlineData("SUM(c.s)", null)]
    [InlineData("MAX(c.none)", null)]
    [InlineData("SUM(c.none)", "0")]
    public void Aggregate_folds_what_is_defined(string aggregate, string? expected)
    {
        var query = QueryParser.Parse($"SELECT VALUE {aggregate} FROM c", new Dictionary<string, Value>());
        var rows = new[] { """{"n":1,"s":"a"}""", """{"n":2,"s":"b"}""", "{}" }
            .SelectMany(json => query.Rows(Value.Of(JsonDocument.Parse(json).RootElement)));

        var result = query.Aggregate!.Over(rows);
        Assert.Equal(expected, result.IsUndefined ? null : result.ToJson());
    }

    [Theory]
    [InlineData("MIN", "[1]")]
    [InlineData("MAX", "[1]")]
    [InlineData("MIN", "{}")]
    [InlineData("MAX", "{}")]
    public void Array_or_object_leaves_no_least_and_no_greatest_value(string function, string unordered)
    {
        var query = QueryParser.Parse($"SELECT VALUE {function}(c.n) FROM c", new Dictionary<string, Value>());
        var rows = new[] { "1", unordered, "2" }
            .SelectMany(n => query.Rows(Value.Of(JsonDocument.Parse($$"""{"n":{{n}}}""").RootElement)));

        Assert.True(query.Aggregate!.Over(rows).IsUndefined);
    }
}
