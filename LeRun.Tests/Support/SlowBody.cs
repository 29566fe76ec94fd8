using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace LeRun.Tests.Support;

/// <summary>
/// A JSON body that is on its way until the test lets it arrive. To be sent with <see cref="ExpectContinue"/>, so that it begins
/// only when the function reads it.
/// </summary>
public sealed class SlowBody : HttpContent
{
    public static readonly (string, string) ExpectContinue = ("Expect", "100-continue");

    private readonly byte[] _json;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowBody(string json, string type = "application/json")
    {
        _json = Encoding.UTF8.GetBytes(json);
        Headers.ContentType = MediaTypeHeaderValue.Parse(type);
    }

    /// <summary>Completes when the body is being read.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Lets the rest of the body arrive.</summary>
    public void Arrive() => _arrival.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(" "u8.ToArray());
        await stream.FlushAsync();
        _begun.TrySetResult();
        await _arrival.Task;
        await stream.WriteAsync(_json);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
