using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Payloads;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Operations as each partition has them in its log after real runs: what its program gave, what it received, and the exact result of
/// its share. Who lies gives the runs something else than its replicas computed.
/// </summary>
internal sealed partial class AuditedGroup(int partitions)
{
    private static readonly Func<int, int, ReadOnlyMemory<byte>?> Nothing = (_, _) => null;

    private readonly List<AuditedOperation[]> _operations = [];

    /// <summary>By partition, then in the order in which they were called.</summary>
    public IReadOnlyList<AuditedOperation> Of(int partition) => [.. _operations.Select(operation => operation[partition])];

    /// <summary>Plays an operation and keeps it.</summary>
    /// <param name="key">Communicator and name.</param>
    /// <param name="number">Calls of that name before it.</param>
    /// <param name="call">What is called.</param>
    /// <param name="given">What the programs gave.</param>
    /// <param name="sent">What was played: by default the same.</param>
    /// <param name="schedule">How it traveled.</param>
    /// <returns>What each partition received; null where it was refused.</returns>
    public OperationResult?[] Play(ChainKey key, ulong number, OperationCall call, byte[][] given, byte[][]? sent = null, ScheduleKind? schedule = null)
    {
        sent ??= given;
        var plays = Enumerable.Range(0, partitions).ToDictionary(slot => slot, slot => new List<KeyValuePair<int, ReadOnlyMemory<byte>>> { new(slot, sent[slot]) });
        var outputs = new RunCluster(given.Length, partitions, call, plays, schedule).Play().Outputs;
        _operations.Add([.. outputs.Select(output => Kept(key, number, call with { Contribution = given[output.Key] }, output.Value.Result, output.Value.Fault, sent, output.Key))]);
        return [.. outputs.Values.Select(output => output.Result)];
    }

    /// <summary>Changes what the partitions keep of an operation: what they were told is another thing than what was computed.</summary>
    public void Alter(int index, Func<AuditedOperation, int, AuditedOperation> alter) => _operations[index] = [.. _operations[index].Select(alter)];

    /// <summary>Audits all operations in one window.</summary>
    /// <param name="point">Where.</param>
    /// <param name="inputs">Contributions as they are gathered: by index of the operation and partition. By default those given.</param>
    /// <returns>The verdict, equal at all partitions; the operations that are at fault, by the order in which they were called.</returns>
    public (AuditVerdict Verdict, int[] Found) Audit(AuditPoint point, Func<int, int, ReadOnlyMemory<byte>?>? inputs = null)
    {
        AuditWindow[] windows = [.. Enumerable.Range(0, partitions).Select(partition => new AuditWindow(Of(partition), partition, partitions))];
        WindowAudit[] audits = [.. windows.Select(window => new WindowAudit(window, point))];
        AuditStatement[] statements = [.. audits.Select((audit, partition) => AuditStatement.Read(audit.State().ToBytes(), windows[0].ClaimBytes(partition))!)];
        inputs ??= (index, partition) => windows[partition].Operations[index].Call.Contribution;
        AuditFinding[] findings = [.. audits.Select((audit, partition) => AuditFinding.Read(audit.Judge(
            statements, windows[partition].Needed.Any() ? inputs : Nothing).ToBytes())!)];
        AuditVerdict[] verdicts = [.. audits.Select(audit => audit.Conclude(statements, findings)).Distinct()];
        ulong differing = audits[0].Differing([.. audits.Select(audit => audit.Contributions)], [.. audits.Select(audit => audit.Results)]);
        if (verdicts.Length != 1 || verdicts[0].IsBalanced != (differing == 0)
            || audits.Index().Any(audit => audit.Item.Combine(audit.Item.Contributions) != statements[audit.Index].Fingerprint))
        {
            throw new InvalidOperationException("The audit is not one.");
        }

        var ordered = windows[0].Operations;
        ulong bits = differing | verdicts[0].Unsound;
        return (verdicts[0], [.. _operations.Index().Where(operation => (bits >> IndexOf(ordered, operation.Item[0]) & 1) != 0).Select(operation => operation.Index)]);
    }

