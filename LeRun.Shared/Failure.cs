using LeRun.Localization;

namespace LeRun;

/// <summary>Why an operation did not happen. A closed set: one place in the HTTP surface maps each onto a status.</summary>
/// <param name="Message">One short sentence for the user.</param>
public abstract record Failure(LocalizedMessage Message)
{
    /// <summary>What stands in the way, for the caller to decide by; null: the message says it all.</summary>
    public virtual object? Current => null;

    /// <summary>What the response calls that.</summary>
    public virtual string CurrentName => "current";
}

/// <summary>The request breaks a rule; nothing was changed.</summary>
/// <param name="Message">All that is wrong, in one text.</param>
/// <param name="Errors">What is wrong with each field; names are the request's own.</param>
public sealed record Invalid(LocalizedMessage Message, IReadOnlyDictionary<string, IReadOnlyList<LocalizedMessage>> Errors)
    : Failure(Message)
{
    /// <summary>A failure about one field.</summary>
    /// <param name="field">The request's name for it, such as <c>runData.start</c>.</param>
    /// <param name="message">What a right value would be.</param>
    public static Invalid Field(string field, LocalizedMessage message) =>
        new Validation().Require(false, field, message).Failure!;
}

/// <summary>The caller did not prove who they are.</summary>
public sealed record Unauthorized(LocalizedMessage Message) : Failure(Message);

/// <summary>The caller is known, and may not do this.</summary>
public sealed record Forbidden(LocalizedMessage Message) : Failure(Message);

/// <summary>There is no such thing.</summary>
public sealed record NotFound(LocalizedMessage Message) : Failure(Message);

/// <summary>The state of the thing does not allow it.</summary>
public record Conflict(LocalizedMessage Message) : Failure(Message);

/// <summary>The thing is not in a version that the caller expects: it changed since they read it.</summary>
public sealed record Stale() : Failure(Messages.ChangedMeanwhile);

/// <summary>Too many attempts.</summary>
/// <param name="Message">One short sentence for the user.</param>
/// <param name="RetryAfter">How long to wait before the next attempt.</param>
public sealed record TooManyAttempts(LocalizedMessage Message, TimeSpan RetryAfter) : Failure(Message);

/// <summary>More is asked for than this instance can do at the moment; nothing was changed.</summary>
/// <param name="Message">One short sentence for the user.</param>
/// <param name="RetryAfter">How long to wait before the next attempt.</param>
public sealed record Busy(LocalizedMessage Message, TimeSpan RetryAfter) : Failure(Message);

/// <summary>The content that was sent is not of a kind that can be read: a picture in another format, or a broken one.</summary>
public sealed record Unreadable(LocalizedMessage Message) : Failure(Message);
