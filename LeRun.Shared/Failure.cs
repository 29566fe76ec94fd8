using LeRun.Localization;

namespace LeRun;

/// <summary>Why an operation did not happen. A closed set: one place in the HTTP surface maps each onto a status.</summary>
public abstract record Failure(LocalizedMessage Message);

/// <summary>The request breaks a rule; nothing was changed. <paramref name="Errors"/> names each field with what is wrong.</summary>
public sealed record Invalid(LocalizedMessage Message, IReadOnlyDictionary<string, IReadOnlyList<LocalizedMessage>> Errors) : Failure(Message)
{
    /// <summary>A failure about one field.</summary>
    public static Invalid Field(string field, LocalizedMessage message) =>
        new(Messages.FieldIs(field, message), new Dictionary<string, IReadOnlyList<LocalizedMessage>>(StringComparer.Ordinal) { [field] = [message] });
}

/// <summary>The caller did not prove who they are.</summary>
public sealed record Unauthorized(LocalizedMessage Message) : Failure(Message);

/// <summary>The caller is known, and this is not theirs.</summary>
public sealed record Forbidden(LocalizedMessage Message) : Failure(Message);

/// <summary>There is no such thing.</summary>
public sealed record NotFound(LocalizedMessage Message) : Failure(Message);

/// <summary>The state of the thing does not allow it.</summary>
public sealed record Conflict(LocalizedMessage Message) : Failure(Message);

/// <summary>The thing changed since the caller read it (<c>If-Match</c>).</summary>
public sealed record Stale(LocalizedMessage Message) : Failure(Message)
{
    public Stale() : this(Messages.ChangedMeanwhile) { }
}

/// <summary>Too many attempts; <paramref name="RetryAfter"/> is how long to wait.</summary>
public sealed record TooManyAttempts(LocalizedMessage Message, TimeSpan RetryAfter) : Failure(Message);

/// <summary>The body is larger than its route takes.</summary>
public sealed record TooLarge(LocalizedMessage Message) : Failure(Message);

/// <summary>The body is of a kind that its route does not take.</summary>
public sealed record Unsupported(LocalizedMessage Message) : Failure(Message);
