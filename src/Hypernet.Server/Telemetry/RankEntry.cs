using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Server.Telemetry;

/// <summary>What the tenure at one rank has reported.</summary>
internal sealed class RankEntry(Account job, int rank, int tenure, TokenBucket bucket)
{
    internal Account Job => job;

    internal int Rank => rank;

    internal int Tenure => tenure;

    internal TokenBucket Bucket => bucket;

    internal RankSeries Series { get; } = new();

    /// <summary>The newest report; null before the first.</summary>
    internal TelemetryReport? Report { get; set; }

    internal DateTimeOffset Received { get; set; }
}
