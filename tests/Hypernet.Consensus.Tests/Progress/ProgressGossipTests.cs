using Hypernet.Consensus.Membership;
using Hypernet.Network;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Progress;

public sealed class ProgressGossipTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public void Each_slot_hears_what_another_says()
    {
        for (int size = 1; size <= 33; size++)
        {
            var group = new SimulatedGroup(size);
            for (int slot = 0; slot < size; slot++)
            {
                group.Nodes[slot].Report(1, (ulong)slot, 100);
            }

            Assert.True(group.Network.RunUntil(() => group.Nodes.All(node => node.Reports.Count == size), Limit));
            Assert.All(group.Nodes, node => Assert.Equal(Enumerable.Range(0, size).Select(rank => (rank, 1, (ulong)rank, 100UL)), node.Reports.Select(row => (row.Rank, row.Checkpoint, row.Done, row.Total))));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_slot_hears_it_once(int milliseconds)
    {
        for (int size = 2; size <= 65; size++)
        {
            var mail = new Mail(size);
            mail.Slots[size / 3].Say(1, 1, 2, DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds));
            while (mail.Slots.Any(slot => slot.IsPending))
            {
                mail.Tick(DateTimeOffset.UnixEpoch);
            }

            Assert.Equal(size - 1, mail.Delivered);
            Assert.All(mail.Slots, slot => Assert.Single(slot.Rows));
        }
    }

    [Fact]
    public void Slots_behind_a_dead_one_are_told_directly()
    {
        for (int dead = 1; dead < 13; dead++)
        {
            var group = new SimulatedGroup(13);
            group.Network.Crash(dead);
            var calls = Enumerable.Range(0, 13).Select(slot => group.Call(slot, Sum("x", 1))).ToArray();
            Assert.True(group.Run(calls));
            group.Nodes[0].Report(2, 7, 9);

            Assert.True(group.Network.RunUntil(() => group.Alive.All(slot => group.Nodes[slot].Reports.Count == 1), Limit));
        }
    }

    [Fact]
    public void Process_that_was_restarted_hears_what_the_others_have_said_before()
    {
        var group = new SimulatedGroup(9, quorum: QuorumRule.Replicas, replicas: 3);
        for (int slot = 0; slot < 9; slot++)
        {
            group.Nodes[slot].Report(1, (ulong)slot, 100);
        }

        Assert.True(group.Network.RunUntil(() => group.Nodes.All(node => node.Reports.Count == 3), Limit));
        group.Restart(4);

        Assert.True(group.Network.RunUntil(() => group.Nodes[4].Reports.Count == 3, Limit));
    }

    [Fact]
    public void What_was_said_last_counts_and_grows_old()
    {
        var group = new SimulatedGroup(6, quorum: QuorumRule.Replicas, replicas: 2);
        group.Nodes[2].Report(1, 10, 100);
        Wait(group, TimeSpan.FromSeconds(2));
        group.Nodes[3].Report(1, 20, 100);
        Wait(group, TimeSpan.FromSeconds(3));

        Assert.All(group.Nodes, node =>
        {
            var row = Assert.Single(node.Reports);
            Assert.Equal((1, 20UL), (row.Rank, row.Done));
            Assert.InRange(row.Age, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(3.5));
        });
    }

    [Fact]
    public void What_256_slots_say_is_known_to_all_in_5_seconds_for_2_KiB_a_second_and_link()
    {
        const int Size = 256;
        var now = DateTimeOffset.UnixEpoch;
        var mail = new Mail(Size);
        int ticks = (int)(TimeSpan.FromSeconds(60) / ProgressGossip.Interval);
        for (int tick = 0; tick < ticks; tick++)
        {
            for (int slot = 0; slot < Size; slot++)
            {
                if ((tick + slot) % 8 == 0)
                {
                    mail.Slots[slot].Say(1, (ulong)tick, (ulong)ticks, now);
                }
            }

            now += ProgressGossip.Interval;
            mail.Tick(now);
        }

        Assert.All(mail.Bytes.Values, sent => Assert.InRange(sent, 1, 60 * 2048));
        Assert.All(mail.Slots, slot => Assert.Equal(Size, slot.Rows.Count()));
        double oldest = mail.Slots.Max(slot => slot.Rows.Max(row => (now - row.Since).TotalSeconds));
        Assert.True(oldest <= 5, $"{oldest} s");
    }

    [Fact]
    public void Who_sends_no_rows_is_taken_for_gone()
    {
        var group = new SimulatedGroup(3, quorum: QuorumRule.Majority);
        group.Network.Transport(1).Send(2, new FrameHeader { Type = FrameType.Report }, Array.Empty<byte>());

        Assert.True(group.Network.RunUntil(() => group.Violations.Count > 0, Limit));
        Assert.StartsWith("2 of 1: a report has rows", group.Violations[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_have_one_form_and_fields_within_their_ranges()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var sound = new ProgressRow(1, 1, 1, ulong.MaxValue, now.AddSeconds(30).ToUnixTimeMilliseconds(), now.AddDays(-1));
        byte[] row = Written(sound);
        Assert.Equal(sound, Read(row));

        Assert.Null(Read(Written(sound with { Origin = 3 })));
        Assert.Null(Read(Written(sound with { Total = 0, Done = 0 })));
        Assert.Null(Read(Written(sound with { Done = 3, Total = 2 })));
        Assert.Null(Read(Written(sound with { Stamp = sound.Stamp + 1 })));
        Assert.Null(Read([0x81, 0, .. row[1..]]));
        Assert.Null(Read([.. row[..3], .. Enumerable.Repeat<byte>(0xFF, 9), 2, .. row[13..]]));
        for (int length = 0; length < row.Length; length++)
        {
            Assert.Null(Read(row.AsSpan(0, length)));
        }

        byte[] Written(ProgressRow of)
        {
            byte[] bytes = new byte[ProgressRow.MostBytes];
            return bytes[..of.Write(bytes, now)];
        }

        ProgressRow? Read(ReadOnlySpan<byte> bytes) => ProgressRow.Read(ref bytes, 3, now);
    }

    private static void Wait(SimulatedGroup group, TimeSpan time)
    {
        bool isOver = false;
        using var timer = group.Network.Time.CreateTimer(_ => isOver = true, null, time, Timeout.InfiniteTimeSpan);
        Assert.True(group.Network.RunUntil(() => isOver, Limit));
    }

    // Slots that live, and what they send to each other between two ticks.
    private sealed class Mail
    {
        private readonly Queue<(int To, ReadOnlyMemory<byte> Message)> _letters = new();

        public Mail(int size)
        {
            Slots = [.. Enumerable.Range(0, size).Select(self => new ProgressGossip(self, size, _ => false, (slot, message) =>
            {
                Bytes[(self, slot)] = Bytes.GetValueOrDefault((self, slot)) + message.Length + 80;
                _letters.Enqueue((slot, message));
            }))];
        }

        public IReadOnlyList<ProgressGossip> Slots { get; }

        public Dictionary<(int From, int To), long> Bytes { get; } = [];

        public int Delivered { get; private set; }

        public void Tick(DateTimeOffset now)
        {
            foreach (var slot in Slots)
            {
                slot.Tick(now);
            }

            while (_letters.TryDequeue(out var letter))
            {
                Delivered++;
                Assert.True(Slots[letter.To].Receive(letter.Message.Span, now));
            }
        }
    }
}
