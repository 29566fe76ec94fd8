using Microsoft.Azure.Cosmos;

namespace LeRun.Storage;

/// <summary>
/// Ends an operation on Cosmos that takes too long: left alone, the SDK tries a silent account again for more than a minute, and
/// for what it reads for itself, such as a container's properties, it asks no handler. It is not waited for until it notices.
/// </summary>
internal sealed class Deadline(TimeSpan allowed) : RequestHandler
{
    /// <inheritdoc/>
    public override Task<ResponseMessage> SendAsync(RequestMessage request, CancellationToken cancellationToken) =>
        RunAsync(stop => base.SendAsync(request, stop), cancellationToken);

    /// <summary>Runs an operation; an <see cref="OperationCanceledException"/> ends it in time.</summary>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(allowed);
        return await operation(deadline.Token).WaitAsync(deadline.Token);
    }
}

/// <summary>Bounds what does not pass the client's handlers as a whole.</summary>
internal static class DeadlineExtensions
{
    /// <summary>
    /// Runs an operation that reads more than one thing, or something before its first request, within the client's deadline.
    /// </summary>
    public static Task<T> WithinDeadlineAsync<T>(
        this Container container, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        container.Database.Client.ClientOptions.CustomHandlers.OfType<Deadline>().Single()
            .RunAsync(operation, cancellationToken);
}
