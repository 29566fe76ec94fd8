using System.Text;
using System.Text.Json;
using LeRun.LocalHost.Cosmos;
using LeRun.LocalHost.Cosmos.Sql;
using LeRun.Tests.Infra;

namespace LeRun.Tests.LocalHost.Cosmos;

public class SqlTests
{
    private const string Item = """
        {"id":"1","n":5,"f":2.5,"s":"Hello","t":true,"u":null,"a":[1,"two",{"k":1,"v":2},null],"o":{"x":{"y":"deep"},"b c":1}}
        """;

    [Theory]
    // Access
    [InlineData("c.o.x.y", "\"deep\"")]
    [InlineData("c['o'][\"b c\"]", "1")]
    [InlineData("c.a[1]", "\"two\"")]
    [InlineData("c.a[c.n - 4]", "\"two\"")]
    [InlineData("c.a[9]", null)]
    [InlineData("c.a[0.5]", null)]
    [InlineData("c.s.x", null)]
    [InlineData("c.none", null)]
    [InlineData("c.u", "null")]
    [InlineData("c.a[3]", "null")]
    // Literals and projections
    [InlineData("{\"a\": c.n, b: [c.s, c.none, 1], c: c.none}", """{"a":5,"b":["Hello",1]}""")]
    [InlineData("'it\\'s \\u0041'", "\"it's A\"")]
    [InlineData("-1.5e2", "-150")]
    [InlineData("[]", "[]")]
    // Comparison
    [InlineData("c.n = 5.0", "true")]
    [InlineData("c.n != 5", "false")]
    [InlineData("c.n <> 6", "true")]
    [InlineData("c.s = 'hello'", "false")]
    [InlineData("c.s < 'Hellp'", "true")]
    [InlineData("c.n = '5'", "false")]
    [InlineData("c.u = null", "true")]
    [InlineData("c.s != null", "true")]
    [InlineData("c.n < '6'", null)]
    [InlineData("c.none = null", null)]
    [InlineData("c.none != 1", null)]
    [InlineData("c.u < 1", null)]
    [InlineData("c.t > false", "true")]
    [InlineData("c.a >= c.a", null)]
    [InlineData("c.o = {x: {y: 'deep'}, 'b c': 1}", "true")]
    [InlineData("c.a[2] = {v: 2, k: 1}", "true")]
    [InlineData("[] = []", "true")]
    // Three-valued logic
    [InlineData("c.none AND false", "false")]
    [InlineData("false AND c.none", "false")]
    [InlineData("c.none AND true", null)]
    [InlineData("c.none OR true", "true")]
    [InlineData("c.none OR false", null)]
    [InlineData("1 OR false", null)]
    [InlineData("NOT c.none", null)]
    [InlineData("NOT c.t", "false")]
    [InlineData("NOT c.n = 4", "true")]
    [InlineData("true OR false AND false", "true")]
    // IN, BETWEEN, ??, ternary
    [InlineData("c.n IN (1, 5)", "true")]
    [InlineData("c.n NOT IN (1, 5)", "false")]
    [InlineData("c.none IN (1)", null)]
    [InlineData("c.n BETWEEN 5 AND 6 AND true", "true")]
    [InlineData("c.n NOT BETWEEN 5 AND 6", "false")]
    [InlineData("c.none ?? c.u ?? 1", "null")]
    [InlineData("c.t ? 'yes' : 'no'", "\"yes\"")]
    [InlineData("c.none ? 'yes' : 'no'", "\"no\"")]
    // Arithmetic and text
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("(1 + 2) * 3 % 5", "4")]
    [InlineData("-c.n + 1", "-4")]
    [InlineData("+c.n", "5")]
    [InlineData("+c.s", null)]
    [InlineData("c.n / 0", null)]
    [InlineData("c.s + 1", null)]
    [InlineData("c.s || ' ' || 'you'", "\"Hello you\"")]
    [InlineData("c.s || 1", null)]
    // Functions
    [InlineData("IS_DEFINED(c.u)", "true")]
    [InlineData("IS_DEFINED(c.none)", "false")]
    [InlineData("is_null(c.u)", "true")]
    [InlineData("IS_NULL(c.none)", "false")]
    [InlineData("IS_STRING(c.s) AND IS_NUMBER(c.n) AND IS_BOOL(c.t) AND IS_ARRAY(c.a) AND IS_OBJECT(c.o)", "true")]
    [InlineData("IS_PRIMITIVE(c.u) AND NOT IS_PRIMITIVE(c.o)", "true")]
    [InlineData("ARRAY_CONTAINS(c.a, 'two')", "true")]
    [InlineData("ARRAY_CONTAINS(c.a, {k: 1})", "false")]
    [InlineData("ARRAY_CONTAINS(c.a, {k: 1}, true)", "true")]
    [InlineData("ARRAY_CONTAINS(c.a, {k: 2}, true)", "false")]
    [InlineData("ARRAY_CONTAINS(c.a, {k: 1, v: c.none}, true)", "true")]
    [InlineData("ARRAY_CONTAINS(c.none, 1)", null)]
    [InlineData("ARRAY_LENGTH(c.a)", "4")]
    [InlineData("ARRAY_LENGTH(c.s)", null)]
    [InlineData("STARTSWITH(c.s, 'He') AND ENDSWITH(c.s, 'lo') AND CONTAINS(c.s, 'ell')", "true")]
    [InlineData("STARTSWITH(c.s, 'he')", "false")]
    [InlineData("STARTSWITH(c.s, 'he', true)", "true")]
    [InlineData("CONTAINS(c.n, '5')", null)]
    [InlineData("LOWER(c.s) || UPPER(c.s)", "\"helloHELLO\"")]
    [InlineData("LENGTH(c.s)", "5")]
    [InlineData("CONCAT(c.s, '!', '?')", "\"Hello!?\"")]
    [InlineData("FLOOR(c.f) + CEILING(c.f) + ABS(-1) + ROUND(c.f)", "9")]
    [InlineData("EXISTS(SELECT VALUE x FROM x IN c.a WHERE x.k = 1)", "true")]
    [InlineData("EXISTS(SELECT VALUE x FROM x IN c.a WHERE x.k = c.n)", "false")]
    [InlineData("EXISTS(SELECT VALUE x FROM x IN c.none)", "false")]
    // Parameters
    [InlineData("c.n = @five AND @list[1] = 'two'", "true")]
    public void Expression_has_the_services_value(string expression, string? expected)
    {
        var parameters = new Dictionary<string, Value>
        {
            ["@five"] = Value.Of(5),
            ["@list"] = Value.Of([Value.Of(1), Value.Of("two")]),
        };
        Assert.Equal(expected is null ? [] : [expected], Run($"SELECT VALUE {expression} FROM c", parameters));
    }

    [Theory]
    [InlineData("SELECT * FROM c", Item)]
    [InlineData("SELECT VALUE root FROM root", Item)]
    [InlineData("select c.id, c.o.x.y, c[\"n\"] AS num FROM something AS c", """{"id":"1","y":"deep","num":5}""")]
    [InlineData("SELECT c.id, c.n + 1, c.n, c.n + 2 FROM c", """{"id":"1","$1":6,"n":5,"$2":7}""")]
    [InlineData("SELECT c FROM c", "{\"c\":" + Item + "}")]
    [InlineData("SELECT t FROM t IN c.a WHERE t = 'two'", """{"t":"two"}""")]
    [InlineData("SELECT VALUE x FROM c JOIN x IN c.a WHERE IS_NUMBER(x)", "1")]
    [InlineData("SELECT VALUE x.v FROM x IN c.a", "2")]
    [InlineData("SELECT VALUE [x, y.k] FROM c JOIN x IN c.a JOIN y IN c.a WHERE x = 'two' AND y.k = 1", """["two",1]""")]
    public void Query_projects_rows(string query, string expected) => Assert.Equal([expected.Trim()], Run(query));

    [Theory]
    [InlineData("SELECT", "ends too early")]
    [InlineData("SELECT * c", "ends too early")]
    [InlineData("SELECT * FROM c WHERE", "ends too early")]
    [InlineData("SELECT * FROM c WHERE c.n = 'open", "not closed")]
    [InlineData("SELECT * FROM c WHERE c.n = 1x", "'1x'")]
    [InlineData("SELECT * FROM c WHERE c.n = #", "near '#'")]
    [InlineData("SELECT * FROM c WHERE (c.n = 1", "ends too early")]
    [InlineData("SELECT * FROM c WHERE c.n & 1", "& is not supported")]
    [InlineData("SELECT * FROM c WHERE c.n = (SELECT VALUE 1 FROM x IN c.a)", "subquery")]
    [InlineData("SELECT * FROM c JOIN x IN c.a", "single input set")]
    [InlineData("SELECT * FROM c ORDER BY LOWER(c.s)", "ORDER BY")]
    [InlineData("SELECT TOP -1 * FROM c", "near '-'")]
    [InlineData("SELECT * FROM c OFFSET 1", "ends too early")]
    [InlineData("SELECT VALUE LENGTH(c.s, 1) FROM c", "2 argument")]
    [InlineData("SELECT VALUE SIN(c.n) FROM c", "SIN")]
    [InlineData("SELECT VALUE x FROM c JOIN c IN c.a", "used twice")]
    public void Query_that_is_not_understood_is_refused_by_name(string query, string named)
    {
        var refusal = Assert.Throws<CosmosRefusal>(() => QueryParser.Parse(query, new Dictionary<string, Value>()));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refusal.Status);
        using var json = JsonDocument.Parse(refusal.Message);
        var error = json.RootElement.GetProperty("errors")[0];
        Assert.Contains(named, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_order_by_kind_and_then_by_value()
    {
        Value[] ordered =
        [
            Value.Undefined, Value.Null, Value.False, Value.True, Value.Of(-1), Value.Of(2), Value.Of("B"), Value.Of("a"),
            Value.Of(new List<Value>()), Value.Of(new List<KeyValuePair<string, Value>>()),
        ];
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = 0; j < ordered.Length; j++)
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(ordered[i].OrderAgainst(ordered[j])));
        }
    }

    [Theory]
    [InlineData("c.id = 'a'", "a")]
    [InlineData("'a' = c['id'] AND c.n > 1", "a")]
    [InlineData("c.id IN ('a', 'b') OR c.id = 'c'", "a b c")]
    [InlineData("(c.id = 'a' AND c.pk = 'x') OR (c.id = 'b' AND c.pk = 'y')", "a b")]
    [InlineData("c.id = 'a' OR c.n = 1", null)]
    [InlineData("NOT c.id = 'a'", null)]
    [InlineData("c.id != 'a'", null)]
    [InlineData("c.id > 'a'", null)]
    public void Filter_tells_which_ids_it_can_match(string filter, string? ids)
    {
        var pins = QueryParser.Parse($"SELECT * FROM c WHERE {filter}", new Dictionary<string, Value>()).Where!.Pins(["id"]);
        Assert.Equal(ids, pins is null ? null : string.Join(' ', pins.Order()));
    }

    [Theory]
    [InlineData("Sql", "Queries", "Store", "Wire", "Batch", "Server")]
    [InlineData("Store", "Queries", "Wire", "Batch", "Server")]
    [InlineData("Queries", "Wire", "Batch", "Server")]
    public void Folders_depend_one_way(string folder, params string[] above)
    {
        var sources = Directory.GetFiles(Repository.PathOf($"LeRun.LocalHost/Cosmos/{folder}"), "*.cs").Select(File.ReadAllText);

        Assert.All(sources, source => Assert.DoesNotContain(
            above, name => source.Contains($"using LeRun.LocalHost.Cosmos.{name};", StringComparison.Ordinal)));
    }

    private static string[] Run(string text, IReadOnlyDictionary<string, Value>? parameters = null)
    {
        var query = QueryParser.Parse(text, parameters ?? new Dictionary<string, Value>());
        var item = new JsonView(Encoding.UTF8.GetBytes(Item.Trim()));
        var values = query.Rows(Value.Of(item)).Select(row => query.Projection.Evaluate(row));
        return [.. values.Where(value => !value.IsUndefined).Select(value => value.ToJson())];
    }
}
