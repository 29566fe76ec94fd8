using System.Text.Json.Serialization;

namespace LeRun.LocalHost.Blobs.Store;

/// <summary>A blob without its content. In a file, it precedes the content as JSON.</summary>
internal sealed record StoredBlob
{
    public required string Name { get; init; }

    public required string ContentType { get; init; }

    /// <summary>With its quotes.</summary>
    public required string ETag { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>In bytes.</summary>
    public required int Length { get; init; }
}

[JsonSerializable(typeof(StoredBlob))]
internal sealed partial class StoredBlobJson : JsonSerializerContext;
