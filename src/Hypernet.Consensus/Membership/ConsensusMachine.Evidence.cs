using System.Buffers;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Audit;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/audit.md §7: what is kept of operations until they have been audited, and how audit desks reach each other.</summary>
internal sealed partial class ConsensusMachine
{
    private readonly Dictionary<int, ArrayBufferWriter<byte>> _auditMessages = [];
    private readonly Queue<Action<IMachineOutput>> _tellings = new();

    /// <summary>The operations that have ended and are not audited yet; null where nothing is audited.</summary>
    public EvidenceLog? Evidence { get; }

    /// <summary>Sends another slot's audit desk a message, whatever the view: in order, and lost only with a process.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="message">Up to <see cref="Bounds.AuditBytes"/>; stays unchanged.</param>
    public void SendAudit(int slot, ReadOnlyMemory<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(message.Length, Bounds.AuditBytes, nameof(message));
        if (_standing[slot] != Standing.Gone)
        {
            SendParts(slot, HeaderOf(FrameType.Audit), message);
        }
    }

    /// <summary>Takes operations out of the log that have been audited, or need not be any more. Calls that wait for it go on.</summary>
    public void Audited(Func<OperationEvidence, bool> which)
    {
        Evidence?.Remove(which);
        BeginWaiting();
        Flush();
    }

    /// <summary>Nothing is delivered, begun or played any more, and votes and messages go on. May be called from within <see cref="IMachineOutput.Diverged"/>.</summary>
    /// <param name="reason">Ends this slot's part as soon as the machine is in order; null if it is to go on auditing.</param>
    public void Halt(ConsensusException? reason = null)
    {
        _isHalted = true;
        if (reason is not null)
        {
            _tellings.Enqueue(_ => End(reason));
        }
    }

    /// <summary>Ends this slot's part: an audit has found that nothing can go on.</summary>
    public void Fail(ConsensusException reason)
    {
        End(reason);
        Flush();
    }

    private InvalidCallException? JudgeAudited(OperationCall call) =>
        Evidence is not null && OperationAudit.JudgeContribution(call.Descriptor, call.Contribution.Span) is { } fault ? new InvalidCallException(fault) : null;

    // Whoever waits for a call does not come to the audit that would make room for it.
    private void RequireRoomForEvidence()
    {
        if (Evidence is { IsFull: true } full && _waiting.Count > 0 && _outstanding.Count == 0 && !_isAuditing && !_isHalted)
        {
            var reason = new GroupClosedException(
                $"What is kept of operations until they are audited has reached its bound of {full.MostBytes} bytes (AuditOptions.EvidenceBytes), and a call of \"{_waiting.Peek().Call!.Name}\" waits. Have the program reach checkpoints more often, or raise the bound.");
            _tellings.Enqueue(_ => End(reason));
        }
    }

    private void BeginEvidence(Operation operation)
    {
        if (Evidence is not null)
        {
            var call = operation.Call!;
            CanonicalContribution.Canonicalize(call.Descriptor, MemoryMarshal.AsMemory(call.Contribution).Span);
            operation.Evidence = new OperationEvidence(new ChainKey(0, call.Name), operation.Key.Number, call, _seats.Partitions);
            Give(operation);
        }
    }

    private void ExpectEvidence(Operation operation)
    {
        if (operation.Evidence is { } evidence)
        {
            Evidence!.Expect(evidence);
        }
    }

    private void BeginPlay(Operation operation)
    {
        if (operation.Evidence is { } evidence)
        {
            evidence.Begin(operation.Play = new PlayEvidence(_view.Id, [.. Enumerable.Range(0, _seats.Partitions).Select(_view.SupplierOf)]));
        }
    }

    private static void CompleteEvidence(Operation operation)
    {
        if (operation.Evidence is { HasEnded: false } evidence)
        {
            evidence.Complete();
        }
    }

    private void EndEvidence(Operation operation, Ending ending)
    {
        if (operation.Evidence is { HasEnded: false } evidence)
        {
            evidence.End(ending);
            Evidence!.Add(evidence, operation.IsBegun);
            Receive(operation, evidence);
            _tellings.Enqueue(output => output.EvidenceAdded(evidence));
        }
    }

    // When all is in order: what is told may be answered at once.
    private void TellDesk()
    {
        while (_tellings.TryDequeue(out var tell))
        {
            tell(_output);
        }
    }

    private void OnAudit(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (Evidence is null)
        {
            Violated(slot, "a group without audits has no messages for them");
            return;
        }

        // A message begins anew where its sender does.
        var message = header.First == 0 ? _auditMessages[slot] = new ArrayBufferWriter<byte>() : _auditMessages.GetValueOrDefault(slot);
        if (header.First != (ulong?)message?.WrittenCount || payload.Length > Bounds.AuditBytes - message.WrittenCount)
        {
            Violated(slot, $"the parts of a message to an audit desk come in their order, and have {Bounds.AuditBytes} bytes at most");
            return;
        }

        message.Write(payload);
        if (header.Flags != 0)
        {
            _auditMessages.Remove(slot);
            _tellings.Enqueue(output => output.AuditReceived(slot, message.WrittenMemory));
        }
    }
}
