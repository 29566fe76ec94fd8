using LeRun.Localization;

namespace LeRun;

/// <summary>Collects what is wrong with a request, field by field, so that the response names all of it at once.</summary>
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

    /// <summary>The failure to return; null if every rule held.</summary>
    public Invalid? Failure => _errors.Count == 0
        ? null
        : new Invalid(
            _errors.Select(error => Messages.FieldIs(error.Key, error.Value[0])).Aggregate(Messages.Both),
            _errors.ToDictionary(
                error => error.Key, IReadOnlyList<LocalizedMessage> (error) => error.Value, StringComparer.Ordinal));
}

/// <summary>A request with rules that concern several of its fields at once; those of a single field are attributes.</summary>
public interface ICrossFieldRules
{
    /// <summary>Notes what is wrong.</summary>
    /// <param name="validation">Collects the errors.</param>
    /// <param name="prefix">Stands before the names of the fields, such as <c>runData.</c>; may be empty.</param>
    void Check(Validation validation, string prefix);
}
