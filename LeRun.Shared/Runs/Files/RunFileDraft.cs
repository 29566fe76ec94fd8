using System.Globalization;
using System.Text;
using System.Xml;
using LeRun.Localization;
using LeRun.Runs.Analysis;
using LeRun.Runs.Tracks;
using LeRun.Storage;

namespace LeRun.Runs.Files;

/// <summary>A run that was read from a file.</summary>
/// <param name="Source">One of <see cref="RunSources"/>.</param>
/// <param name="Name">What it is called there; null: nothing.</param>
/// <param name="IsWalk">Whether it is a walk.</param>
/// <param name="Start">When it began, with the offset that the file has.</param>
/// <param name="Meters">Its distance.</param>
/// <param name="Seconds">Its duration.</param>
/// <param name="Track">Its markers.</param>
/// <param name="Warnings">What was not taken as it is.</param>
public sealed record ReadRun(
    string Source, string? Name, bool IsWalk, DateTimeOffset Start, double Meters, double Seconds, Track Track,
    IReadOnlyList<FileWarning> Warnings);

/// <summary>Something in a file that was not taken as it is.</summary>
/// <param name="Message">What.</param>
/// <param name="Line">The first line with it.</param>
/// <param name="Count">How often.</param>
public sealed record FileWarning(LocalizedMessage Message, int Line, int Count);

/// <summary>The formats that runs come in.</summary>
public static class RunSources
{
    /// <summary>GPX.</summary>
    public const string Gpx = "gpx";

    /// <summary>TCX.</summary>
    public const string Tcx = "tcx";
}

/// <summary>What ends the reading of a file.</summary>
internal sealed class RunFileFault(int line, LocalizedMessage problem) : Exception
{
    public int Line { get; } = line;

    public LocalizedMessage Problem { get; } = problem;

    public static RunFileFault At(XmlReader xml, LocalizedMessage problem) => new(((IXmlLineInfo)xml).LineNumber, problem);
}

/// <summary>A run on its way out of a file.</summary>
internal sealed class RunFileDraft(XmlReader xml)
{
    public const int MaxPoints = 60_000;

    private const int MaxName = 100;
    private const double MaxAmount = 1e7;

    private readonly List<int> _latitudes = [];
    private readonly List<int> _longitudes = [];
    private readonly List<DateTimeOffset?> _times = [];
    private readonly List<long?> _altitudes = [];
    private readonly Dictionary<string, FileWarning> _warnings = new(StringComparer.Ordinal);
    private DateTimeOffset? _lapStart;
    private double _lapSeconds;
    private double _lapMeters;
    private string? _name;
    private int _points;
    private int _firstLine;
    private (int Latitude, int Longitude)? _place;
    private DateTimeOffset? _time;
    private long? _altitude;

    public string Source { get; set; } = "";

    public bool IsWalk { get; set; }

    private int Line => ((IXmlLineInfo)xml).LineNumber;

    public void Warn(LocalizedMessage message) => _warnings[message.Key] =
        _warnings.TryGetValue(message.Key, out var known)
            ? known with { Count = known.Count + 1 }
            : new FileWarning(message, Line, 1);

    public void Name(string text)
    {
        var line = string.Concat(text.ReplaceLineEndings(" ").EnumerateRunes().Where(rune => !Rune.IsControl(rune))
            .Select(rune => rune.ToString())).Trim();
        var runes = line.EnumerateRunes().ToList();
        if (_name is not null || runes.Count == 0)
            return;
        if (runes.Count > MaxName)
            Warn(Messages.NameShortened(MaxName));
        _name = string.Concat(runes.Take(MaxName).Select(rune => rune.ToString())).Trim();
    }

    public void BeginPoint()
    {
        if (++_points > MaxPoints)
            throw RunFileFault.At(xml, Messages.FileTooManyPoints(MaxPoints));
        (_place, _time, _altitude) = (null, null, null);
    }

    public void Place(string? latitude, string? longitude) =>
        _place = Degrees(latitude, Marker.MaxLatitude) is { } north && Degrees(longitude, Marker.MaxLongitude) is { } east
            ? (north, east)
            : throw RunFileFault.At(xml, Messages.FilePlaceRule);

