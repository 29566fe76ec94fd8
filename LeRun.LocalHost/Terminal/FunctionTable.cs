using System.Text;
using LeRun.LocalHost.Worker;

namespace LeRun.LocalHost.Terminal;

/// <summary>Formats the functions of an app as aligned lines: name, methods and URL, or name and schedule.</summary>
internal static class FunctionTable
{
    public static string Format(FunctionSet functions, Uri address)
    {
        (string Name, string How, string Where)[] rows =
        [
            .. functions.Http.Select(f => (f.Name, MethodsOf(f), $"{address}{f.Route}")),
            .. functions.Timers.Select(f => (f.Name, "timer", f.Schedule)),
        ];
        if (rows.Length == 0)
            return "";

        var (names, hows) = (rows.Max(r => r.Name.Length), rows.Max(r => r.How.Length));
        var text = new StringBuilder();
        foreach (var (name, how, where) in rows.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase))
            text.Append("  ").Append(name.PadRight(names)).Append("  ").Append(how.PadRight(hows)).Append("  ").AppendLine(where);
        return text.ToString();
    }

    private static string MethodsOf(HttpFunction function) =>
        function.Methods.Count == 0 ? "*" : string.Join(',', function.Methods.Select(m => m.ToUpperInvariant()));
}
