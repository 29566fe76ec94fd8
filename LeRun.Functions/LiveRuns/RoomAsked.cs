using LeRun.Localization;
using LeRun.Rooms;

namespace LeRun.Functions.LiveRuns;

/// <summary>
/// The room of which an upload asks for news (<c>room</c>, <c>since</c>): a phone in a room needs one request a tick, not two.
/// </summary>
internal sealed class RoomAsked
{
    private readonly HttpRequest _request;
    private readonly string? _runID;
    private readonly string? _since;

    private RoomAsked(HttpRequest request, string? runID, string? since) =>
        (_request, _runID, _since) = (request, runID, since);

    /// <summary>Reads what a request asks for; Invalid, before anything is stored, for what is no cursor.</summary>
    public static Result<RoomAsked> By(HttpRequest request)
    {
        var (runID, since) = (request.QueryValue("room"), request.QueryValue("since"));
        return since is not null && !RoomCursor.IsCursor(since)
            ? Invalid.Field("since", Messages.BadCursor)
            : new RoomAsked(request, runID, since);
    }

    /// <summary>Adds the news to what was stored.</summary>
    public async Task<Result<Upload<T>>> AddAsync<T>(T stored, RoomReader rooms)
        where T : notnull
    {
        // An ended token stores its run, and shows nothing of others.
        if (_runID is null || _request.Caller.TokenEndedAt is not null)
            return new Upload<T>(stored, Room: null);
        var read = await rooms.GetNewsAsync(_request.Caller, _runID, _since, _request.Aborted);
        // A room that cannot be shown is no reason to call the upload a failure.
        return new Upload<T>(stored, read.TryGet(out var news, out _) && news.IsMember ? RoomNewsView.Of(news, _request) : null);
    }
}

/// <summary>An upload and what its room has that is new.</summary>
/// <param name="Stored">What was stored.</param>
/// <param name="Room">What is new; null: no room was asked for, or the caller is not in it.</param>
internal sealed record Upload<T>(T Stored, RoomNewsView? Room);
