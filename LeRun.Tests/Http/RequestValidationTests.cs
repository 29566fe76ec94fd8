using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using LeRun.Functions.Http;
using LeRun.Localization;

namespace LeRun.Tests.Http;

/// <summary>What is wrong with a request is named by the path that its sender wrote.</summary>
public class RequestValidationTests
{
    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    [Theory]
    [InlineData("""{"name": "a", "legs": [{"meters": 1}, {"meters": 2, "stop": {"name": "b"}}]}""")]
    [InlineData("""{"name": "a"}""")]
    [InlineData("""{"name": "a", "kind": null, "legs": []}""")]
    public void Valid_request_has_no_errors(string json) => Assert.Null(Check(json));

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"name": "a", "kind": "other"}""", "kind")]
    [InlineData("""{"name": "a", "legs": [{"meters": 1}, null]}""", "legs[1]")]
    [InlineData("""{"name": "a", "legs": [{"meters": 1}, {"meters": -1}, {"meters": -1}]}""", "legs[1].meters")]
    [InlineData("""{"name": "a", "legs": [{"meters": 1, "stop": {}}]}""", "legs[0].stop.name")]
    [InlineData("""{"name": "a", "legs": [{"meters": 1}, {"meters": 2, "seconds": 3}]}""", "legs[1].seconds")]
    [InlineData("""{"name": "a", "start": {"name": "\u0007"}}""", "start.name")]
    [InlineData("""{"legs": [{}, {}], "kind": "other"}""", "name, kind, legs[0].meters")]
    [InlineData("""{"name": "a", "legs": [{"meters": 1}, {"meters": 1}, {"meters": 1}, {"meters": 1}]}""", "legs")]
    public void Errors_are_named_by_their_path(string json, string fields) =>
        Assert.Equal(fields, string.Join(", ", Check(json)!.Errors.Keys));

    private static Invalid? Check(string json) =>
        RequestValidation.Check(JsonSerializer.Deserialize<Tour>(json, Json)!, Json.GetTypeInfo(typeof(Tour)));

    public sealed record Tour
    {
        [Required, SingleLine(1, 10)]
        public string? Name { get; init; }

        [AllowedValues("walk", "run")]
        public string? Kind { get; init; }

        public Stop? Start { get; init; }

        [MaxLength(3)]
        public IReadOnlyList<Leg?>? Legs { get; init; }
    }

    public sealed record Leg : ICrossFieldRules
    {
        [Required, Range(0, 100)]
        public double? Meters { get; init; }

        public double? Seconds { get; init; }

        public Stop? Stop { get; init; }

        public void Check(Validation validation, string prefix) =>
            validation.Require(!(Seconds > Meters), $"{prefix}seconds", Messages.WrongType);
    }

    public sealed record Stop
    {
        [Required, SingleLine(1, 10)]
        public string? Name { get; init; }
    }
}
