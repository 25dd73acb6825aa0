using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>Has peers send parts of checkpoints, piece by piece, and believes none of them.</summary>
/// <param name="time">The clock.</param>
/// <param name="send">Sends a rank a parcel, if it can.</param>
internal sealed class PartReader(TimeProvider time, Func<int, ReadOnlyMemory<byte>, bool> send)
{
    // A piece may be refused because the link is busy: it is asked for again.
    private const int Trials = 5;
    private const long LeastBytesPerSecond = 256 * 1024;
    private static readonly TimeSpan PieceTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(int Peer, ParcelHead Question), TaskCompletionSource<(long Total, byte[] Bytes)>> _asked = [];

    /// <summary>A piece has come. Called from any thread.</summary>
    /// <param name="peer">Of whom.</param>
    /// <param name="head">What it says about itself.</param>
    /// <param name="piece">Copied if it was asked for, and is the first answer.</param>
    public void Receive(int peer, in ParcelHead head, ReadOnlySpan<byte> piece)
    {
        if (_asked.TryRemove((peer, Question(head.Digest, head.Part, head.Offset)), out var answer))
        {
            answer.TrySetResult((head.Total, piece.ToArray()));
        }
    }

    /// <summary>Reads a part from a peer.</summary>
    /// <param name="peer">From whom.</param>
    /// <param name="digest">Of which checkpoint.</param>
    /// <param name="part">Which part.</param>
    /// <param name="hash">What its SHA-256 must be.</param>
    /// <param name="admits">Asked once, how many bytes it has: whether there is room.</param>
    /// <param name="destination">Where its bytes go; what is there counts only at success.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null if it is there, and right; else what the peer does, in words.</returns>
    public async Task<string?> ReadAsync(
        int peer, Bytes32 digest, CheckpointPart part, Bytes32 hash, Func<long, bool> admits, Stream destination, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long began = time.GetTimestamp();
        long? total = null;
        long offset = 0;
        do
        {
            if (await AskAsync(peer, Question(digest, part, offset), cancellationToken) is not { } piece)
            {
                return "does not answer";
            }

            if (total is { } said ? piece.Total != said : !admits(piece.Total))
            {
                return total is null ? "has more than there is room for" : "says another length each time";
            }

            total = piece.Total;
            offset += piece.Bytes.Length;
            sha256.AppendData(piece.Bytes);
            await destination.WriteAsync(piece.Bytes, cancellationToken);
            if (time.GetElapsedTime(began) > LeastTime + TimeSpan.FromSeconds(piece.Total / LeastBytesPerSecond))
            {
                return "is too slow";
            }
        }
        while (offset < total);

        return new Bytes32(sha256.GetHashAndReset()) == hash ? null : "has sent something else than it offered";
    }

    private static ParcelHead Question(Bytes32 digest, CheckpointPart part, long offset) => new(ParcelKind.Read, digest, part, offset);

    private async Task<(long Total, byte[] Bytes)?> AskAsync(int peer, ParcelHead question, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<(long Total, byte[] Bytes)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[(peer, question)] = answer;
        try
        {
            for (int trial = 0; trial < Trials; trial++)
            {
                send(peer, question.With());
                try
                {
                    return await answer.Task.WaitAsync(PieceTime, time, cancellationToken);
                }
                catch (TimeoutException)
                {
                    // Once more.
                }
            }

            return null;
        }
        finally
        {
            _asked.TryRemove(KeyValuePair.Create((peer, question), answer));
        }
    }
}
