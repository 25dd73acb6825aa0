using Hypernet.Agent.Accords;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly Accord _accord;
    private (ulong Block, ulong LearnedAt, int Words) _told;
    private int _isWoken;

    /// <summary>What a peer says, from any thread: each looks for words of its own.</summary>
    private void Hear(int rank, ReadOnlyMemory<byte> word)
    {
        _accuser.Hear(rank, word);
        _accord.Hear(rank, word);
    }

    /// <summary>
    /// Goes on with settling by signatures what the seller would commit now. Others are told what is new at once, and all of it after each
    /// block: some may not have been there before.
    /// </summary>
    private Agreement? AgreementOn(JobState job, Tenure own, CheckpointRecord.Reached record)
    {
        if (_peers is not { } peers)
        {
            return null;
        }

        var agreement = _accord.Follow(job, own, record, _block);
        var words = _accord.Says(job, own).ToArray();
        var telling = (_block, agreement.LearnedAt, words.Length);
        if (_told != telling)
        {
            _told = telling;
            Array.ForEach(words, said => peers.Tell(said.Rank, said.Word));
        }

        return agreement;
    }

    // Many words, one look.
    private void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            _services.Loop.Post(() => Volatile.Write(ref _isWoken, 0));
        }
    }
}
