using System.Globalization;
using System.IO.Compression;
using LeRun.Bench.Load;

namespace LeRun.Bench.Routes;

/// <summary>The bytes of whole runs at one marker a second.</summary>
internal static class RunTotals
{
    private const string Gzip = "Accept-Encoding: gzip";

    public static async Task RunAsync()
    {
        await using var app = await BenchApp.StartAsync();
        Console.WriteLine("""
            | | uploads | up, bodies | up, with heads | down, bodies | down, with heads | RU |
            |---|---:|---:|---:|---:|---:|---:|
            """);
        Run("10 min by PUT", seconds: 600, every: 1, Put);
        Run("10 min by PUT, compressed", seconds: 600, every: 1, Put, isPacked: true);
        Run("10 min by append", seconds: 600, every: 1, Append);
        Run("2 h by PUT", seconds: 7_200, every: 5, Put);
        Run("2 h by PUT, return=minimal", seconds: 7_200, every: 5, Put, isPacked: false, "Prefer: return=minimal");
        Run("2 h by PUT, compressed", seconds: 7_200, every: 5, Put, isPacked: true);
        Run("2 h by append", seconds: 7_200, every: 5, Append);
        Run("2 h by append, compressed", seconds: 7_200, every: 5, Append, isPacked: true);

        void Run(
            string name, int seconds, int every, Func<int, int, Upload> upload, bool isPacked = false, params string[] headers)
        {
            var runner = app.Register(1)[0];
            using var client = new WireClient(app.Address);
            var (before, count) = (app.Cosmos.Use, seconds / every);
            long up = 0, upHeads = 0, down = 0, downHeads = 0;
            for (var from = 0; from < seconds; from += every)
            {
                var (method, path, body) = upload(from, every);
                string[] all = isPacked ? [.. headers, Gzip, "Content-Encoding: gzip"] : headers;
                body = isPacked ? Pack(body) : body;
                var request = runner.Request(method, path, body, all);
                var response = client.Send(request);
                (up, upHeads) = (up + body.Length, upHeads + request.Length - body.Length);
                (down, downHeads) = (down + response.BodyBytes, downHeads + response.HeadBytes);
            }

            var charge = (app.Cosmos.Use - before).Charge;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {count:N0} | {up:N0} | {up + upHeads:N0} | {down:N0} | {down + downHeads:N0} | {charge:N0} |"));
        }
    }

    private static Upload Put(int from, int count) => new("PUT", "/api/users/run/data", PhoneJson.Put(from + count));

    private static Upload Append(int from, int count) =>
        new("POST", "/api/users/run/data/append", PhoneJson.Append(from, count));

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(body);
        return packed.ToArray();
    }

    private sealed record Upload(string Method, string Path, byte[] Body);
}
