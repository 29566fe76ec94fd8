using LeRun.Localization;

namespace LeRun;

/// <summary>Collects what is wrong with a request, field by field, so that the answer names all of it at once.</summary>
public sealed class Validation
{
    private readonly Dictionary<string, List<LocalizedMessage>> _errors = new(StringComparer.Ordinal);

    /// <summary>How many fields something is wrong with.</summary>
    public int ErrorCount => _errors.Count;

    /// <summary>Notes <paramref name="message"/> for <paramref name="field"/> unless <paramref name="holds"/>.</summary>
    public Validation Require(bool holds, string field, LocalizedMessage message)
    {
        if (holds)
            return this;
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
        return this;
    }

    /// <summary>The failure to answer with, or null when every rule held.</summary>
    public Invalid? Failure => _errors.Count == 0
        ? null
        : new Invalid(
            Messages.Several([.. _errors.Select(error => Messages.FieldIs(error.Key, error.Value[0]))]),
            _errors.ToDictionary(error => error.Key, IReadOnlyList<LocalizedMessage> (error) => error.Value, StringComparer.Ordinal));
}
