namespace Hypernet.Consensus.Audit;

/// <summary>
/// What one replica contributed between two checkpoints (docs/spec/audit.md §2): a hash chain for each communicator and name, in the
/// order of the calls, so that the interleaving of names, which differs between replicas, does not matter. The same whether the
/// contributions were sent, not sent, restarted, or replayed. Not for use by two threads at once.
/// </summary>
/// <param name="start">The transcript before the first contribution (docs/spec/commitment.md §2).</param>
public sealed partial class Transcript(Hash256 start)
{
    private readonly SortedDictionary<ChainKey, HashChain> _chains = [];
    private readonly Dictionary<ChainKey, ulong> _undecided = [];

    /// <summary>Operations in it.</summary>
    public ulong Operations => _chains.Values.Aggregate(0UL, (sum, chain) => sum + chain.Count);

    /// <summary>Whether every operation before one that is in it is in it, too.</summary>
    public bool IsWhole => _undecided.Values.All(count => count == 0) && _chains.Values.All(chain => chain.Waiting.Count == 0);

    /// <summary>The transcript T. To be taken where no operation is outstanding: at a checkpoint.</summary>
    /// <exception cref="InvalidOperationException">It is not <see cref="IsWhole"/>.</exception>
    public Hash256 Value
    {
        get
        {
            if (!IsWhole)
            {
                throw new InvalidOperationException("An operation is undecided while a later one of its name is in the transcript. Take it at a checkpoint, where nothing is outstanding.");
            }

            if (_chains.Count == 0)
            {
                return start;
            }

            var fields = HashedFields.In("HEADS"u8);
            fields.Write(start);
            foreach (var chain in _chains.Values)
            {
                fields.Write(chain.Count);
                fields.Write(chain.Head);
            }

            return fields.Hash();
        }
    }

    /// <summary>The own contribution to the next operation of its name in the whole group; of a decision (<see cref="OperationCall.IsDecision"/>) its place.</summary>
    /// <param name="call">What the program calls and gives, under the name that it gave itself. Those of one name are told in their order.</param>
    /// <returns>The operation's number, for <see cref="Decide(OperationCall, ulong, ReadOnlySpan{byte})"/>.</returns>
    public ulong Give(OperationCall call)
    {
        var key = new ChainKey(0, call.Name);
        ulong undecided = _undecided.GetValueOrDefault(key);
        ulong number = undecided + (_chains.TryGetValue(key, out var chain) ? chain.Count + (ulong)chain.Waiting.Count : 0);
        if (call.IsDecision)
        {
            _undecided[key] = undecided + 1;
        }
        else
        {
            Give(key, number, call.Descriptor, call.Contribution.Span);
        }

        return number;
    }

    /// <summary>What a decision came to.</summary>
    /// <param name="call">The decision.</param>
    /// <param name="number">As <see cref="Give(OperationCall)"/> has said.</param>
    /// <param name="value">The decided value; empty where it was refused to all.</param>
    public void Decide(OperationCall call, ulong number, ReadOnlySpan<byte> value)
    {
        var key = new ChainKey(0, call.Name);
        _undecided[key]--;
        Decide(key, number, call.Descriptor, value);
    }

    /// <summary>The own contribution to an operation.</summary>
    /// <param name="key">Communicator and name.</param>
    /// <param name="number">Calls of that name before it in the interval.</param>
    /// <param name="descriptor">What was called.</param>
    /// <param name="given">What the program gave; empty where it gives nothing.</param>
    /// <returns>The operations whose place in their chain is certain now, with the heads that their seals cover.</returns>
    internal IReadOnlyList<HashChain.Step> Give(ChainKey key, ulong number, Descriptor descriptor, ReadOnlySpan<byte> given) =>
        Add(key, number, LinkOf(number, descriptor, isDecided: false, given.Length, CanonicalContribution.Digest(descriptor, given)));

    /// <summary>What was decided where inputs differ between replicas: of Agree, Test, HasConverged.</summary>
    /// <param name="key">Communicator and name.</param>
    /// <param name="number">Calls of that name before it in the interval.</param>
    /// <param name="descriptor">What was called.</param>
    /// <param name="value">The decided value.</param>
    /// <inheritdoc cref="Give(ChainKey, ulong, Descriptor, ReadOnlySpan{byte})" path="/returns"/>
    internal IReadOnlyList<HashChain.Step> Decide(ChainKey key, ulong number, Descriptor descriptor, ReadOnlySpan<byte> value) =>
        Add(key, number, LinkOf(number, descriptor, isDecided: true, value.Length, Hash256.Of(value)));

    /// <summary>The link of one operation: who opens a contribution shows that it extends a sealed head.</summary>
    /// <param name="number">Number of the operation.</param>
    /// <param name="descriptor">What was called.</param>
    /// <param name="isDecided">Whether the decided value stands for it.</param>
    /// <param name="length">Bytes of the contribution, or value.</param>
    /// <param name="digest">Of its canonical bytes.</param>
    internal static Hash256 LinkOf(ulong number, Descriptor descriptor, bool isDecided, int length, Hash256 digest)
    {
        var fields = HashedFields.In(isDecided ? "DECIDED"u8 : "GIVEN"u8);
        fields.Write(number);
        fields.Write(descriptor);
        fields.Write((ulong)length);
        fields.Write(digest);
        return fields.Hash();
    }

    private IReadOnlyList<HashChain.Step> Add(ChainKey key, ulong number, Hash256 link)
    {
        if (!_chains.TryGetValue(key, out var chain))
        {
            _chains.Add(key, chain = new HashChain(key.Start));
        }

        return chain.Add(number, link);
    }
}
