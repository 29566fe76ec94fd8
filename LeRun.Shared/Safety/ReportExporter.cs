using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using LeRun.Users;

namespace LeRun.Safety;

/// <summary>Exports what an account reported, without what others wrote.</summary>
public sealed class ReportExporter(CaseStore store) : IUserDataExporter
{
    private const int Step = 100;

    /// <inheritdoc/>
    public string Kind => "reports";

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = ExportedPiece.ReadPagesAsync(
            last => store.ListReportsAsync(account.AccountId, last, Step, cancellationToken), after);
        await foreach (var report in all)
        {
            var exported = new ExportedReport(
                report.ReportId, report.Kind, report.ThingId, report.Reason, report.Detail, report.CreatedAt);
            yield return ExportedPiece.Element(report.ReportId, exported, ExportedReportJson.Default);
        }
    }
}

/// <summary>A report as whoever sent it reads it.</summary>
internal sealed record ExportedReport(
    [property: JsonPropertyName("_id")] string Id, string Kind, [property: JsonPropertyName("id")] string ThingId, string Reason,
    string? Detail, DateTimeOffset CreatedAt);

[JsonSerializable(typeof(ExportedReport))]
internal sealed partial class ExportedReportJson : JsonSerializerContext;
