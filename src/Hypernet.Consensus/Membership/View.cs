using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: who computes together, as decided by one ballot.</summary>
internal sealed class View
{
    private readonly Seats _seats;
    private readonly int[] _suppliers;
    private readonly IReadOnlyList<KeyValuePair<int, ulong>> _joined;

    /// <param name="seats">Of the group.</param>
    /// <param name="ballot">See <see cref="Ballot"/>.</param>
    /// <param name="members">See <see cref="Members"/>.</param>
    /// <param name="voters">See <see cref="Voters"/>.</param>
    /// <param name="left">See <see cref="Left"/>.</param>
    /// <param name="players">See <see cref="Players"/>.</param>
    /// <param name="suppliers">For each partition its supplier, or −1; null where every slot has a partition of its own.</param>
    /// <param name="joined">Of the members that joined, by this view or an earlier one: their processes. Ascending.</param>
    public View(
        Seats seats,
        Ballot ballot,
        SlotSet members,
        SlotSet voters,
        SlotSet left,
        IReadOnlyList<KeyValuePair<int, int>> players,
        int[]? suppliers = null,
        IReadOnlyList<KeyValuePair<int, ulong>>? joined = null)
    {
        _seats = seats;
        _joined = joined ?? [];
        _suppliers = suppliers ?? [.. Enumerable.Range(0, seats.Slots).Select(slot => members.Contains(slot) ? slot : -1)];
        Ballot = ballot;
        Members = members;
        Voters = voters;
        Left = left;
        Players = players;
        MemberList = [.. members];
        Partitions = SlotSet.Of(seats.Partitions, Enumerable.Range(0, seats.Partitions).Where(partition => _suppliers[partition] >= 0));
        PartitionList = [.. Partitions];
        var writer = new FieldWriter();
        Write(writer);
        Id = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(writer.Written.Span));
    }

    /// <summary>The attempt that decided it.</summary>
    public Ballot Ballot { get; }

    /// <summary>Who plays.</summary>
    public SlotSet Members { get; }

    /// <summary>Who promised and must accept: the members but for those who join by this view, and those who leave by it.</summary>
    public SlotSet Voters { get; }

    /// <summary>Who has left, in this view or an earlier one: they do not count for quorums.</summary>
    public SlotSet Left { get; }

    /// <summary>For slots that are no members, and whose kept contributions a member plays: who that is. Ascending.</summary>
    public IReadOnlyList<KeyValuePair<int, int>> Players { get; }

    /// <summary>The members, ascending.</summary>
    public IReadOnlyList<int> MemberList { get; }

    /// <summary>The partitions that have a member: what the program calls its ranks.</summary>
    public SlotSet Partitions { get; }

    /// <summary>The same, ascending.</summary>
    public IReadOnlyList<int> PartitionList { get; }

    /// <summary>The first 64 bits of the SHA-256 of the canonical bytes.</summary>
    public ulong Id { get; }

    /// <summary>The view that a group begins with.</summary>
    public static View First(Seats seats)
    {
        var all = SlotSet.All(seats.Slots);
        return new View(seats, default, all, all, SlotSet.None(seats.Slots), [], [.. Enumerable.Range(0, seats.Partitions).Select(partition => partition * seats.Replicas)]);
    }

    /// <summary>Reads a view that comes from a stranger.</summary>
    public static View? Read(ref FieldReader reader, Seats seats)
    {
        int size = seats.Slots;
        if (reader.ReadUInt32() != (uint)size)
        {
            return null;
        }

        var ballot = reader.ReadBallot(size);
        var members = reader.ReadSlots(size);
        var voters = reader.ReadSlots(size);
        var left = reader.ReadSlots(size);
        var players = new KeyValuePair<int, int>[reader.ReadCount(itemBytes: 8)];
        bool isSound = (seats.AreReplicated || members.Except(voters).Count == 0) && members.Intersect(left).Count == 0 && voters.Contains(ballot.Proposer) | ballot == default;
        for (int i = 0; i < players.Length; i++)
        {
            players[i] = new KeyValuePair<int, int>(reader.ReadSlot(size), reader.ReadSlot(size));
            isSound &= !members.Contains(players[i].Key) && members.Contains(players[i].Value) && (i == 0 || players[i].Key > players[i - 1].Key);
        }

        int[]? suppliers = seats.AreReplicated ? ReadSuppliers(ref reader, seats, members) : null;
        var joined = seats.AreReplicated ? ReadJoined(ref reader, members, voters) : [];
        return isSound && suppliers is not null == seats.AreReplicated && joined is not null ? new View(seats, ballot, members, voters, left, players, suppliers, joined) : null;
    }

    public void Write(FieldWriter writer)
    {
        writer.Write((uint)Members.Size);
        writer.Write(Ballot);
        writer.Write(Members);
        writer.Write(Voters);
        writer.Write(Left);
        writer.WriteAll(Players, player =>
        {
            writer.Write((uint)player.Key);
            writer.Write((uint)player.Value);
        });
        if (_seats.AreReplicated)
        {
            writer.Write((uint)_seats.Replicas);
            foreach (int supplier in _suppliers)
            {
                writer.Write((uint)supplier);
            }

            writer.WriteAll(_joined, joined =>
            {
                writer.Write((uint)joined.Key);
                writer.Write(joined.Value);
            });
        }
    }

    /// <summary>The member that plays a partition, or −1.</summary>
    public int SupplierOf(int partition) => _suppliers[partition];

    /// <summary>Which process is the member in a slot: 0 is the one that the group began with.</summary>
    public ulong ProcessOf(int slot)
    {
        foreach (var joined in _joined)
        {
            if (joined.Key == slot)
            {
                return joined.Value;
            }
        }

        return 0;
    }

    /// <summary>Whether a slot plays its partition; another member of the partition is its mate.</summary>
    public bool IsSupplier(int slot) => _suppliers[_seats.PartitionOf(slot)] == slot;

    /// <summary>Who plays what a slot gave: itself, its player, or −1.</summary>
    public int PlayerOf(int slot)
    {
        if (Members.Contains(slot))
        {
            return slot;
        }

        foreach (var player in Players)
        {
            if (player.Key == slot)
            {
                return player.Value;
            }
        }

        return -1;
    }

    /// <summary>The member that follows a slot in the ring, or −1 if there is no member.</summary>
    public static int HeirOf(int slot, SlotSet members)
    {
        foreach (int member in members)
        {
            if (member > slot)
            {
                return member;
            }
        }

        return members.First;
    }

    /// <summary>Whether its voters are enough by what it says itself: those who left by it still voted.</summary>
    public bool IsCertified => _seats.Rule switch
    {
        QuorumRule.Survivors => true,
        QuorumRule.Majority => 2 * Voters.Count > Left.Size - Left.Except(Voters).Count,
        _ => _seats.HaveQuorum(Voters, Left.Except(Voters)),
    };

    /// <summary>Whether these slots may decide what comes after this view.</summary>
    /// <param name="voters">Who promised.</param>
    /// <param name="dead">Who is proven dead.</param>
    public bool IsQuorum(SlotSet voters, SlotSet dead) => _seats.Rule switch
    {
        QuorumRule.Survivors => Members.Except(voters).Except(dead).Count == 0,
        QuorumRule.Majority => 2 * voters.Except(Left).Count > Left.Size - Left.Count,
        _ => _seats.HaveQuorum(voters.Except(Left), Left),
    };

    private static int[]? ReadSuppliers(ref FieldReader reader, Seats seats, SlotSet members)
    {
        bool isSound = reader.ReadUInt32() == (uint)seats.Replicas;
        int[] suppliers = new int[seats.Partitions];
        for (int partition = 0; partition < suppliers.Length; partition++)
        {
            int supplier = suppliers[partition] = (int)reader.ReadUInt32();
            isSound &= seats.CountOf(partition, members) == 0 ? supplier == -1 : members.Contains(supplier) && seats.PartitionOf(supplier) == partition;
        }

        return isSound ? suppliers : null;
    }

    // Who is a member without having voted has joined.
    private static KeyValuePair<int, ulong>[]? ReadJoined(ref FieldReader reader, SlotSet members, SlotSet voters)
    {
        var joined = new KeyValuePair<int, ulong>[reader.ReadCount(itemBytes: 12)];
        bool isSound = true;
        for (int i = 0; i < joined.Length; i++)
        {
            joined[i] = new KeyValuePair<int, ulong>(reader.ReadSlot(members.Size), reader.ReadUInt64());
            isSound &= members.Contains(joined[i].Key) && joined[i].Value != 0 && (i == 0 || joined[i].Key > joined[i - 1].Key);
        }

        return isSound && members.Except(voters).All(slot => Array.Exists(joined, process => process.Key == slot)) ? joined : null;
    }
}
