using System.Text.Json.Serialization;

namespace LeRun.Storage;

/// <summary>JSON of plain values: what patches set, queries take as parameters, and features have in common.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(ItemRow[]))]
internal sealed partial class PrimitiveJson : JsonSerializerContext;
