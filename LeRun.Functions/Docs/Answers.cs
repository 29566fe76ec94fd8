using Microsoft.AspNetCore.Http;

namespace LeRun.Functions.Docs;

/// <summary>Declares what a function answers.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public abstract class AnswersAttribute(Type body) : Attribute
{
    /// <summary>The type of the JSON body.</summary>
    public Type Body { get; } = body;

    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Whether it carries an entity tag, by which readers can ask for changes only.</summary>
    public bool Tagged { get; init; }

    /// <summary>Whether it is a page of a list of them, asked for by <c>limit</c> and <c>cursor</c>.</summary>
    public bool Page { get; init; }
}

/// <inheritdoc cref="AnswersAttribute"/>
public sealed class AnswersAttribute<T>() : AnswersAttribute(typeof(T));

/// <summary>Declares that a function answers something else than JSON of the API's own.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AnswersFileAttribute(params string[] mediaTypes) : Attribute
{
    public string[] MediaTypes { get; } = mediaTypes;

    /// <summary>Whether callers may ask for a part of it (RFC 9110, Range).</summary>
    public bool Ranges { get; init; }
}

/// <summary>
/// Declares how a function may fail besides what its other declarations imply: 400, 413 and 415 for a body, 400 for a page,
/// 401 and 403 for who may call it and for whom a body speaks, 412 for <c>If-Match</c>; and 500 and 503, which anything may.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FailsAttribute(params int[] statuses) : Attribute
{
    public int[] Statuses { get; } = statuses;
}
