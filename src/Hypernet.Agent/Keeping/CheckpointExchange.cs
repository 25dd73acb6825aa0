using System.Collections.Concurrent;
using System.Threading.Channels;
using Hypernet.Market;
using Microsoft.Extensions.Logging;

namespace Hypernet.Agent.Keeping;

/// <summary>
/// docs/spec/joined.md §9: gives the checkpoints of this seller's group to ranks of other groups, keeps theirs, and finds the state to go on
/// from among them. It shows nothing that is not settled on chain.
/// </summary>
internal sealed partial class CheckpointExchange : IDisposable
{
    /// <summary>Of each group the latest that are settled: a run begins after the one before the last at the earliest.</summary>
    public const int CheckpointsKept = 2;

    // What has failed with a peer is tried again in 1, 2, 4 … blocks.
    private const int MostDoublings = 6;

    private readonly string _job;
    private readonly AgentLoop _loop;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<int, ReadOnlyMemory<byte>, bool> _send;
    private readonly CancellationTokenSource _stop;
    private readonly KeptCheckpoints _kept;
    private readonly PartReader _reader;

    // Of each rank the newest parcel of each kind that has not been looked at: no more, however many it sends.
    private readonly ConcurrentDictionary<(int Peer, ParcelKind Kind), ParcelHead> _inbox = [];
    private readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _gate = new();
    private readonly HashSet<(int Tenure, Bytes32 Digest)> _held = [];
    private readonly HashSet<Bytes32> _reading = [];
    private readonly Dictionary<(int Peer, Bytes32 Digest), (int Times, ulong From)> _failures = [];
    private volatile Standing? _standing;
    private volatile StateSearch? _search;
    private JobState? _followed;
    private ulong _block;
    private int _working;

    /// <summary>Begins to answer.</summary>
    /// <param name="job">The job, as it is called in what is said.</param>
    /// <param name="kept">What it keeps of others.</param>
    /// <param name="loop">Starts its work, and ends it.</param>
    /// <param name="time">The clock of its waits.</param>
    /// <param name="log">What it says.</param>
    /// <param name="send">Sends a rank a parcel, and says whether it is on its way. Called from any thread.</param>
    public CheckpointExchange(string job, KeptCheckpoints kept, AgentLoop loop, TimeProvider time, ILogger log, Func<int, ReadOnlyMemory<byte>, bool> send)
    {
        (_job, _kept, _loop, _time, _log, _send) = (job, kept, loop, time, log, send);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(loop.Stopping);
        _reader = new PartReader(time, send);
        Start(AnswerAsync);
    }

    /// <summary>Whether work of its own is under way: its folder is in use.</summary>
    public bool IsBusy => Volatile.Read(ref _working) > 0;

    /// <summary>Ends all work, soon.</summary>
    public void Close() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <summary>Takes note of what has become of the job, and offers after each block what its keepers do not have. Called in the loop.</summary>
    /// <param name="job">The job, under way.</param>
    /// <param name="own">The seller's tenure, which has its place.</param>
    /// <param name="computed">What the seller has computed.</param>
    /// <param name="block">The newest block.</param>
    public void Follow(JobState job, Tenure own, IEnumerable<(CheckpointRecord Record, IReadOnlyList<string> Files)> computed, ulong block)
    {
        if (ReferenceEquals(job, _followed) && block == _block)
        {
            return;
        }

        var standing = new Standing(job, own.Rank, computed);
        bool isNewBlock = block != _block;
        _followed = job;
        _kept.Retain(standing.Wanted);
        lock (_gate)
        {
            _block = block;
            _standing = standing;
            _held.RemoveWhere(held => !standing.Shown.ContainsKey(held.Digest));
            foreach (var gone in _failures.Keys.Where(failed => !standing.Wanted.Contains(failed.Digest)).ToList())
            {
                _failures.Remove(gone);
            }
        }

        if (isNewBlock)
        {
            Offer(standing);
        }
    }

