using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §9: what operations ended with, for replicas that join.</summary>
internal sealed partial class ConsensusMachine
{
    private readonly EndingLog _log;

    /// <summary>Nobody needs the operations of names with a prefix any more.</summary>
    public void Forget(string prefix)
    {
        var over = _sequences.Values.Where(sequence => sequence.Completed == sequence.Next && sequence.Name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(sequence => sequence.Hash);
        foreach (var key in _operations.Keys.Where(key => over.ContainsKey(key.Name)).ToList())
        {
            Drop(key, isProven: false);
        }

        foreach (var sequence in over.Values)
        {
            _sequences.Remove(sequence.Hash);
            _names.Remove(sequence.Name);
        }

        _log.Forget([.. over.Keys]);
        Evidence?.Remove(operation => operation.Key.Name.StartsWith(prefix, StringComparison.Ordinal));
        TellSettled();
        BeginWaiting();
        Flush();
    }

    /// <summary>Tells a slot what ended before it was called there: the same in every view, so that it is told in the one that the slot is in.</summary>
    private void AnswerFromLog(int slot, in FrameHeader header)
    {
        var key = new OperationKey(header.Name, header.Number);
        var answer = HeaderOf(FrameType.Result, key) with { View = header.View };
        if (_log.Find(key) is not { } logged)
        {
            SendEnding(slot, answer, EndingScope.Everyone, Ending.Of(new LeftBehindException(
                $"Operation {key.Number} of \"{NameOf(key)}\" is over, and replica {_seats.NameOf(_self)} does not keep its end any more. Start this replica anew, from a later state.")));
        }
        else if (logged.Descriptor != header.Descriptor)
        {
            _output.Send(slot, HeaderOf(FrameType.Mismatch, key), WriteCalls((_self, logged.Call)));
        }
        else
        {
            SendEnding(slot, answer, logged.Scope, logged.Ending);
        }
    }

    /// <summary>Every member has completed an operation: its ending is kept for those who join, where anybody can.</summary>
    private void Settled(Operation operation, PooledBytes? recycled)
    {
        if (_seats.AreReplicated && !operation.IsEndedAlone)
        {
            _log.Add(operation.Key, new LoggedEnding(operation.Call!.Descriptor, operation.Descriptor, operation.Scope, operation.Ending!, recycled));
        }
        else
        {
            recycled?.Drop();
        }
    }
}
