namespace Hypernet.Consensus.Progress;

/// <summary>
/// docs/spec/dac.md §10: how far programs are, told from slot to slot. What a slot says goes to all others over a binomial tree that begins
/// at it, so that each hears it once; the next one over the mirrored tree. What is overtaken before it was told is not told. Pure: who
/// calls it has the clock and the transport.
/// </summary>
/// <param name="self">The own slot.</param>
/// <param name="slots">How many there are.</param>
/// <param name="isGone">Whether nothing need be sent to a slot: those behind it in the tree are told directly.</param>
/// <param name="send">Sends a message to a slot.</param>
internal sealed class ProgressGossip(int self, int slots, Func<int, bool> isGone, Action<int, ReadOnlyMemory<byte>> send)
{
    /// <summary>How often <see cref="Tick"/> is due while <see cref="IsPending"/>.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // With its header 512 bytes: 2 KiB a second to each slot that is told.
    private const int MostBytes = 432;

    private readonly Dictionary<int, ProgressRow> _rows = [];

    // What is to be told to a slot, by whose it is: only the newest counts.
    private readonly Dictionary<int, OrderedDictionary<int, bool>> _pending = [];

    /// <summary>Whether there is something left to be told.</summary>
    public bool IsPending => _pending.Count > 0;

    /// <summary>All that is known, the newest of each slot.</summary>
    public IEnumerable<ProgressRow> Rows => _rows.Values;

    /// <summary>The own program says how far it is.</summary>
    public void Say(int checkpoint, ulong done, ulong total, DateTimeOffset now) =>
        Take(new ProgressRow(self, checkpoint, done, total, Math.Max(now.ToUnixTimeMilliseconds(), _rows.GetValueOrDefault(self)?.Stamp + 1 ?? 0), now));

    /// <summary>A slot has another process now, which knows nothing: it is told what the own program has said last.</summary>
    public void Greet(int slot)
    {
        if (_rows.ContainsKey(self))
        {
            Tell(slot, self);
        }
    }

    /// <summary>A message has arrived.</summary>
    /// <returns>Whether it is one.</returns>
    public bool Receive(ReadOnlySpan<byte> message, DateTimeOffset now)
    {
        if (message.Length > MostBytes)
        {
            return false;
        }

        do
        {
            if (ProgressRow.Read(ref message, slots, now) is not { } row)
            {
                return false;
            }

            if (row.Origin != self && row.Stamp > (_rows.GetValueOrDefault(row.Origin)?.Stamp ?? -1))
            {
                Take(row);
            }
        }
        while (!message.IsEmpty);
        return true;
    }

    /// <summary>Tells what is to be told, as much as may be.</summary>
    public void Tick(DateTimeOffset now)
    {
        foreach (var (slot, origins) in _pending.ToList())
        {
            byte[] message = new byte[MostBytes];
            int length = 0;
            int count = 0;
            for (; count < origins.Count && length + ProgressRow.MostBytes <= MostBytes; count++)
            {
                length += _rows[origins.GetAt(count).Key].Write(message.AsSpan(length), now);
            }

            // Who has waited longest goes first the next time, too.
            for (; count > 0; count--)
            {
                origins.RemoveAt(count - 1);
            }

            if (origins.Count == 0)
            {
                _pending.Remove(slot);
            }

            send(slot, message.AsMemory(0, length));
        }
    }

    private void Take(ProgressRow row)
    {
        _rows[row.Origin] = row;
        bool isMirrored = row.Stamp % 2 != 0;
        int distance = (((isMirrored ? row.Origin - self : self - row.Origin) % slots) + slots) % slots;
        Spread(row.Origin, distance, isMirrored);
    }

    // The slot at a distance from the origin tells those whose distance has one bit more, above its own highest.
    private void Spread(int origin, int distance, bool isMirrored)
    {
        for (long bit = 1L << (64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)distance)); distance + bit < slots; bit <<= 1)
        {
            int next = (int)(distance + bit);
            int slot = (((isMirrored ? origin - next : origin + next) % slots) + slots) % slots;
            if (isGone(slot))
            {
                Spread(origin, next, isMirrored);
            }
            else
            {
                Tell(slot, origin);
            }
        }
    }

    private void Tell(int slot, int origin)
    {
        if (_pending.TryGetValue(slot, out var origins))
        {
            origins.TryAdd(origin, true);
        }
        else
        {
            _pending.Add(slot, new() { [origin] = true });
        }
    }
}
