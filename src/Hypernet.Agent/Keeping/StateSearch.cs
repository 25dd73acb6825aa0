using System.Threading.Channels;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>A search for a state: who has said that it has it. Each of those asked is heard once.</summary>
/// <param name="digest">The checkpoint.</param>
/// <param name="asked">Who is asked.</param>
internal sealed class StateSearch(Bytes32 digest, IReadOnlyList<int> asked)
{
    private readonly HashSet<int> _silent = [.. asked];
    private readonly Channel<int> _offers = Channel.CreateUnbounded<int>();

    /// <summary>The checkpoint.</summary>
    public Bytes32 Digest => digest;

    /// <summary>A peer says that it has it. One caller at a time.</summary>
    public void Take(int peer)
    {
        if (_silent.Remove(peer))
        {
            _offers.Writer.TryWrite(peer);
        }
    }

    /// <summary>The next peer that has it; null if none says so for a while.</summary>
    public async Task<int?> NextAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await _offers.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
