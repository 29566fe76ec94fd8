using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LeRun.Identity;

namespace LeRun.Export;

/// <summary>What a link to a part of an export says.</summary>
/// <param name="NormalizedUsername">The account's.</param>
/// <param name="AccountId">The account: another one that has the username later is not meant.</param>
/// <param name="TicketId">The export.</param>
/// <param name="Part">Which part of it, from 0.</param>
/// <param name="ExpiresAt">When the link dies, to the second.</param>
/// <param name="Place">Where the part begins; null: at the beginning.</param>
public sealed record ExportLink(
    string NormalizedUsername, string AccountId, string TicketId, int Part, DateTimeOffset ExpiresAt, ExportPlace? Place);

/// <summary>A place in an export.</summary>
/// <param name="Kind">The kind of data.</param>
/// <param name="After">The cursor of the last piece of that kind before it; null: it is before the first.</param>
public sealed record ExportPlace(string Kind, string? After);

/// <summary>Writes links to exports as signed texts, so that the place in an export need not be stored.</summary>
public sealed class ExportLinks(TextSigner signer)
{
    private const string Purpose = "export";

    // In no username, no kind and no cursor.
    private const char Separator = '\n';

    /// <summary>The token of a link: characters that any URL may have.</summary>
    public string Format(ExportLink link)
    {
        var text = string.Join(
            Separator,
            link.NormalizedUsername,
            link.AccountId,
            link.TicketId,
            link.Part.ToString(CultureInfo.InvariantCulture),
            link.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            link.Place?.Kind,
            link.Place?.After);
        return $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}.{signer.Sign(Purpose, text)}";
    }

    /// <summary>Reads a token; null for anything that <see cref="Format"/> did not make.</summary>
    public ExportLink? Parse(string token)
    {
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(0, dot)))
            return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(0, dot)));
        if (!signer.IsSigned(Purpose, text, token[(dot + 1)..]))
            return null;
        var fields = text.Split(Separator);
        return new ExportLink(
            fields[0],
            fields[1],
            fields[2],
            int.Parse(fields[3], CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[4], CultureInfo.InvariantCulture)),
            fields[5].Length == 0 ? null : new ExportPlace(fields[5], fields[6].Length == 0 ? null : fields[6]));
    }
}
