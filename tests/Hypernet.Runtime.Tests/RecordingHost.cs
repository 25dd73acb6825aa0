using System.Collections.Concurrent;

namespace Hypernet.Runtime;

/// <summary>The agent's place: notes what a program asks for, and answers as the test says.</summary>
public sealed class RecordingHost : IRankHost
{
    public ConcurrentQueue<(int Number, byte[] Result, byte[] State)> Checkpoints { get; } = [];

    public ConcurrentQueue<(ulong Done, ulong Total, double? Residual)> Reports { get; } = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    public Interval Interval => IntervalAfter(Checkpoints.Count);

    /// <summary>Time and seed of each interval, as programs of tests tell them.</summary>
    public static IEnumerable<string> Intervals => Enumerable.Range(0, int.MaxValue).Select(IntervalAfter)
        .Select(interval => $"{interval.Begin.ToUnixTimeSeconds()} {Convert.ToHexStringLower(interval.Seed.Span)}");

    public byte[] Restorable { get; init; } = [];

    public Func<int, CancellationToken, Task<CheckpointAnswer>> Answer { get; init; } =
        (_, _) => Task.FromResult(CheckpointAnswer.GoOn);

    public Action<string> Logged { get; init; } = _ => { };

    public Task<ReadOnlyMemory<byte>> RestoreAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>>(Restorable);

    public Task<CheckpointAnswer> CheckpointAsync(
        int number, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        Checkpoints.Enqueue((number, result.ToArray(), state.ToArray()));
        return Answer(number, cancellationToken);
    }

    private static Interval IntervalAfter(int checkpoints) =>
        Interval.Draw(DateTimeOffset.UnixEpoch.AddDays(20_000 + checkpoints), "a job"u8, partition: 1, checkpoints + 1);

    public void Progress(ulong done, ulong total, double? residual) => Reports.Enqueue((done, total, residual));

    public void Log(string line)
    {
        Lines.Enqueue(line);
        Logged(line);
    }
}
