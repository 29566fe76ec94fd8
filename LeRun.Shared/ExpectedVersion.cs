namespace LeRun;

/// <summary>
/// The versions of a thing that a writer is ready to change. A version is an opaque text: the stored thing has another one after
/// every change that writers should know of.
/// </summary>
/// <param name="Versions">Any of these will do; null: whichever there is, as long as there is one.</param>
public sealed record ExpectedVersion(IReadOnlyList<string>? Versions)
{
    /// <summary>Whether a thing in this version may be changed.</summary>
    public bool Allows(string version) => Versions is null || Versions.Contains(version, StringComparer.Ordinal);
}

/// <summary>What the absence of an <see cref="ExpectedVersion"/> means.</summary>
public static class ExpectedVersionExtensions
{
    /// <summary>Whether the writer expects other versions than this one; a writer who expects none takes any.</summary>
    public static bool Excludes(this ExpectedVersion? expected, string version) => expected?.Allows(version) == false;
}