    public void Altitude(string text)
    {
        if (Number(text) is { } metres && Math.Abs(metres) <= Marker.MaxAltitude)
            _altitude = (long)Math.Round(metres * Track.MetreScale);
        else
            Warn(Messages.AltitudesIgnored);
    }

    public void Time(string text)
    {
        _time = ParseTime(text);
        if (!HasZone(text))
            Warn(Messages.TimesWithoutZone);
    }

    public void LapStart(string? text)
    {
        if (text is not null)
            _lapStart ??= ParseTime(text);
    }

    public void AddLap(string? seconds, string? meters)
    {
        _lapSeconds += seconds is null ? 0 : Amount(seconds);
        _lapMeters += meters is null ? 0 : Amount(meters);
    }

    public void EndPoint()
    {
        if (_place is not { } place)
            return;
        if (_latitudes.Count == 0)
            _firstLine = Line;
        _latitudes.Add(place.Latitude);
        _longitudes.Add(place.Longitude);
        _times.Add(_time);
        _altitudes.Add(_altitude);
    }

    public Result<ReadRun> ToRun(DateTimeOffset now)
    {
        if (_latitudes.Count == 0 && !(_lapStart is not null && _lapSeconds > 0))
            return RunFileReader.Fault(Math.Max(1, Line), Messages.FileNoRun);
        var start = _times.Find(time => time is not null) ?? _lapStart;
        if (start is not { } begin || (_latitudes.Count > 0 && _lapSeconds <= 0 && _times.Count(time => time is not null) < 2))
            return RunFileReader.Fault(Math.Max(1, _firstLine), Messages.FileNoTimes);
        if (begin > now.AddDays(1))
            return RunFileReader.Fault(Math.Max(1, _firstLine), Messages.FileTimeRule);

        var at = SecondsSince(begin);
        var track = new Track([.. _latitudes], [.. _longitudes], new long?[Track.OptionalColumns][]);
        var columns = new long?[Track.OptionalColumns][];
        columns[(int)MarkerColumn.At] = at;
        columns[(int)MarkerColumn.Altitude] = _altitudes.Exists(altitude => altitude is not null) ? [.. _altitudes] : null!;
        track = new Track([.. _latitudes], [.. _longitudes], columns);
        var last = at.LastOrDefault(time => time is not null) ?? 0;
        var seconds = last > 0 ? last / Track.SecondScale : _lapSeconds;
        var meters = _lapMeters > 0 ? _lapMeters : track.Count == 0 ? 0 : TrackLength.Along(track)[^1];
        if (seconds > MaxAmount || meters > MaxAmount)
            return RunFileReader.Fault(Math.Max(1, _firstLine), Messages.FileAmountRule);
        return new ReadRun(
            Source, _name, IsWalk, begin, Math.Round(meters, 2), seconds, track, [.. _warnings.Values.OrderBy(w => w.Line)]);
    }

    // Milliseconds since the start; a time before the one before it is taken for the same.
    private long?[] SecondsSince(DateTimeOffset start)
    {
        var (at, last) = (new long?[_times.Count], 0L);
        for (var i = 0; i < at.Length; i++)
        {
            if (_times[i] is not { } time)
            {
                if (_times.Exists(known => known is not null))
                    Warn(Messages.TimesMissing);
                continue;
            }

            var since = (time - start).Ticks / TimeSpan.TicksPerMillisecond;
            if (since < last)
                Warn(Messages.TimesOutOfOrder);
            at[i] = last = Math.Max(last, since);
        }

        return at;
    }

    private DateTimeOffset ParseTime(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is >= 10 and <= 40 && trimmed[4] == '-'
            && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time.Year >= 1970
                ? UtcMilliseconds.Truncate(time).ToOffset(time.Offset)
                : throw RunFileFault.At(xml, Messages.FileTimeRule);
    }

    private double Amount(string text) => Number(text) is { } number and >= 0 and <= MaxAmount
        ? number
        : throw RunFileFault.At(xml, Messages.FileAmountRule);

    private static bool HasZone(string text) =>
        text.Trim() is var time && (time.EndsWith('Z') || time.EndsWith('z') || time.LastIndexOfAny(['+', '-']) > 10);

    private static int? Degrees(string? text, double max) =>
        text is not null && Number(text) is { } degrees && Math.Abs(degrees) <= max
            ? FixedPoint.Of(degrees, Track.DegreeScale)
            : null;

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;
}
