using System.Security.Cryptography;
using Hypernet.Network.Frames;
using Hypernet.Network.Sessions;
using Xunit;

namespace Hypernet.Network.Tests.Sessions;

public sealed class PeerSessionTests
{
    private static readonly SessionLimits Roomy = new(1 << 16, 64 << 20);

    [Fact]
    public void Small_frames_go_out_together_and_a_large_one_ends_the_run()
    {
        var session = new PeerSession(Roomy);
        session.Append(Recorder.Data(1), new byte[10]);
        session.Append(Recorder.Data(2), new byte[20]);
        session.Append(Recorder.Data(3), new byte[100_000]);
        session.Append(Recorder.Data(4), new byte[30]);

        Assert.True(session.TryPeek(out var outgoing));
        Assert.Equal((3 * FrameCodec.HeaderBytes) + 30, outgoing.Bytes.Length);
        Assert.Equal(100_000, outgoing.Payload.Length);
        session.Advance(outgoing.Length);
        Assert.True(session.TryPeek(out outgoing));
        Assert.Equal(FrameCodec.HeaderBytes + 30, outgoing.Length);
        session.Advance(outgoing.Length);
        Assert.False(session.TryPeek(out _));
    }

    [Fact]
    public void What_is_not_acknowledged_goes_out_again_with_equal_bytes()
    {
        var session = new PeerSession(Roomy);
        for (int i = 0; i < 500; i++)
        {
            session.Append(Recorder.Data((ulong)i), RandomNumberGenerator.GetBytes(i % 50 == 0 ? 5_000 : i));
        }

        byte[] first = Drain(session);
        Assert.Equal(ProtocolFault.None, session.Acknowledge(200));
        Assert.Equal(ProtocolFault.None, session.Resume(300));
        byte[] again = Drain(session);

        Assert.Equal(200, session.Kept);
        Assert.True(first.AsSpan().EndsWith(again));
    }

