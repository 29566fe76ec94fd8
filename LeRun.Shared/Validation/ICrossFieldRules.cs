namespace LeRun;

/// <summary>A request with rules that concern several of its fields at once; those of a single field are attributes.</summary>
public interface ICrossFieldRules
{
    /// <summary>Notes what is wrong.</summary>
    /// <param name="validation">Collects the errors.</param>
    /// <param name="prefix">Stands before the names of the fields, such as <c>runData.</c>; may be empty.</param>
    void Check(Validation validation, string prefix);
}
