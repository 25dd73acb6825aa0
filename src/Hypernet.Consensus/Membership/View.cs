using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: who computes together, as decided by one ballot.</summary>
internal sealed class View
{
    public View(Ballot ballot, SlotSet members, SlotSet voters, SlotSet left, IReadOnlyList<KeyValuePair<int, int>> players)
    {
        Ballot = ballot;
        Members = members;
        Voters = voters;
        Left = left;
        Players = players;
        MemberList = [.. members];
        var writer = new FieldWriter();
        Write(writer);
        Id = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(writer.Written.Span));
    }

    /// <summary>The attempt that decided it.</summary>
    public Ballot Ballot { get; }

    /// <summary>Who plays.</summary>
    public SlotSet Members { get; }

    /// <summary>Who promised and must accept: the members, and those who leave by this view.</summary>
    public SlotSet Voters { get; }

    /// <summary>Who has left, in this view or an earlier one: they do not count for quorums.</summary>
    public SlotSet Left { get; }

    /// <summary>For slots that are no members, and whose kept contributions a member plays: who that is. Ascending.</summary>
    public IReadOnlyList<KeyValuePair<int, int>> Players { get; }

    /// <summary>The members, ascending.</summary>
    public IReadOnlyList<int> MemberList { get; }

    /// <summary>The first 64 bits of the SHA-256 of the canonical bytes.</summary>
    public ulong Id { get; }

    /// <summary>The view that a group begins with.</summary>
    public static View First(int size) => new(default, SlotSet.All(size), SlotSet.All(size), SlotSet.None(size), []);

    /// <summary>Reads a view that comes from a stranger.</summary>
    public static View? Read(ref FieldReader reader, int size)
    {
        if (reader.ReadUInt32() != (uint)size)
        {
            return null;
        }

        var ballot = reader.ReadBallot(size);
        var members = reader.ReadSlots(size);
        var voters = reader.ReadSlots(size);
        var left = reader.ReadSlots(size);
        var players = new KeyValuePair<int, int>[reader.ReadCount(itemBytes: 8)];
        bool isSound = members.Except(voters).Count == 0 && members.Intersect(left).Count == 0 && voters.Contains(ballot.Proposer) | ballot == default;
        for (int i = 0; i < players.Length; i++)
        {
            players[i] = new KeyValuePair<int, int>(reader.ReadSlot(size), reader.ReadSlot(size));
            isSound &= !members.Contains(players[i].Key) && members.Contains(players[i].Value) && (i == 0 || players[i].Key > players[i - 1].Key);
        }

        return isSound ? new View(ballot, members, voters, left, players) : null;
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
    }

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
    public bool IsCertified(QuorumRule rule) =>
        rule == QuorumRule.Survivors || 2 * Voters.Count > Left.Size - Left.Except(Voters).Count;

    /// <summary>Whether these slots may decide what comes after this view.</summary>
    /// <param name="voters">Who promised.</param>
    /// <param name="rule">The group's rule.</param>
    /// <param name="dead">Who is proven dead.</param>
    public bool IsQuorum(SlotSet voters, QuorumRule rule, SlotSet dead) => rule == QuorumRule.Majority
        ? 2 * voters.Except(Left).Count > Left.Size - Left.Count
        : Members.Except(voters).Except(dead).Count == 0;
}