    [Fact]
    public void Any_sequence_of_sends_breaks_and_acknowledgments_delivers_once_and_in_order()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Exchange(new Random(seed));
        }
    }

    [Fact]
    public void Frame_whose_rest_is_still_to_go_out_is_kept_though_it_is_acknowledged()
    {
        var session = new PeerSession(Roomy);
        session.Append(Recorder.Data(1), new byte[5]);
        Drain(session);
        session.Resume(0);
        Assert.True(session.TryPeek(out var outgoing));
        byte[] begin = outgoing.Bytes[..40].ToArray();
        session.Advance(40);

        // The acknowledgment of the connection before comes late.
        Assert.Equal(ProtocolFault.None, session.Acknowledge(1));
        byte[] rest = Drain(session);
        Assert.Equal(ProtocolFault.None, FrameCodec.Read((byte[])[.. begin, .. rest], 100, out var frame));
        Assert.Equal(1UL, frame.Sequence);
        Assert.Equal(ProtocolFault.None, session.Acknowledge(1));
        Assert.Equal(0, session.Kept);
    }

    [Fact]
    public void Acknowledgment_of_what_was_not_sent_is_a_fault()
    {
        var session = new PeerSession(Roomy);
        session.Append(Recorder.Data(1), default);
        Assert.Equal(ProtocolFault.AcknowledgedUnsent, session.Acknowledge(1));
        Drain(session);
        Assert.Equal(ProtocolFault.AcknowledgedUnsent, session.Acknowledge(2));
        Assert.Equal(ProtocolFault.AcknowledgedUnsent, session.Acknowledge(ulong.MaxValue));
        Assert.Equal(ProtocolFault.None, session.Acknowledge(1));
        Assert.Equal(ProtocolFault.BadResume, session.Resume(0));
        Assert.Equal(ProtocolFault.BadResume, session.Resume(2));
        Assert.Equal(ProtocolFault.None, session.Resume(1));
    }

    [Fact]
    public void Frame_that_came_before_is_dropped_and_one_that_skips_others_is_a_fault()
    {
        var session = new PeerSession(Roomy);
        Assert.Equal((ProtocolFault.None, true), Receive(1));
        Assert.Equal((ProtocolFault.None, false), Receive(1));
        Assert.Equal((ProtocolFault.SequenceGap, false), Receive(3));
        Assert.Equal((ProtocolFault.None, true), Receive(2));
        Assert.Equal(2UL, session.Received);

        (ProtocolFault, bool) Receive(ulong sequence)
        {
            var fault = session.Receive(new Frame(Recorder.Data(0), 0, sequence, 0), out bool isNew);
            return (fault, isNew);
        }
    }

    [Fact]
    public void Limits_count_frames_and_memory_but_large_payloads_by_a_sixteenth()
    {
        var byFrames = new PeerSession(new SessionLimits(3, 1 << 20));
        Assert.Equal([1UL, 2, 3, 0, 0], Enumerable.Range(0, 5).Select(_ => byFrames.Append(Recorder.Data(0), default)));
        Drain(byFrames);
        byFrames.Acknowledge(1);
        Assert.Equal(4UL, byFrames.Append(Recorder.Data(0), default));

        var byMemory = new PeerSession(new SessionLimits(1_000_000, 1 << 20));
        byte[] large = new byte[1 << 20];
        int taken = Enumerable.Range(0, 100).TakeWhile(_ => byMemory.Append(Recorder.Data(0), large) > 0).Count();
        Assert.Equal(15, taken);
    }

    [Fact]
    public void Acknowledgment_is_due_after_64_frames_or_a_megabyte_and_not_once_a_frame_has_carried_it()
    {
        var session = new PeerSession(Roomy);
        for (ulong k = 1; k <= 64; k++)
        {
            Assert.False(session.IsAcknowledgmentDue);
            session.Receive(new Frame(Recorder.Data(0), 8, k, 0), out _);
        }

        Assert.True(session.IsAcknowledgmentDue);
        session.Append(Recorder.Data(0), default);
        Drain(session);
        Assert.False(session.OwesAcknowledgment);
        session.Receive(new Frame(Recorder.Data(0), 1 << 20, 65, 0), out _);
        Assert.True(session.IsAcknowledgmentDue);
    }

    private static void Exchange(Random random)
    {
        var sender = new PeerSession(Roomy);
        var receiver = new PeerSession(Roomy);
        var arrived = new Arrived(receiver);
        var reader = new FrameReader(1 << 20, arrived);
        byte[] shared = new byte[1000];
        ulong sent = 0;
        while (arrived.Numbers.Count < 300)
        {
            for (int i = random.Next(8); i > 0 && sent < 300; i--)
            {
                sender.Append(Recorder.Data(sent++), new byte[random.Next(10) == 0 ? 6_000 : random.Next(200)]);
            }

            for (int i = random.Next(8); i > 0 && sender.TryPeek(out var outgoing); i--)
            {
                byte[] bytes = [.. outgoing.Bytes, .. outgoing.Payload.Span];
                int count = Math.Min(random.Next(1, 1 + bytes.Length), reader.Space(shared).Length);
                bytes.AsSpan(0, count).CopyTo(reader.Space(shared));
                sender.Advance(count);
                Assert.Equal(ProtocolFault.None, reader.Read(shared, count));
            }

            if (random.Next(4) == 0)
            {
                Assert.Equal(ProtocolFault.None, sender.Acknowledge(receiver.Received));
            }

            if (random.Next(6) == 0)
            {
                reader.Reset();
                Assert.Equal(ProtocolFault.None, sender.Resume(receiver.Received));
            }
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(k => (ulong)k), arrived.Numbers);
    }

    private static byte[] Drain(PeerSession session)
    {
        var all = new List<byte>();
        while (session.TryPeek(out var outgoing))
        {
            all.AddRange(outgoing.Bytes);
            all.AddRange(outgoing.Payload.Span);
            session.Advance(outgoing.Length);
        }

        return [.. all];
    }

    private sealed class Arrived(PeerSession session) : IFrameSink
    {
        public List<ulong> Numbers { get; } = [];

        public Memory<byte> RoomFor(in Frame frame) => default;

        public ProtocolFault Take(in Frame frame, ReadOnlySpan<byte> payload)
        {
            var fault = session.Receive(frame, out bool isNew);
            if (isNew)
            {
                Numbers.Add(frame.Header.Number);
            }

            return fault;
        }
    }
}
