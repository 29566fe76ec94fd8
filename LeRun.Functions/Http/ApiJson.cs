using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LeRun.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Functions.Http;

/// <summary>
/// JSON of every body that the API takes or returns: camelCase, no property twice, times in UTC to the millisecond.
/// </summary>
public sealed class ApiJson
{
    /// <summary>Combines the bodies of all features.</summary>
    public ApiJson(IEnumerable<ApiBodies> features) => Options = new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowDuplicateProperties = false,
        // Responses are JSON and never a part of a page: Chinese may stay Chinese.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine([ProblemJson.Default, .. features.Select(feature => feature.Types)]),
        Converters = { new UtcMilliseconds() },
    };

    /// <summary>The options that all bodies share.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>Returns how <typeparamref name="T"/> is read and written.</summary>
    /// <exception cref="NotSupportedException">No feature has added such a body.</exception>
    public JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

/// <summary>The bodies of one feature.</summary>
/// <param name="Types">Knows how they are read and written.</param>
public sealed record ApiBodies(IJsonTypeInfoResolver Types);

/// <summary>Registers bodies.</summary>
public static class ApiJsonServices
{
    /// <summary>Adds the bodies of one feature.</summary>
    public static IServiceCollection AddApiBodies(this IServiceCollection services, IJsonTypeInfoResolver types) =>
        services.AddSingleton(new ApiBodies(types));
}

[JsonSerializable(typeof(ProblemView))]
internal sealed partial class ProblemJson : JsonSerializerContext;