    /// <summary>A peer has delivered something. Called from any thread, and does little.</summary>
    /// <param name="peer">Who: one that has a place in the job.</param>
    /// <param name="parcel">A stranger's.</param>
    public void Receive(int peer, ReadOnlySpan<byte> parcel)
    {
        if (!ParcelHead.TryRead(parcel, out var head))
        {
            return;
        }

        if (head.Kind == ParcelKind.Bytes)
        {
            _reader.Receive(peer, head, parcel[ParcelHead.Length..]);
        }
        else
        {
            _inbox[(peer, head.Kind)] = head;
            _arrived.Writer.TryWrite(true);
        }
    }

    // Work beside the loop, whose end the desk is told of: it may wait for it.
    private void Start(Func<Task> work)
    {
        Interlocked.Increment(ref _working);
        _loop.Post(() => _loop.Start(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Nobody needs it any more.
            }
            finally
            {
                Interlocked.Decrement(ref _working);
                _loop.Post(() => { });
            }
        }));
    }

    private void Offer(Standing standing)
    {
        foreach (int keeper in standing.Keepers)
        {
            List<Bytes32> next;
            lock (_gate)
            {
                next = [.. standing.Shown.Keys.Where(digest => !_held.Contains((standing.TenureAt(keeper), digest))).Take(1)];
            }

            next.ForEach(digest => _send(keeper, new ParcelHead(ParcelKind.Offer, digest).With()));
        }
    }

    private async Task AnswerAsync()
    {
        await foreach (bool _ in _arrived.Reader.ReadAllAsync(_stop.Token))
        {
            foreach (var key in _inbox.Keys)
            {
                if (_inbox.TryRemove(key, out var head) && _standing is { } standing)
                {
                    Answer(standing, key.Peer, head);
                }
            }
        }
    }

    private void Answer(Standing standing, int peer, in ParcelHead head)
    {
        switch (head.Kind)
        {
            case ParcelKind.Offer when _search is { } search && search.Digest == head.Digest:
                search.Take(peer);
                break;
            case ParcelKind.Offer:
                TakeOffer(standing, peer, head.Digest);
                break;
            case ParcelKind.Held:
                TakeHeld(standing, peer, head.Digest);
                break;
            case ParcelKind.Ask when FilesOf(standing, head.Digest) is not null:
                _send(peer, new ParcelHead(ParcelKind.Offer, head.Digest).With());
                break;
            case ParcelKind.Read when FilesOf(standing, head.Digest) is { } files && (int)head.Part < files.Count:
                Give(peer, head, files[(int)head.Part]);
                break;
            default:
                break;
        }
    }

    private void TakeHeld(Standing standing, int peer, Bytes32 digest)
    {
        bool isNews;
        lock (_gate)
        {
            isNews = standing.Keepers.Contains(peer) && standing.Shown.ContainsKey(digest) && _held.Add((standing.TenureAt(peer), digest));
        }

        if (isNews)
        {
            _log.KeptElsewhere(_job, standing.Shown[digest].Checkpoint, peer);
        }
    }

    private IReadOnlyList<string>? FilesOf(Standing standing, Bytes32 digest) =>
        standing.Shown.TryGetValue(digest, out var own) ? own.Files
        : standing.Wanted.Contains(digest) ? _kept.Find(digest)
        : null;

    private void Give(int peer, in ParcelHead asked, string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            long total = RandomAccess.GetLength(file);
            byte[] piece = new byte[Math.Clamp(total - asked.Offset, 0, ParcelHead.MostBytes)];
            if (asked.Offset <= total && RandomAccess.Read(file, piece, asked.Offset) == piece.Length)
            {
                _send(peer, (asked with { Kind = ParcelKind.Bytes, Total = total }).With(piece));
            }
        }
        catch (IOException)
        {
            // Forgotten meanwhile: the next checkpoint is settled.
        }
    }
}
