using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace LeRun.Bench.Load;

/// <summary>
/// One connection that sends requests made before, and waits for each response. It does as little as it can, on the thread that
/// calls it, so that its CPU time can be told from the server's.
/// </summary>
internal sealed class WireClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[256 * 1024];
    private int _filled;

    public WireClient(Uri address) => _socket.Connect(address.Host, address.Port);

    /// <summary>Makes a request of its parts.</summary>
    public static byte[] Request(
        Uri address, string method, string path, string? token, byte[]? body, params IEnumerable<string> headers)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {address.Authority}\r\n");
        if (token is not null)
            head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
    }

    /// <summary>Sends a request and waits for its response.</summary>
    /// <exception cref="InvalidOperationException">The response is no success.</exception>
    public WireResponse Send(byte[] request)
    {
        for (var sent = 0; sent < request.Length;)
            sent += _socket.Send(request.AsSpan(sent));
        _filled = 0;
        int headEnd;
        while ((headEnd = Filled.IndexOf("\r\n\r\n"u8)) < 0)
            Receive();
        headEnd += 4;
        var head = Encoding.ASCII.GetString(_buffer, 0, headEnd);
        var (start, end) = IsChunked(head) ? ReceiveChunks(headEnd) : ReceiveAll(headEnd, LengthOf(head));
        var response = new WireResponse(headEnd, end - headEnd, _buffer.AsMemory(start, end - start));
        return head.StartsWith("HTTP/1.1 2", StringComparison.Ordinal)
            ? response
            : throw new InvalidOperationException($"{head}{response.Text}");
    }

    public void Dispose() => _socket.Dispose();

    private Span<byte> Filled => _buffer.AsSpan(0, _filled);

    private static bool IsChunked(string head) => head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);

    private static int LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0
            ? 0
            : int.Parse(head.AsSpan(at + Name.Length, head.IndexOf('\r', at) - at - Name.Length), CultureInfo.InvariantCulture);
    }

    private (int Start, int End) ReceiveAll(int start, int length)
    {
        while (_filled < start + length)
            Receive();
        return (start, start + length);
    }

    // The body stays in its chunks: it is counted and, in a bench, never read.
    private (int Start, int End) ReceiveChunks(int start)
    {
        for (var at = start; ;)
        {
            int line;
            while ((line = Filled[at..].IndexOf("\r\n"u8)) < 0)
                Receive();
            var length = int.Parse(
                Encoding.ASCII.GetString(_buffer, at, line), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            at += line + 2 + length + 2;
            while (_filled < at)
                Receive();
            if (length == 0)
                return (start, at);
        }
    }

    private void Receive()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _socket.Receive(_buffer.AsSpan(_filled));
        _filled += read > 0 ? read : throw new IOException("The server closed the connection.");
    }
}

/// <summary>A response.</summary>
/// <param name="HeadBytes">The bytes of its status and headers.</param>
/// <param name="BodyBytes">The bytes of its body, those of chunks included.</param>
/// <param name="Body">The body, until the next request.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WireResponse(int HeadBytes, int BodyBytes, ReadOnlyMemory<byte> Body)
{
    public string Text => Encoding.UTF8.GetString(Body.Span);
}
