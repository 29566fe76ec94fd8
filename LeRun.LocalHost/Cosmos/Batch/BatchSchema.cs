using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace LeRun.LocalHost.Cosmos.Batch;

/// <summary>The two records of a batch, by the schema that the SDK carries in its own assembly.</summary>
internal static class BatchSchema
{
    private static readonly Namespace _schemas = Read();

    public static LayoutResolverNamespace Resolver { get; } = new(_schemas);

    public static Layout Result { get; } =
        Resolver.Resolve(_schemas.Schemas.Find(schema => schema.Name == "BatchResult")!.SchemaId);

    private static Namespace Read()
    {
        var assembly = typeof(CosmosClient).Assembly;
        var name = assembly.GetManifestResourceNames()
            .Single(resource => resource.EndsWith("HybridRowBatchSchemas.json", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return Namespace.Parse(reader.ReadToEnd());
    }
}
