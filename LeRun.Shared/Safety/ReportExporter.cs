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
    public IAsyncEnumerable<ExportedPiece> ExportAsync(
        UserAccount account, string? after, CancellationToken cancellationToken) =>
        ExportedPiece.ElementsAsync(
            last => store.ListReportsAsync(account.AccountId, last, Step, cancellationToken),
            after,
            report => report.ReportId,
            report => new ExportedReport(
                report.ReportId, report.Kind, report.ThingId, report.Reason, report.Detail, report.CreatedAt),
            ExportedReportJson.Default);
}

/// <summary>A report as whoever sent it reads it.</summary>
internal sealed record ExportedReport(
    [property: JsonPropertyName("_id")] string Id, string Kind, [property: JsonPropertyName("id")] string ThingId, string Reason,
    string? Detail, DateTimeOffset CreatedAt);

[JsonSerializable(typeof(ExportedReport))]
internal sealed partial class ExportedReportJson : JsonSerializerContext;
