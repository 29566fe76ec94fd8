using System.Text;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The service's rule for names: at most 1,023 bytes, and nothing that a URL would read as structure.</summary>
internal static class Ids
{
    private const int MaxBytes = 1023;

    public static void RequireValid(string id)
    {
        if (id.Length == 0)
            throw CosmosRefusal.BadRequest("The input name is empty.");
        if (Encoding.UTF8.GetByteCount(id) > MaxBytes)
            throw CosmosRefusal.BadRequest($"The input name is longer than {MaxBytes} bytes.");
        if (id.AsSpan().ContainsAny("/\\?#"))
            throw CosmosRefusal.BadRequest($"The input name '{id}' is invalid. It must not contain '/', '\\', '?' or '#'.");
    }
}
