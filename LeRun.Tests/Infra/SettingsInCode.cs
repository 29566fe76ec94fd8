using System.Reflection;
using System.Text.RegularExpressions;
using LeRun.Storage;

namespace LeRun.Tests.Infra;

/// <summary>The names of the settings that code reads, as environment variables spell them (<c>Section__Property</c>).</summary>
internal static partial class SettingsInCode
{
    /// <summary>The types of LeRun.Shared and LeRun.Functions, without those that only LocalHost adds.</summary>
    public static IReadOnlyList<Type> ProductTypes { get; } =
    [
        .. typeof(Containers).Assembly.GetTypes(),
        .. Assembly.Load("LeRun.LocalHost").GetTypes()
            .Where(type => type.Namespace?.StartsWith("LeRun.LocalHost", StringComparison.Ordinal) != true),
    ];

    /// <summary>Settable properties of options classes, which are those with a constant <c>Section</c>.</summary>
    public static SortedSet<string> Options(IEnumerable<Type> types)
    {
        var names =
            from type in types
            let section = type.GetField("Section", BindingFlags.Public | BindingFlags.Static)
            where section is { IsLiteral: true } && section.FieldType == typeof(string)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.SetMethod is { IsPublic: true } && IsScalar(property.PropertyType)
            select $"{section.GetRawConstantValue()}__{property.Name}";
        return new(names, StringComparer.Ordinal);
    }

    /// <summary>The settings behind the schedules of timers: <c>[TimerTrigger("%Name%")]</c>.</summary>
    public static SortedSet<string> Schedules(IEnumerable<Type> types)
    {
        var names =
            from type in types
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            from parameter in method.GetParameters()
            from attribute in parameter.CustomAttributes
            where attribute.AttributeType.Name == "TimerTriggerAttribute"
            let setting = SettingName().Match((string)attribute.ConstructorArguments[0].Value!)
            where setting.Success
            select setting.Groups["name"].Value;
        return new(names, StringComparer.Ordinal);
    }

    private static bool IsScalar(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(Uri)
            || type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>));
    }

    [GeneratedRegex("^%(?<name>.+)%$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();
}
