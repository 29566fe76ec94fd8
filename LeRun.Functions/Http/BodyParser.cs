using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using LeRun.Localization;

namespace LeRun.Functions.Http;

/// <summary>
/// Makes a request's record of its JSON. The reader stops at the first value of a wrong type; so that the caller learns of all of
/// them at once, and of every rule that is broken beside them, such a value is left out and the rest is read again.
/// </summary>
internal static partial class BodyParser
{
    private const int MaxFaults = 10;

    // What is read again costs as much as before: a larger body gets its first fault alone.
    private const int MaxReadAgain = 64 * 1024;

    private static readonly byte[] Mark = [0xef, 0xbb, 0xbf];
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a body and checks it. No body at all, and the literal null, are an empty object.</summary>
    /// <typeparam name="T">The request's record.</typeparam>
    /// <param name="bytes">The body; a byte order mark at its begin is skipped.</param>
    /// <param name="json">How bodies are read.</param>
    /// <returns>The record; or <see cref="Invalid"/> with all that is wrong.</returns>
    public static Result<T> Parse<T>(byte[] bytes, ApiJson json)
        where T : class
    {
        var type = json.Of<T>();
        var text = bytes.AsSpan().StartsWith(Mark) ? bytes.AsMemory(Mark.Length) : bytes.AsMemory();
        var faults = new Validation();
        JsonNode? rest = null;
        while (true)
        {
            try
            {
                var body = (rest is null ? Read(text.Span, type) : rest.Deserialize(type)) ?? Read("{}"u8, type)!;
                var broken = RequestValidation.Check(body, type);
                return faults.ErrorCount == 0 ? broken is null ? body : broken : With(faults, broken);
            }
            catch (JsonException exception) when (exception.InnerException is JsonException)
            {
                return Invalid.Field("body", Messages.MalformedJson);
            }
            catch (JsonException exception)
            {
                var path = exception.Path ?? "$";
                // The reader has not seen what comes behind the value.
                if (rest is null && !IsJson(text))
                    return Invalid.Field("body", Messages.MalformedJson);
                if (rest is null && !IsJson(text, Strict))
                    return Invalid.Field(FieldOf(path), Messages.GivenTwice);
                faults.Require(false, FieldOf(path), Wanted(type, path));
                if (text.Length > MaxReadAgain || faults.ErrorCount >= MaxFaults)
                    return faults.Failure!;
                rest ??= JsonNode.Parse(text.Span)!;
                if (!LeaveOut(rest, path))
                    return faults.Failure!;
            }
        }
    }

    private static T? Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(text.IsEmpty ? "{}"u8 : text, type);

    private static bool IsJson(ReadOnlyMemory<byte> text, JsonDocumentOptions options = default)
    {
        try
        {
            using var document = JsonDocument.Parse(text, options);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // A value that was left out for its type is not missing as well.
    private static Invalid With(Validation faults, Invalid? broken)
    {
        var known = faults.Failure!.Errors;
        foreach (var (field, messages) in broken?.Errors ?? known)
        {
            foreach (var message in known.ContainsKey(field) ? [] : messages)
                faults.Require(false, field, message);
        }

        return faults.Failure!;
    }

    // Of an item of a list, the whole list is left out: what is left must not pass for a shorter one.
    private static bool LeaveOut(JsonNode root, string path)
    {
        JsonObject? owner = null;
        string? name = null;
        var node = root;
        foreach (var step in Steps(path))
        {
            if (step.Index is { } index)
            {
                node = node is JsonArray items && index < items.Count ? items[index] : null;
            }
            else
            {
                (owner, name) = (node as JsonObject ?? owner, step.Name);
                node = (node as JsonObject)?[step.Name!];
            }
        }

        return owner is not null && name is not null && owner.Remove(name);
    }

    private static LocalizedMessage Wanted(JsonTypeInfo root, string path)
    {
        var type = root;
        foreach (var (name, index) in Steps(path))
        {
            var next = index is null
                ? type.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType
                : type.ElementType;
            if (next is null)
                return Messages.WrongType;
            type = root.Options.GetTypeInfo(next);
        }

        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Messages.ObjectWanted,
            JsonTypeInfoKind.Enumerable => Messages.ListWanted,
            _ => Wanted(Nullable.GetUnderlyingType(type.Type) ?? type.Type),
        };
    }

    private static LocalizedMessage Wanted(Type type) => type switch
    {
        _ when type == typeof(string) => Messages.TextWanted,
        _ when type == typeof(bool) => Messages.TrueOrFalseWanted,
        _ when type == typeof(double) => Messages.NumberWanted,
        _ when type == typeof(int) || type == typeof(long) => Messages.WholeNumberWanted,
        _ when type == typeof(DateTimeOffset) => Messages.TimeWanted,
        _ => Messages.WrongType,
    };

    // "$.runData.meters" is runData.meters to whoever wrote the request; "$" is all of it.
    private static string FieldOf(string path) =>
        path.Length > 2 && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";

    private static IEnumerable<(string? Name, int? Index)> Steps(string path) => Step().Matches(path).Select(step =>
        step.Groups["index"] is { Success: true } index
            ? ((string?)null, (int?)int.Parse(index.Value, CultureInfo.InvariantCulture))
            : (step.Groups["name"].Value, null));

    [GeneratedRegex(
        @"\.(?<name>[^.\[]+)|\['(?<name>[^']*)'\]|\[(?<index>\d{1,9})\]", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
