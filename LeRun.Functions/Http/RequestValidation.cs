using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization.Metadata;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>
/// Checks a request by the attributes of its record, nested records and lists included. The API document reads the same
/// attributes, so a rule is said once.
/// </summary>
public static class RequestValidation
{
    private static readonly ConcurrentDictionary<Type, Field[]> FieldsOf = new();

    /// <summary>Everything that is wrong with a request; null if nothing is.</summary>
    /// <param name="request">The request's body.</param>
    /// <param name="type">How its type is written in JSON: fields are named as there.</param>
    public static Invalid? Check(object request, JsonTypeInfo type)
    {
        var validation = new Validation();
        Check(validation, request, Fields(type), prefix: "");
        return validation.Failure;
    }

    private static void Check(Validation validation, object value, Field[] fields, string prefix)
    {
        foreach (var field in fields)
        {
            var content = field.Get(value);
            foreach (var rule in field.Rules.Where(rule => !Holds(rule, content)))
                validation.Require(false, prefix + field.Name, MessageOf(rule));
            if (content is null || field.Nested is not { } nested)
                continue;
            if (content is IEnumerable items)
                CheckItems(validation, items, nested, prefix + field.Name);
            else
                Check(validation, content, nested, $"{prefix}{field.Name}.");
        }

        (value as ICrossFieldRules)?.Check(validation, prefix);
    }

    // One faulty item is enough to know; thousands of errors would help nobody. Names are made for that one only.
    private static void CheckItems(Validation validation, IEnumerable items, Field[] fields, string name)
    {
        var index = 0;
        foreach (var item in items)
        {
            if (item is null)
            {
                validation.Require(false, $"{name}[{index}]", Messages.Required);
                return;
            }

            if (!Holds(item, fields))
            {
                Check(validation, item, fields, $"{name}[{index}].");
                return;
            }

            index++;
        }
    }

    private static bool Holds(object item, Field[] fields)
    {
        foreach (var field in fields)
        {
            var content = field.Get(item);
            foreach (var rule in field.Rules)
            {
                if (!Holds(rule, content))
                    return false;
            }
        }

        return true;
    }

    // What is not sent breaks no rule but the one that it is required; an empty text is sent.
    private static bool Holds(ValidationAttribute rule, object? content) => (content, rule) switch
    {
        (null, RequiredAttribute) => false,
        (null, _) or (_, RequiredAttribute) => true,
        _ => rule.IsValid(content),
    };

    private static LocalizedMessage MessageOf(ValidationAttribute rule) => rule switch
    {
        RuleAttribute own => own.Rule,
        RequiredAttribute => Messages.Required,
        RangeAttribute range => Messages.NumberRule(range.Minimum, range.Maximum),
        StringLengthAttribute length => Messages.SingleLineRule(length.MinimumLength, length.MaximumLength),
        MaxLengthAttribute most => Messages.TooManyMarkers(most.Length),
        AllowedValuesAttribute allowed => Messages.AllowedValuesRule(string.Join(", ", allowed.Values)),
        _ => throw new InvalidOperationException($"{rule.GetType().Name} has no message."),
    };

    private static Field[] Fields(JsonTypeInfo type) => FieldsOf.GetOrAdd(type.Type, static (_, type) => Read(type), type);

    private static Field[] Read(JsonTypeInfo type) =>
    [
        .. type.Properties.Where(property => property.Get is not null).Select(property => new Field(
            property.Name,
            property.Get!,
            [.. property.AttributeProvider?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>() ?? []],
            NestedOf(type.Options.GetTypeInfo(property.PropertyType)))),
    ];

    private static Field[]? NestedOf(JsonTypeInfo type)
    {
        var nested = type.Kind switch
        {
            JsonTypeInfoKind.Object => type,
            JsonTypeInfoKind.Enumerable when type.ElementType is { } element => type.Options.GetTypeInfo(element),
            _ => null,
        };
        return nested?.Kind == JsonTypeInfoKind.Object && Fields(nested) is { Length: > 0 } fields ? fields : null;
    }

    private sealed record Field(string Name, Func<object, object?> Get, ValidationAttribute[] Rules, Field[]? Nested);
}
