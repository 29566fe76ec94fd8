using System.Reflection;
using System.Text.RegularExpressions;

namespace LeRun.Tests.Infra;

/// <summary>The names of the settings that code reads, as environment variables spell them (<c>Section__Property</c>).</summary>
internal static partial class SettingsInCode
{
    /// <summary>The types of LeRun.Shared and LeRun.Functions, without those that only LocalHost adds.</summary>
    public static IReadOnlyList<Type> ProductTypes { get; } =
    [
        .. typeof(ISettings).Assembly.GetTypes(),
        .. Assembly.Load("LeRun.LocalHost").GetTypes()
            .Where(type => type.Namespace?.StartsWith("LeRun.LocalHost", StringComparison.Ordinal) != true),
    ];

    /// <summary>Settable properties of the classes of settings.</summary>
    public static SortedSet<string> Options(IEnumerable<Type> types)
    {
        var names =
            from type in types
            where type.IsAssignableTo(typeof(ISettings)) && type.IsClass
            let section = (string)type.GetProperty(nameof(ISettings.Section))!.GetValue(null)!
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            where property.SetMethod is { IsPublic: true } && IsScalar(property.PropertyType)
            select $"{section}__{property.Name}";
        return new(names, StringComparer.Ordinal);
    }

    /// <summary>The settings behind the schedules of timers: <c>[TimerTrigger("%Name%")]</c>.</summary>
    public static SortedSet<string> Schedules(IEnumerable<Type> types)
    {
        var names =
            from method in types.SelectMany(Methods)
            from trigger in TimerTriggers(method)
            let setting = SettingName().Match(Text(trigger))
            where setting.Success
            select setting.Groups["name"].Value;
        return new(names, StringComparer.Ordinal);
    }

    /// <summary>The names of functions that a timer starts: <c>[Function("Name")]</c>.</summary>
    public static SortedSet<string> Timers(IEnumerable<Type> types)
    {
        var names =
            from method in types.SelectMany(Methods)
            where TimerTriggers(method).Any()
            from attribute in method.CustomAttributes
            where attribute.AttributeType.Name == "FunctionAttribute"
            select Text(attribute);
        return new(names, StringComparer.Ordinal);
    }

    private static MethodInfo[] Methods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly);

    // By name, since the attributes are LocalHost's own here and the worker's in Azure.
    private static IEnumerable<CustomAttributeData> TimerTriggers(MethodInfo method) =>
        method.GetParameters().SelectMany(parameter => parameter.CustomAttributes)
            .Where(attribute => attribute.AttributeType.Name == "TimerTriggerAttribute");

    private static string Text(CustomAttributeData attribute) => (string)attribute.ConstructorArguments[0].Value!;

    private static bool IsScalar(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || type == typeof(Uri)
            || type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IParsable<>));
    }

    [GeneratedRegex("^%(?<name>.+)%$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();
}
