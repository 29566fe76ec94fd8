using System.Reflection;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using LeRun.Functions;
using LeRun.Functions.Http;
using LeRun.Runs.Privacy;
using LeRun.Runs.Tracks;
using LeRun.Tests.Runs.Privacy;
using Microsoft.Azure.Functions.Worker;
using Type = System.Type;

namespace LeRun.Tests.Architecture;

/// <summary>
/// The wall around where people are: a track leaves the product as <see cref="SharedTrack"/>, a position as
/// <see cref="SharedPosition"/>, and whoever makes one says for whom it is. Every route that shows either is in the matrix of
/// <see cref="WhoSeesWhatTests"/>.
/// </summary>
public class PositionWallTests
{
    // Results that are no JSON of a declared type, and have no position in them or are in the matrix.
    // An export is its owner's, all of it.
    private static readonly string[] Files =
        ["PicturesGet", "DocsOpenApi", "DocsPage", "ModerationPage", "DocsAsset", "Health", "ExportDownload", "ZUnknownRoute"];

    private static readonly Type[] RawTypes =
    [
        typeof(Track), typeof(PackedTrack), typeof(Marker), typeof(GeoPoint), typeof(TrackInput), typeof(LeRun.Runs.MarkerBlock),
    ];

    [Fact]
    public void Every_route_that_shows_a_position_is_in_the_matrix()
    {
        string[] untyped = ["RunsExportRecord", "RunsGetRoute"];
        var showing = Functions().Where(function => ShowsPosition(function.Method.ReturnType)).Select(function => function.Name);

        Assert.Equal(
            showing.Concat(untyped).Order(StringComparer.Ordinal), WhoSeesWhatTests.Functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_result_without_a_declared_type_is_known()
    {
        var untyped = Functions().Where(function => BodyOf(function.Method.ReturnType) is null).Select(function => function.Name);

        Assert.Empty(untyped.Except(Files, StringComparer.Ordinal).Except(WhoSeesWhatTests.Functions, StringComparer.Ordinal));
    }

    [Fact]
    public void No_view_has_a_raw_track_or_a_position_of_unknown_origin()
    {
        var fields = Functions().Select(function => BodyOf(function.Method.ReturnType)).OfType<Type>().SelectMany(PropertiesOf)
            .Distinct().ToList();

        Assert.DoesNotContain(fields, field => RawTypes.Contains(ElementOf(field.PropertyType)));
        // A zone is for the runner who set it; run data take the position from a snapshot that knows its reader.
        var positions = fields.Where(IsCoordinate).Select(field => field.DeclaringType!.Name).Distinct();
        Assert.Equal(["PrivacyZoneView", "RunDataView"], positions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Functions_never_touch_a_raw_track_and_only_two_classes_say_for_whom_a_track_is()
    {
        var calls = new ArchLoader().LoadAssemblies(typeof(Result<>).Assembly, typeof(LeRunApp).Assembly).Build().Types
            .SelectMany(type => type.Dependencies.OfType<MethodCallDependency>())
            .Select(call => (From: call.Origin.FullName, Target: call.TargetMember.FullName)).Distinct().ToList();
        Assert.NotEmpty(calls);

        string[] raw =
        [
            "LeRun.Runs.RunRecord::get_Track", "LeRun.Runs.RunRecord::get_Latitude", "LeRun.Runs.RunRecord::get_Longitude",
            "LeRun.Runs.RunState::get_Latitude", "LeRun.Runs.RunState::get_Longitude", "LeRun.Runs.RunState::get_Track",
            "LeRun.Runs.LiveRunSnapshot::get_Markers", "LeRun.Runs.LiveRun::get_Tail", "LeRun.Runs.Tracks.PackedTrack::Unpack",
            "LeRun.Runs.MarkerBlock::Unpack",
        ];
        var through = calls.Where(call => call.From.StartsWith("LeRun.Functions", StringComparison.Ordinal)
            && raw.Any(name => IsCall(call.Target, name + "(")));
        Assert.True(!through.Any(), string.Join("\n", through));
        var deciding = calls
            .Where(call => IsCall(call.Target, "LeRun.Runs.Privacy.SharedTrack::For")
                || IsCall(call.Target, "LeRun.Runs.Privacy.SharedPosition::For"))
            .Select(call => call.From.Split('/', '+')[0]).Distinct(StringComparer.Ordinal);
        Assert.Equal(["LeRun.Runs.LiveRunSnapshot", "LeRun.Runs.SeenRecord"], deciding.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Live_run_that_nobody_said_who_reads_it_shows_nothing()
    {
        var head = new LeRun.Runs.LiveRun
        {
            Id = "live",
            Type = "live",
            AccountId = "a",
            Username = "a",
            Run = new LeRun.Runs.RunState(1, 1, 31, 121, Running: true, DateTimeOffset.UnixEpoch),
        };
        var track = new Track([1], [2], new long?[Track.OptionalColumns][]);

        var snapshot = new LeRun.Runs.LiveRunSnapshot(head, track);

        Assert.Null(snapshot.Position.Latitude);
        Assert.Equal(0, snapshot.Track!.Count);
        Assert.Equal(1, snapshot.ForRunner().Track!.Count);
    }

    // "System.Void LeRun.Runs.RunRecord::get_Track()" is a call of "LeRun.Runs.RunRecord::get_Track".
    private static bool IsCall(string member, string name) => member.Contains($" {name}", StringComparison.Ordinal);

    private static IEnumerable<(string Name, MethodInfo Method)> Functions() =>
        from type in typeof(LeRunApp).Assembly.GetTypes()
        where type.Namespace?.StartsWith("LeRun.Functions", StringComparison.Ordinal) == true
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
            && method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))
        select (function.Name, method);

    private static bool ShowsPosition(Type result) => BodyOf(result) is { } body
        && PropertiesOf(body).Any(field => field.PropertyType == typeof(SharedTrack)
            || (IsCoordinate(field) && field.DeclaringType!.Name != "PrivacyZoneView"));

    // Null for a result whose body is no JSON of a declared type.
    private static Type? BodyOf(Type result)
    {
        var inner = result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>)
            ? result.GenericTypeArguments[0]
            : result;
        for (var type = inner; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ApiResult<>))
                return type.GenericTypeArguments[0];
        }

        return null;
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type body)
    {
        var (seen, open) = (new HashSet<Type>(), new Stack<Type>([body]));
        while (open.TryPop(out var type))
        {
            if (!seen.Add(type) || type.Namespace?.StartsWith("LeRun", StringComparison.Ordinal) != true
                || type == typeof(SharedTrack))
            {
                continue;
            }

            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                yield return property;
                open.Push(ElementOf(property.PropertyType));
            }
        }
    }

    private static bool IsCoordinate(PropertyInfo property) =>
        property.Name.Contains("atitude", StringComparison.Ordinal)
        || property.Name.Contains("ongitude", StringComparison.Ordinal);

    private static Type ElementOf(Type type) => type switch
    {
        { IsArray: true } => type.GetElementType()!,
        { IsGenericType: true } => ElementOf(type.GenericTypeArguments[^1]),
        _ => type,
    };
}
