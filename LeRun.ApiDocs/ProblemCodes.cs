using System.Reflection;
using System.Resources;
using System.Text.Json;
using LeRun.Localization;

namespace LeRun.ApiDocs;

/// <summary>
/// The codes that problems have: the names of the messages that are whole sentences, as rules of fields are not.
/// </summary>
internal static class ProblemCodes
{
    /// <summary>All of them, in order.</summary>
    public static IEnumerable<string> All()
    {
        var texts = new ResourceManager("LeRun.Localization.Messages", typeof(Messages).Assembly);
        return typeof(Messages).GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => member is PropertyInfo or MethodInfo { IsSpecialName: false })
            .Select(member => member.Name)
            .Where(name => texts.GetString(name, LocalizedMessage.Languages[0]) is { Length: > 0 } text && char.IsUpper(text[0]))
            .Append("Invalid")
            .Distinct(StringComparer.Ordinal)
            .Select(JsonNamingPolicy.CamelCase.ConvertName)
            .Order(StringComparer.Ordinal);
    }
}
