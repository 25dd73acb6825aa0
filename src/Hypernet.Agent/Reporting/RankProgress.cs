using System.Numerics;
using Hypernet.Client;

namespace Hypernet.Agent.Reporting;

/// <summary>How far a program was at a moment.</summary>
internal sealed record RankProgress(int Checkpoint, long Done, long Total, DateTimeOffset Since)
{
    /// <summary>What a program says, in a coarser unit where it counts beyond what readers of JSON can hold.</summary>
    public static RankProgress Of(int checkpoint, ulong done, ulong total, DateTimeOffset since)
    {
        int excess = Math.Max(0, BitOperations.Log2(total) - BitOperations.Log2((ulong)TelemetryRow.MaxCount));
        return new RankProgress(checkpoint, (long)(done >> excess), (long)(total >> excess), since);
    }

    /// <summary>The row of a report that is signed now.</summary>
    public TelemetryRow ToRow(int partition, DateTimeOffset now) => new()
    {
        Partition = partition,
        Checkpoint = Checkpoint,
        Done = Done,
        Total = Total,
        AgeSeconds = Math.Clamp((now - Since).TotalSeconds, 0, TelemetryRow.MaxAgeSeconds),
    };
}
