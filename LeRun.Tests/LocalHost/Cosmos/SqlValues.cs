using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeRun.LocalHost.Cosmos.Sql;

namespace LeRun.Tests.LocalHost.Cosmos;

internal static class SqlValues
{
    public static string ToJson(this Value value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
