using System.Globalization;
using LeRun.Identity;
using LeRun.Storage;

namespace LeRun.Sessions;

/// <summary>
/// Writes and reads refresh tokens: <c>{session}.{n}.{HMAC}</c>, where the session is the account's <c>_id</c> and its own. The
/// same session and number always give the same token under one signing key.
/// </summary>
public sealed class RefreshTokens(TextSigner signer)
{
    private const string Purpose = "refresh";
    private const int IdLength = 32;

    /// <summary>The current refresh token of a session.</summary>
    public string Format(Session session)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{session.AccountId}{session.Id}.{session.Number}");
        return $"{text}.{signer.Sign(Purpose, text)}";
    }

    /// <summary>Reads a refresh token; null for anything that <see cref="Format"/> did not make.</summary>
    public RefreshToken? Parse(string token)
    {
        if (token.Split('.') is not [{ Length: 2 * IdLength } session, var number, var signature]
            || !IdGenerator.IsId(session[..IdLength]) || !IdGenerator.IsId(session[IdLength..])
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            || !signer.IsSigned(Purpose, $"{session}.{number}", signature))
        {
            return null;
        }

        return new RefreshToken(session[..IdLength], session[IdLength..], parsed);
    }
}

/// <summary>A refresh token that this API made.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Number">Which of the session's refresh tokens, from 0.</param>
public sealed record RefreshToken(string AccountId, string SessionId, int Number);
