using System.Globalization;
using System.Text.Json;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>Brings runs and rooms into the state that a measurement begins with.</summary>
internal sealed class Scenes(BenchApp app) : IDisposable
{
    private const string Append = "/api/users/run/data/append";
    private const string RunData = "/api/users/run/data";

    // As many connections as keep two cores busy.
    private const int Clients = 4;

    // So many appends fit into a tail that was just moved to a chunk, or just begun.
    private const int Plain = 14;

    private readonly WireClient _client = new(app.Address);

    /// <summary>Appends of 5 markers to runs of a length; none of them moves the tail to a chunk.</summary>
    public Subject Appends(string name, int markers) => Appending(name, app.Address, markers, (runner, from) =>
        runner.Request("POST", Append, PhoneJson.Append(from, 5)));

    /// <summary>The same to another server.</summary>
    public Subject Appending(string name, Uri address, int markers, Func<Runner, int, byte[]> request, int times = Plain)
    {
        var runners = app.Register(2 * Clients);
        return new Subject(name, address, () => Split(runners, runner =>
        {
            Restart(runner, markers);
            return [.. Enumerable.Range(0, times).Select(index => request(runner, markers + (5 * index)))];
        }));
    }

    /// <summary>Appends of 5 markers, each 17th of which moves the tail.</summary>
    public Subject AppendsWithMoves(string name, int markers) => Appending(
        name, app.Address, markers, (runner, from) => runner.Request("POST", Append, PhoneJson.Append(from, 5)), times: 3 * 17);

    /// <summary>PUTs of a whole run that grows by 5 markers each time.</summary>
    public Subject Puts(string name, int markers, params IEnumerable<string> headers)
    {
        var runners = app.Register(2 * Clients);
        var bodies = Enumerable.Range(1, Plain).Select(index => PhoneJson.Put(markers + (5 * index))).ToList();
        return new Subject(name, app.Address, () => Split(runners, runner =>
        {
            Restart(runner, markers);
            return [.. bodies.Select(body => runner.Request("PUT", RunData, body, headers))];
        }));
    }

    /// <summary>Polls of a room whose members all uploaded 5 markers since.</summary>
    public Subject Polls(string name, int markers, int members, params IEnumerable<string> headers)
    {
        var runners = app.Register(members);
        var room = Open(runners);
        return new Subject(name, app.Address, () =>
        {
            foreach (var runner in runners)
                Restart(runner, markers);
            var cursor = Text(_client.Send(runners[0].Request("GET", $"/api/runRoom/{room}?markers=none")), "cursor");
            foreach (var runner in runners)
                _client.Send(runner.Request("POST", Append, PhoneJson.Append(markers, 5)));
            var path = $"/api/runRoom/{room}?since={cursor}&markers=new";
            return [.. Enumerable.Range(0, Clients).Select(client => Enumerable.Repeat(
                runners[client % members].Request("GET", path, body: null, headers), 25).ToList())];
        });
    }

    /// <summary>Lists of a runner's records.</summary>
    public Subject Lists(string name, int markers, int records, string query)
    {
        var runner = app.Register(1)[0];
        for (var i = 0; i < records; i++)
        {
            Fill(runner, markers, string.Create(CultureInfo.InvariantCulture, $"2024-11-{i + 1:00}T14:00:00.000Z"));
            _client.Send(runner.Request("POST", "/api/users/run/record", "{}"u8.ToArray()));
        }

        var list = runner.Request("GET", $"/api/users/run/records/{runner.Username}{query}");
        return new Subject(name, app.Address, () =>
            [.. Enumerable.Range(0, Clients).Select(_ => Enumerable.Repeat(list, markers > 10_000 ? 3 : 25).ToList())]);
    }

    public void Dispose() => _client.Dispose();

    private static IReadOnlyList<IReadOnlyList<byte[]>> Split(
        IReadOnlyList<Runner> runners, Func<Runner, IReadOnlyList<byte[]>> prepare) =>
        [.. runners.Select(prepare).Index().GroupBy(part => part.Index % Clients)
            .Select(parts => parts.SelectMany(part => part.Item).ToList())];

    private static string Text(WireResponse response, string field)
    {
        using var json = JsonDocument.Parse(response.Body);
        return json.RootElement.GetProperty(field).ToString();
    }

    private string Open(IReadOnlyList<Runner> members)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { capacity = Math.Max(2, members.Count) });
        var runID = int.Parse(
            Text(_client.Send(members[0].Request("POST", "/api/runRoom/create", body)), "runID"), CultureInfo.InvariantCulture);
        foreach (var member in members.Skip(1))
            _client.Send(member.Request("POST", "/api/runRoom/join", JsonSerializer.SerializeToUtf8Bytes(new { runID })));
        return runID.ToString(CultureInfo.InvariantCulture);
    }

    private void Restart(Runner runner, int markers)
    {
        // There is one to drop, in the first round as well.
        _client.Send(runner.Request("POST", Append, PhoneJson.Append(0, 1)));
        _client.Send(runner.Request("DELETE", RunData));
        Fill(runner, markers, start: null);
    }

    // The last few markers come apart, so that most are in chunks already.
    private void Fill(Runner runner, int markers, string? start)
    {
        for (var from = 0; from < markers;)
        {
            var count = from < markers - 5 ? Math.Min(1_000, markers - 5 - from) : markers - from;
            var body = start is null ? PhoneJson.Append(from, count) : PhoneJson.Append(from, count, start);
            _client.Send(runner.Request("POST", Append, body));
            from += count;
        }
    }
}
