using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>
/// Checks a request by the attributes of its record and of the records in it, and by its <see cref="ICrossFieldRules"/>. The API
/// document reads the same attributes, so a rule is said once.
/// </summary>
public static class RequestValidation
{
    private static readonly ConcurrentDictionary<Type, Field[]> FieldsOf = new();

    /// <summary>
    /// Returns everything that is wrong with a request; null if nothing is. Of a list, one faulty item is named.
    /// </summary>
    /// <param name="request">The request's body.</param>
    /// <param name="type">How its type is written in JSON: fields are named as there.</param>
    public static Invalid? Check(object request, JsonTypeInfo type)
    {
        var walk = new Walk();
        walk.Check(request, Fields(type));
        return walk.Failure;
    }

    // A missing value breaks no rule but the one that it is required; an empty text is not missing.
    private static bool Holds(ValidationAttribute rule, object? value) => (value, rule) switch
    {
        (null, RequiredAttribute) => false,
        (null, _) or (_, RequiredAttribute) => true,
        // With limits that are whole numbers, the attribute itself would round the value first: 90.4 to 90.
        (double number, RangeAttribute range) => number >= Limit(range.Minimum) && number <= Limit(range.Maximum),
        _ => rule.IsValid(value),
    };

    private static double Limit(object limit) => Convert.ToDouble(limit, CultureInfo.InvariantCulture);

    private static LocalizedMessage MessageOf(ValidationAttribute rule) => rule switch
    {
        RuleAttribute custom => custom.Rule,
        RequiredAttribute => Messages.Required,
        RangeAttribute range => Messages.NumberRule(range.Minimum, range.Maximum),
        StringLengthAttribute length => Messages.SingleLineRule(length.MinimumLength, length.MaximumLength),
        MaxLengthAttribute items => Messages.TooManyItems(items.Length),
        AllowedValuesAttribute allowed => Messages.AllowedValuesRule(string.Join(", ", allowed.Values)),
        _ => throw new InvalidOperationException($"{rule.GetType().Name} has no message."),
    };

    private static Field[] Fields(JsonTypeInfo type) => FieldsOf.GetOrAdd(type.Type, static (_, type) => Read(type), type);

    // Fields without a rule, in themselves or in what they hold, are not looked at: most values of a request are in markers.
    private static Field[] Read(JsonTypeInfo type) =>
    [
        .. from property in type.Properties
           where property.Get is not null
           let attributes = property.AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true) ?? []
           let field = new Field(
               property.Name,
               property.Get!,
               [.. attributes.Cast<ValidationAttribute>()],
               NestedOf(type.Options.GetTypeInfo(property.PropertyType)))
           where field.Rules.Length > 0 || field.Nested is not null
           select field,
    ];

    private static Field[]? NestedOf(JsonTypeInfo type)
    {
        // A value that is read by a converter of its own knows its rules itself.
        if (type.Kind == JsonTypeInfoKind.None)
            return type.Type.IsAssignableTo(typeof(ICrossFieldRules)) ? [] : null;
        var nested = type.Kind switch
        {
            JsonTypeInfoKind.Object => type,
            JsonTypeInfoKind.Enumerable => type.Options.GetTypeInfo(type.ElementType!),
            _ => null,
        };
        if (nested?.Kind != JsonTypeInfoKind.Object)
            return null;
        var fields = Fields(nested);
        return fields.Length > 0 || nested.Type.IsAssignableTo(typeof(ICrossFieldRules)) ? fields : null;
    }

    /// <summary>A field of a request.</summary>
    /// <param name="Name">Its name in JSON.</param>
    /// <param name="Get">Gets its value from its record.</param>
    /// <param name="Rules">The rules for the value.</param>
    /// <param name="Nested">
    /// The fields of the record, or of the records of the list, that the value is; null for any other.
    /// </param>
    private sealed record Field(string Name, Func<object, object?> Get, ValidationAttribute[] Rules, Field[]? Nested);

    /// <summary>One way through a request. Where it is, is put into words only when something is wrong there.</summary>
    private sealed class Walk
    {
        private readonly Validation _validation = new();
        private readonly List<(string Name, int? Index)> _path = [];

        public Invalid? Failure => _validation.Failure;

        public void Check(object record, Field[] fields)
        {
            foreach (var field in fields)
            {
                var value = field.Get(record);
                _path.Add((field.Name, null));
                foreach (var rule in field.Rules)
                {
                    if (!Holds(rule, value))
                        _validation.Require(false, Path(), MessageOf(rule));
                }

                if (value is not null && field.Nested is { } nested)
                    CheckNested(value, nested);
                _path.RemoveAt(_path.Count - 1);
            }

            if (record is ICrossFieldRules rules)
                rules.Check(_validation, _path.Count == 0 ? "" : Path() + ".");
        }

        private void CheckNested(object value, Field[] fields)
        {
            if (value is not IEnumerable items)
            {
                Check(value, fields);
                return;
            }

            var (errors, name, index) = (_validation.ErrorCount, _path[^1].Name, 0);
            foreach (var item in items)
            {
                _path[^1] = (name, index++);
                if (item is null)
                    _validation.Require(false, Path(), Messages.Required);
                else
                    Check(item, fields);
                // One faulty item is enough to know; thousands of errors would help nobody.
                if (_validation.ErrorCount > errors)
                    return;
            }
        }

        // "runData.markers[3].latitude"
        private string Path()
        {
            var path = new StringBuilder();
            foreach (var (name, index) in _path)
            {
                path.Append(path.Length > 0 ? "." : "").Append(name);
                if (index is { } item)
                    path.Append(CultureInfo.InvariantCulture, $"[{item}]");
            }

            return path.ToString();
        }
    }
}