    /// <summary>The exact result of a partition's share, from what was played.</summary>
    public static (ReadOnlyMemory<byte> Exact, ReadOnlyMemory<short> Scales) ExactOf(OperationCall call, byte[][] sent, int partition)
    {
        var descriptor = call.Descriptor;
        if (!descriptor.Kind.IsReduction() || descriptor.Operator is not (ReduceOperator.Sum or ReduceOperator.Mean or ReduceOperator.WeightedMean))
        {
            return default;
        }

        int count = (int)descriptor.Count;
        if (ScheduleChoice.IsFixedPoint(descriptor, sent.Length))
        {
            return descriptor.Type == ElementType.F32 ? Words<float>(descriptor, sent, partition) : Words<double>(descriptor, sent, partition);
        }

        var share = Share.Of(descriptor, count, partition, sent.Length);
        if (share.Count == 0)
        {
            return default;
        }

        var payload = PayloadFactory.Create(call, sent.Length);
        for (int slot = 0; slot < sent.Length; slot++)
        {
            payload.Add(slot, sent[slot]);
        }

        var body = payload.Write()[payload.Contributors.Bytes..];
        var sums = new List<ReadOnlyMemory<byte>>();
        uint[] digits = new uint[Limbs.Count];
        while (!body.IsEmpty)
        {
            int bytes = ExactWire.Read(body.Span, digits, out _);
            sums.Add(body[..bytes]);
            body = body[bytes..];
        }

        return ((byte[])[.. sums.Skip(share.First).Take(share.Count).Concat(sums.Skip(count)).SelectMany(sum => sum.ToArray())], default);
    }

    private static AuditedOperation Kept(ChainKey key, ulong number, OperationCall call, OperationResult? result, ConsensusException? fault, byte[][] sent, int partition)
    {
        var (exact, scales) = ExactOf(call, sent, partition);
        return new AuditedOperation
        {
            Key = key,
            Number = number,
            Call = call,
            Result = result ?? new OperationResult { Value = default, Contributors = SlotSet.All(sent.Length) },
            Overflowed = result is null ? long.Parse(Element().Match(fault!.Message).Groups[1].Value, CultureInfo.InvariantCulture) : -1,
            Exact = exact,
            Scales = scales,
        };
    }

    private static (ReadOnlyMemory<byte> Exact, ReadOnlyMemory<short> Scales) Words<T>(Descriptor descriptor, byte[][] sent, int partition)
        where T : unmanaged
    {
        int count = (int)descriptor.Count;
        short[] scales = [.. Enumerable.Repeat(short.MinValue, BlockScales.Count(count))];
        foreach (byte[] part in sent)
        {
            short[] own = new short[scales.Length];
            BlockScales.Measure(MemoryMarshal.Cast<byte, T>(part), own);
            scales = [.. scales.Zip(own, Math.Max)];
        }

        var fixedPoint = new BlockFixedPoint(sent.Length, descriptor.Digits is >= 1 and <= 9 ? 1 : 2);
        var blocks = Share.Of(descriptor, scales.Length / BlockScales.Fields, partition, sent.Length);
        int first = Math.Min(count, blocks.First * BlockScales.BlockLength);
        int length = Math.Min(count, (blocks.First + blocks.Count) * BlockScales.BlockLength) - first;
        short[] shareScales = scales[(BlockScales.Fields * blocks.First)..(BlockScales.Fields * (blocks.First + blocks.Count))];
        long[] words = new long[fixedPoint.WordCount(shareScales, length)];
        foreach (byte[] part in sent)
        {
            long[] own = new long[words.Length];
            fixedPoint.Quantize(MemoryMarshal.Cast<byte, T>(part).Slice(first, length), shareScales, own);
            BlockFixedPoint.Add(words, own);
        }

        return (MemoryMarshal.AsBytes(words.AsSpan()).ToArray(), scales);
    }

    private static int IndexOf(IReadOnlyList<AuditedOperation> operations, AuditedOperation operation) =>
        operations.Index().First(other => other.Item.Key == operation.Key && other.Item.Number == operation.Number).Index;

    [GeneratedRegex(@"sum of element (\d+) is out")]
    private static partial Regex Element();
}
