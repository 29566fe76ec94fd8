using LeRun.Identity;
using LeRun.Localization;
using Microsoft.Extensions.Options;

namespace LeRun.Users;

/// <summary>What a new password must be.</summary>
public sealed class PasswordRules(IOptions<AuthSettings> settings)
{
    /// <summary>What is wrong with a password for a username; null: nothing.</summary>
    public Invalid? Refuse(string password, Username name)
    {
        var min = settings.Value.MinPasswordLength;
        if (password.EnumerateRunes().Count() < min)
            return Invalid.Field("password", Messages.PasswordRule(min, PasswordAttribute.MaxCharacters));
        var isName = Username.TryParse(password, out var spelled) && spelled == name;
        return isName || CommonPasswords.Contain(password) ? Invalid.Field("password", Messages.PasswordEasy) : null;
    }
}
