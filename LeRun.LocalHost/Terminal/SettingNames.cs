using System.Reflection;
using LeRun.Functions;
using Microsoft.Extensions.Configuration;

namespace LeRun.LocalHost.Terminal;

/// <summary>The names that LeRun's own sections of the settings have.</summary>
internal static class SettingNames
{
    /// <summary>
    /// Returns a line for each setting in one of LeRun's sections that LeRun does not have: nothing else tells of a mistyped one.
    /// </summary>
    public static IEnumerable<string> Unknown(IConfiguration configuration) =>
        from section in Sections()
        from setting in configuration.GetSection(section.Name).GetChildren()
        where !section.Settings.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select $"There is no setting {section.Name}__{setting.Key}; {section.Name} has {string.Join(", ", section.Settings)}.";

    private static IEnumerable<(string Name, string[] Settings)> Sections() =>
        from type in typeof(ISettings).Assembly.GetTypes().Concat(typeof(LeRunApp).Assembly.GetTypes())
        where type.IsClass && type.IsAssignableTo(typeof(ISettings))
        let name = (string)type.GetProperty(nameof(ISettings.Section))!.GetValue(null)!
        orderby name
        select (name, type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.PropertyType != typeof(HttpMessageHandler))
            .Select(property => property.Name)
            .ToArray());
}
