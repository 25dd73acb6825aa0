using Hypernet.Client;

namespace Hypernet.Server.Telemetry;

/// <summary>The newest report of a rank, as it was when it was asked for.</summary>
internal sealed record RankReport(int Tenure, TelemetryReport Report, DateTimeOffset Received, IReadOnlyList<TelemetryPointView> History);
