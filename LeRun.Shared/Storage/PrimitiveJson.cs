using System.Text.Json.Serialization;

namespace LeRun.Storage;

/// <summary>JSON of plain values: what patches set and queries take as parameters.</summary>
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class PrimitiveJson : JsonSerializerContext;
