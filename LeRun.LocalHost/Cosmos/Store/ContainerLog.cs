using System.Globalization;

namespace LeRun.LocalHost.Cosmos.Store;

/// <summary>
/// A container's log with its upkeep. When most of it is dead (replaced, deleted, expired), the living part is copied to a
/// new file while writers go on, and only the last few records are copied with the writers held. A damaged log is set aside.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    /// <summary>Smaller logs are not worth a copy while running.</summary>
    internal const long WorthCompacting = 4 << 20;

    private const long WorthCompactingAtStart = 64 << 10;
    private const long CopiedWithWritersHeld = 256 << 10;
    private const int BytesPerRecord = 1 << 20;

    private readonly string _path;
    private readonly Func<string, ILogFile> _open;
    private readonly Action<string> _report;
    private ItemLog _log;
    private Task _compaction = Task.CompletedTask;
    private long _compactAbove = WorthCompacting;
    private volatile bool _stopping;

    /// <param name="path">Where the log is, or will be.</param>
    /// <param name="open">Opens its file.</param>
    /// <param name="report">Takes a line about what was lost.</param>
    public ContainerLog(string path, Func<string, ILogFile> open, Action<string> report)
    {
        (_path, _open, _report) = (path, open, report);
        // Without a log the copy is whole: the damaged log was out of the way already, see below.
        if (!File.Exists(path) && File.Exists(NewPath))
            File.Move(NewPath, path);
        File.Delete(NewPath);
        _log = ItemLog.Open(path, open);
    }

    public ulong Incarnation => _log.Incarnation;

    private string NewPath => _path + ".new";

    /// <summary>Yields every record, then puts the log in order when it was damaged.</summary>
    public IEnumerable<LogRecord> Replay()
    {
        foreach (var payload in _log.Replay())
            yield return LogRecord.Decode(payload, Incarnation);

        if (_log.TornBytes > 0)
            _report($"{_path}: cut off {_log.TornBytes} bytes at the end, of a write that was not finished.");
        if (_log.Damage.Count > 0)
            SetDamagedAside();
    }

    public void Append(LogRecord record) => _log.Append(record.Encode());

    public void CompactAtStart(LogRecord contents)
    {
        var liveBytes = contents.Changes.Sum(change => (long)change.Item!.Body.Length);
        if (_log.Length > WorthCompactingAtStart && _log.Damage.Count == 0 && IsMostlyDead(liveBytes, contents.Changes.Count))
            Compact(contents, _log.Length, new Lock());
    }

    /// <summary>Called by the writer, who does not wait for the copying.</summary>
    public void CompactIfMostlyDead(long liveBytes, int liveItems, Lock writing, Func<LogRecord> contents)
    {
        if (_log.Length <= _compactAbove || !_compaction.IsCompleted || !IsMostlyDead(liveBytes, liveItems))
            return;

        var (snapshot, from) = (contents(), _log.Length);
        _compaction = Task.Run(() => Compact(snapshot, from, writing));
    }

    public void StopCompaction()
    {
        _stopping = true;
        _compaction.GetAwaiter().GetResult();
    }

    public void Dispose() => _log.Dispose();

    // Frame, numbers and keys come to about a hundred bytes an item.
    private bool IsMostlyDead(long liveBytes, int liveItems) => _log.Length > 2 * (liveBytes + (100L * liveItems));

    private void SetDamagedAside()
    {
        var bytes = _log.Damage.Sum(range => range.End - range.Start);
        var lost = $"{_path}: damaged at byte {_log.Damage[0].Start}; {bytes} bytes are lost, all other records are recovered.";
        // To the tick: two repairs in one millisecond must not want the same name.
        var time = DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmssfffffff'Z'", CultureInfo.InvariantCulture);
        var aside = $"{_path}.damaged-{time}";
        try
        {
            WriteRecovered();
        }
        catch (IOException e)
        {
            // No room for a copy: go on with the log as it is, damage included, and never compact it.
            File.Delete(NewPath);
            _compactAbove = long.MaxValue;
            _report($"{lost} The damaged log could not be set aside: {e.Message}");
            return;
        }

        // A process that ends between the two finds the whole copy and no log at its next start.
        _log.Dispose();
        File.Move(_path, aside);
        File.Move(NewPath, _path);
        _log = ItemLog.Open(_path, _open);
        _log.ResumeAt(new FileInfo(_path).Length);
        _report($"{lost} The damaged log is kept as {Path.GetFileName(aside)}.");
    }

    private void WriteRecovered()
    {
        using var recovered = ItemLog.Open(NewPath, _open, Incarnation);
        recovered.CopyRecordsFrom(_log);
        recovered.Sync();
    }

    private void Compact(LogRecord contents, long from, Lock writing)
    {
        try
        {
            File.Delete(NewPath);
            var compacted = ItemLog.Open(NewPath, _open, Incarnation);
            try
            {
                foreach (var record in Split(contents))
                    compacted.Append(record.Encode());
                while (_log.Length - from > CopiedWithWritersHeld && !_stopping)
                    from = compacted.CopyFrom(_log, from, _log.Length);
                compacted.Sync();
                lock (writing)
                {
                    compacted.CopyFrom(_log, from, _log.Length);
                    compacted.Sync();
                    compacted.Dispose();
                    Swap(compacted.Length);
                }
            }
            finally
            {
                compacted.Dispose();
            }

            _compactAbove = WorthCompacting;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room for the copy: the old log is whole and stays. Try again when it has grown much more.
            _compactAbove = 2 * _log.Length;
            File.Delete(NewPath);
        }
    }

    // Closed before it is renamed: not every system renames an open file.
    private void Swap(long newLength)
    {
        var length = _log.Length;
        _log.Dispose();
        try
        {
            File.Move(NewPath, _path, overwrite: true);
            length = newLength;
        }
        finally
        {
            _log = ItemLog.Open(_path, _open);
            _log.ResumeAt(length);
        }
    }

    private static IEnumerable<LogRecord> Split(LogRecord contents)
    {
        var (part, bytes) = (new List<Change>(), 0);
        foreach (var change in contents.Changes)
        {
            part.Add(change);
            bytes += change.Item!.Body.Length;
            if (bytes < BytesPerRecord)
                continue;
            yield return contents with { Changes = part };
            (part, bytes) = ([], 0);
        }

        // Even without items: the record carries the counters.
        yield return contents with { Changes = part };
    }
}
