using System.Text.Json.Serialization;
using LeRun.Safety;

namespace LeRun.Functions.Safety;

/// <summary>JSON of the bodies that these functions take and return.</summary>
[JsonSerializable(typeof(BlockedView))]
[JsonSerializable(typeof(ReportRequest))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(AppealRequest))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(IReadOnlyList<CaseView>))]
[JsonSerializable(typeof(StandingView))]
[JsonSerializable(typeof(TermsView))]
[JsonSerializable(typeof(ConsentRequest))]
[JsonSerializable(typeof(ConsentView))]
internal sealed partial class SafetyBodies : JsonSerializerContext;
