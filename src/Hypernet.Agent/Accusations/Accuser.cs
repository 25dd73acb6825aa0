using System.Collections.Concurrent;
using Hypernet.Consensus;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Accusations;

/// <summary>docs/spec/joined.md, Expulsion: whom of its group a seller accuses, and who of its mates does so too. Lives in the agent's loop, but for words that come in.</summary>
/// <param name="chainId">The chain.</param>
/// <param name="job">The job's contract.</param>
/// <param name="key">The seller's agent key.</param>
internal sealed class Accuser(ulong chainId, Account job, PrivateKey key)
{
    // The newest of each rank. Its signature is looked at only if this seller accuses the same itself, so that strangers cannot have it work.
    private readonly ConcurrentDictionary<int, AccusationWord> _words = [];
    private readonly SortedDictionary<int, Signature> _voices = [];
    private Accusation? _own;

    /// <summary>What this seller says to its mates: as long as its accusation is open, after every block.</summary>
    public ReadOnlyMemory<byte> Word { get; private set; }

    /// <summary>A peer has said something. Called from any thread.</summary>
    /// <param name="rank">Who.</param>
    /// <param name="bytes">A stranger's.</param>
    public void Hear(int rank, ReadOnlyMemory<byte> bytes)
    {
        if (AccusationWord.TryRead(bytes.Span) is { } word)
        {
            _words[rank] = word;
        }
    }

    /// <summary>Stands up against the first of the culprits that is a mate; who is accused itself does not.</summary>
    /// <param name="state">The job.</param>
    /// <param name="own">The seller's tenure.</param>
    /// <param name="culprits">Ranks that have altered results.</param>
    /// <param name="evidence">Hash of what proves it.</param>
    /// <returns>The rank that is accused; null if there is none.</returns>
    public int? Accuse(JobState state, Tenure own, SlotSet culprits, Bytes32 evidence)
    {
        var group = state.Groups[state.GroupOf(own.Rank)];
        int? accused = culprits.Contains(own.Rank) ? null : culprits.Where(rank => state.GroupOf(rank) == group.Id).Cast<int?>().FirstOrDefault();
        if (accused is { } rank)
        {
            var expulsion = new Expulsion(group.Id, state.Checkpoint, group.Attempt, state.TenureAt(rank).Id, evidence);
            var signature = key.Sign(DigestOf(expulsion));
            _voices.Clear();
            _voices[own.Rank] = signature;
            _own = new Accusation(rank, expulsion, []);
            Word = new AccusationWord(expulsion, signature).ToBytes();
        }

        return accused;
    }

    /// <summary>This seller's accusation, with those who have stood up for it by now; null if there is none, or the chain would refuse it.</summary>
    /// <param name="state">The job.</param>
    public Accusation? Open(JobState state)
    {
        if (_own is not { } own || !own.IsOpen(state))
        {
            return null;
        }

        var group = state.Groups[own.Expulsion.Group];
        foreach (int replica in group.Active.Replicas())
        {
            int rank = (group.Id * state.Terms.Replication) + replica;
            if (rank != own.Rank && !_voices.ContainsKey(rank) && _words.TryRemove(rank, out var word) && word.Expulsion == own.Expulsion
                && word.Signature.TryRecover(DigestOf(own.Expulsion), out var signer) && signer.ToAccount() == state.TenureAt(rank).AgentKey)
            {
                _voices[rank] = word.Signature;
            }
        }

        return own with
        {
            Voices = [.. _voices.Where(voice => group.Active.Contains(state.ReplicaOf(voice.Key))).Select(voice => (voice.Key, voice.Value))],
        };
    }

    private Hash32 DigestOf(Expulsion expulsion) => Domains.Job(chainId, job).Digest(expulsion.ToTypedStruct());
}
