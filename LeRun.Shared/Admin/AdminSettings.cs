namespace LeRun.Admin;

/// <summary>Settings <c>Admin__…</c>.</summary>
public sealed class AdminSettings : ISettings
{
    /// <inheritdoc/>
    public static string Section => "Admin";

    /// <summary>Whether administrators may delete everything. Leave it off wherever data matters.</summary>
    public bool AllowDeleteAll { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => [];
}
