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
        TellSettled();
        BeginWaiting();
        Flush();
    }

    /// <summary>Every member has completed an operation: its ending is kept for those who join, where anybody can.</summary>
    private void Settled(Operation operation, PooledBytes? recycled)
    {
        if (_seats.AreReplicated)
        {
            _log.Add(operation.Key, new LoggedEnding(operation.Call!.Descriptor, operation.Descriptor, operation.Scope, operation.Ending!, recycled));
        }
        else
        {
            recycled?.Drop();
        }
    }
}
