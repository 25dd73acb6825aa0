using System.Buffers.Binary;
using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>What a program of a local run may ask for beside collectives: nobody compares its checkpoints, so each is settled at once.</summary>
internal sealed class LocalHost(LocalSeat seat, RankOutput output, LocalRunOptions options, DateTimeOffset start) : IRankHost
{
    private int _settled;

    public Interval Interval
    {
        get
        {
            Span<byte> source = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(source, options.Seed);
            return Interval.Draw(start, source, seat.Rank, _settled + 1);
        }
    }

    public Task<ReadOnlyMemory<byte>> RestoreAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A local run starts at the beginning.");

    public Task<CheckpointAnswer> CheckpointAsync(
        int number, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        _settled = number;
        Tell($"has reached checkpoint {number}: {result.Length} bytes of result, {state.Length} of state");
        return Task.FromResult(CheckpointAnswer.GoOn);
    }

    public void Progress(ulong done, ulong total, double? residual) =>
        Tell($"has done {done} of {total}{(residual is { } left ? string.Create(CultureInfo.InvariantCulture, $", residual {left:0.0e+0}") : "")}");

    public void Log(string line) => output.WriteLine(seat.ToString(), line, options.Error);

    private void Tell(FormattableString what) => options.TellMore($"rank {seat} {what.ToString(CultureInfo.InvariantCulture)}");
}
