using System.IO.Pipelines;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LeRun.Functions.Http;

/// <summary>
/// The body of a response on its way to the server's pipe. JSON is held in pooled pieces until it is whole, so that its length
/// is known and a failure can still become a problem. A large response goes piece by piece, in its turn. JSON over 1 KB is
/// compressed if the caller accepts that; anything else passes as it is.
/// </summary>
/// <remarks>
/// A body with a secret is not compressed: its length would tell an eavesdropper how much of a guess in the same body is right
/// (BREACH). Bodies with secrets are the ones that nobody may store.
/// </remarks>
internal sealed class ResponseBody(HttpContext http, IHttpResponseBodyFeature server, LargeResponses large)
    : PipeWriter, IHttpResponseBodyFeature
{
    private const int MinCompressed = 1024;
    private const int MaxHeld = 256 * 1024;
    private const int Piece = 64 * 1024;

    // Unlimited: this class decides when the pieces go on.
    private static readonly PipeOptions Unlimited = new(pauseWriterThreshold: 0, useSynchronizationContext: false);

    private readonly Pipe _held = new(Unlimited);
    private Stream? _encoder;
    private long _flushed;
    private long _unflushed;
    private long _sent;
    private bool _started;
    private Turns.Turn? _turn;

    /// <inheritdoc/>
    public PipeWriter Writer => this;

    /// <inheritdoc/>
    public Stream Stream => AsStream(leaveOpen: true);

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => true;

    /// <inheritdoc/>
    public override long UnflushedBytes => _unflushed;

    private HttpResponse Response => http.Response;

    private bool IsJson =>
        MediaTypeHeaderValue.TryParse(Response.ContentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    private bool HasSecret =>
        Response.StatusCode < 400 && Response.GetTypedHeaders().CacheControl?.NoStore == true;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => _held.Writer.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => _held.Writer.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        _held.Writer.Advance(bytes);
        _unflushed += bytes;
    }

    /// <inheritdoc/>
    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await _held.Writer.FlushAsync(CancellationToken.None);
        (_flushed, _unflushed) = (_flushed + _unflushed, 0);
        if (!_started && (!IsJson || _flushed > MaxHeld))
            await StartAsync(isLarge: IsJson);
        if (_started && (_turn is null || _flushed - _sent >= Piece))
            await (_turn?.PauseAsync(SendAsync) ?? SendAsync());
        return new FlushResult(isCanceled: false, isCompleted: http.RequestAborted.IsCancellationRequested);
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
        // None is ever pending without its sender waiting for it.
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        // CompleteAsync() ends the body.
    }

    /// <inheritdoc/>
    public void DisableBuffering() => server.DisableBuffering();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        _started ? Task.CompletedTask : StartAsync(isLarge: false);

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    /// <summary>Sends what is left; the response may go on after that only with other bodies' bytes.</summary>
    public async Task CompleteAsync()
    {
        await FlushAsync(CancellationToken.None);
        if (!_started && _flushed > 0)
            await StartAsync(isLarge: false);
        if (_flushed == 0)
            return;
        await SendAsync();
        if (_encoder is not null)
            await _encoder.DisposeAsync();
    }

    /// <summary>Gives back what the body holds, whether or not all of it was sent.</summary>
    public void Release()
    {
        _held.Writer.Complete();
        _held.Reader.Complete();
        _turn?.Dispose();
        _turn = null;
    }

    private async Task StartAsync(bool isLarge)
    {
        if (isLarge)
        {
            _turn = await large.TryBeginAsync(http.RequestAborted) ?? throw new TooManyLargeResponsesException();
        }

        _started = true;
        if (ChooseCoding() is { } coding)
        {
            Response.Headers.ContentEncoding = coding;
            Response.ContentLength = null;
            Response.Headers.ETag = ETags.WithCoding(Response.Headers.ETag, coding);
            _encoder = ContentCodings.Encode(coding, server.Stream);
        }
        else if (!isLarge && IsJson)
        {
            Response.ContentLength = _flushed;
        }
    }

    private string? ChooseCoding()
    {
        if (_flushed <= MinCompressed || !IsJson || HasSecret || Response.Headers.ContentEncoding.Count > 0)
            return null;
        if (!Response.Headers.Vary.ToString().Contains(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase))
            Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        return HttpMethods.IsHead(http.Request.Method) ? null : ContentCodings.Accepted(http.Request);
    }

    // Not cancelled when the caller leaves: the server drops the bytes then, and a failed write would be logged as a bug.
    private async Task SendAsync()
    {
        if (!_held.Reader.TryRead(out var held))
            return;
        foreach (var piece in held.Buffer)
        {
            if (_encoder is not null)
                await _encoder.WriteAsync(piece, CancellationToken.None);
            else
                await server.Writer.WriteAsync(piece, CancellationToken.None);
        }

        _sent += held.Buffer.Length;
        _held.Reader.AdvanceTo(held.Buffer.End);
    }
}
