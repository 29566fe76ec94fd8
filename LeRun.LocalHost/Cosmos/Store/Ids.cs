using System.Text;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>The service's rules for names: at most 1,023 bytes, and without some characters.</summary>
internal static class Ids
{
    private const int MaxBytes = 1023;

    /// <summary>Checks a database's or container's name.</summary>
    /// <exception cref="CosmosRefusal">400.</exception>
    public static void RequireValid(string name) => RequireValid(name, @"/\?#");

    /// <summary>Checks an item's id, which may hold more: a point read then depends on how the client encodes it.</summary>
    /// <exception cref="CosmosRefusal">400.</exception>
    public static void RequireValidItem(string id) => RequireValid(id, @"\");

    private static void RequireValid(string name, string forbidden)
    {
        if (name.Length == 0)
            throw CosmosRefusal.BadRequest("The input name is empty.");
        if (Encoding.UTF8.GetByteCount(name) > MaxBytes)
            throw CosmosRefusal.BadRequest($"The input name is longer than {MaxBytes} bytes.");
        if (name.AsSpan().ContainsAny(forbidden))
        {
            var characters = string.Join(' ', forbidden.ToCharArray());
            throw CosmosRefusal.BadRequest($"The input name '{name}' is invalid. It must not contain any of: {characters}");
        }
    }
}
