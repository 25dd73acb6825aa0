using Hypernet.Consensus.Audit;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/audit.md §4: frames say which results their sender has received, so that whoever was given others finds out with the next frame.</summary>
internal sealed partial class ConsensusMachine
{
    // DATA, flags: the payload ends with a claim. u64 count, and the head over so many results of the name.
    private const ushort WithClaim = 1;
    private const int ClaimBytes = sizeof(ulong) + Hash256.Length;

    private bool _isHalted;

    /// <summary>A result takes its place in the chain of its name. Refusals of what others called otherwise are no results: nothing behind them is compared.</summary>
    private void Receive(Operation operation, OperationEvidence evidence)
    {
        var results = ResultsOf(operation);
        if (operation.Ending!.IsMismatch)
        {
            return;
        }

        foreach (int slot in results.Add(evidence.Number, evidence.Link))
        {
            Diverge(slot, evidence.Key, results.Count);
        }
    }

    private ResultChain ResultsOf(Operation operation) => operation.Sequence!.Received ??= new ResultChain(operation.Evidence!.Key.Start, _size);

    /// <summary>Puts a claim behind the first part of an operation that goes to a slot, if there is something to claim.</summary>
    private bool Claims(Operation operation, int slot, ref ReadOnlyMemory<byte> payload)
    {
        if (operation.Evidence is null || ResultsOf(operation).Count == 0 || !operation.Claimed.Add(slot))
        {
            return false;
        }

        var writer = new FieldWriter();
        writer.Write(payload.Span);
        WriteClaim(writer, operation);
        payload = writer.Written;
        return true;
    }

    /// <summary>Takes the claim away from behind a part.</summary>
    /// <returns>Whether the part is to be played.</returns>
    private bool TakeClaim(Operation operation, int slot, in FrameHeader header, ref ReadOnlySpan<byte> payload)
    {
        if (header.Flags == 0)
        {
            return !_isHalted;
        }

        if (operation.Evidence is null || header.Flags != WithClaim || payload.Length < ClaimBytes)
        {
            Violated(slot, "a part has a claim behind it where that is said, and where there are audits");
            return false;
        }

        Compare(operation, slot, payload[^ClaimBytes..]);
        payload = payload[..^ClaimBytes];
        return !_isHalted;
    }

    /// <summary>What a mate's FETCH carries: its seal, or zeros of a decision, and its claim.</summary>
    private ReadOnlyMemory<byte> SealOf(Operation operation)
    {
        if (operation.Evidence is null)
        {
            return default;
        }

        var writer = new FieldWriter();
        writer.Write(operation.Sealed is { } head ? SealOf(operation, head) : default);
        WriteClaim(writer, operation);
        return writer.Written;
    }

    private bool TakeSealed(Operation operation, int slot, ReadOnlySpan<byte> payload, out Hash256? seal)
    {
        bool isSound = payload.Length == Hash256.Length + ClaimBytes;
        var given = isSound ? new Hash256(payload[..Hash256.Length]) : default;
        seal = given == default ? null : given;
        isSound &= seal is null == operation.Call?.IsDecision;
        if (isSound)
        {
            Compare(operation, slot, payload[Hash256.Length..]);
        }

        return isSound;
    }

    private void WriteClaim(FieldWriter writer, Operation operation)
    {
        var results = ResultsOf(operation);
        writer.Write(results.Count);
        writer.Write(results.Head);
    }

    private void Compare(Operation operation, int slot, ReadOnlySpan<byte> claim)
    {
        var reader = new FieldReader(claim);
        ulong count = reader.ReadUInt64();
        if (ResultsOf(operation).Differs(slot, count, new Hash256(reader.Take(Hash256.Length))))
        {
            Diverge(slot, operation.Evidence!.Key, count);
        }
    }

    // Told at once: who hears it may halt this slot before anything more comes of it.
    private void Diverge(int slot, ChainKey key, ulong count) => _output.Diverged(slot, key, count);
}
