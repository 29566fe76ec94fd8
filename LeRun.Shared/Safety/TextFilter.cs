using LeRun.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeRun.Safety;

/// <summary>
/// An outside service that looks at texts for the forum. A deployment registers its own; one that fails or takes longer than two
/// seconds leaves the text to moderators.
/// </summary>
public interface ITextReview
{
    /// <summary>Whether others may see a text at once.</summary>
    Task<bool> PassesAsync(string text, CancellationToken cancellationToken);
}

/// <summary>Decides by <c>Moderation__Mode</c>, the word list and outside reviews what is held.</summary>
public sealed partial class TextFilter(
    IOptions<ModerationSettings> settings, WordListStore words, IEnumerable<ITextReview> reviews, TimeProvider clock,
    ILogger<TextFilter> logger) : ITextFilter
{
    private static readonly TimeSpan ReviewTime = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public bool IsForumClosed => settings.Value.Mode == ModerationMode.Closed;

    /// <inheritdoc/>
    public async Task<TextVerdict> ReviewAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var mode = settings.Value.Mode;
        if (mode == ModerationMode.Off)
            return TextVerdict.Passes;
        // A word may be cut in two by title and text.
        var text = string.Join('\n', texts);
        return mode != ModerationMode.Pre && await IsCleanAsync(text, cancellationToken)
            && await PassReviewsAsync(text, cancellationToken) ? TextVerdict.Passes : TextVerdict.Held;
    }

    /// <inheritdoc/>
    public async Task<bool> AllowsNameAsync(string name, CancellationToken cancellationToken) =>
        settings.Value.Mode == ModerationMode.Off
        || await words.ReadAsync(cancellationToken) is not { } list
        || FoldedText.Of(name).AsSpan().IndexOfAny(list) < 0;

    private async Task<bool> IsCleanAsync(string text, CancellationToken cancellationToken) =>
        await words.ReadAsync(cancellationToken) is { } list && FoldedText.Of(text).AsSpan().IndexOfAny(list) < 0;

    private async Task<bool> PassReviewsAsync(string text, CancellationToken cancellationToken)
    {
        foreach (var review in reviews)
        {
            using var time = new CancellationTokenSource(ReviewTime, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
            try
            {
                if (!await review.PassesAsync(text, either.Token).WaitAsync(either.Token))
                    return false;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
                return false;
            }
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A review failed or took too long; the text is held.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
