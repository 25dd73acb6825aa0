using System.Security.Cryptography;
using Hypernet.Network.Frames;
using Xunit;

namespace Hypernet.Network.Tests.Frames;

public sealed class FrameReaderTests
{
    private const int MaxPayload = 1 << 16;

    [Fact]
    public void Stream_is_cut_into_the_same_frames_however_it_arrives()
    {
        var random = new Random(1);
        byte[][] payloads = [.. Enumerable.Range(0, 60).Select(i => RandomNumberGenerator.GetBytes(i % 3 == 0 ? 0 : random.Next(i % 5 == 0 ? MaxPayload : 300)))];
        byte[] stream = [.. payloads.SelectMany((payload, i) => Wire((ulong)i + 1, payload))];
        foreach (int most in new[] { 1, 7, 79, 80, 81, 5_000, 100_000 })
        {
            var sink = new Sink();
            Assert.Equal(ProtocolFault.None, Feed(new FrameReader(MaxPayload, sink), stream, random, most));
            Assert.Equal(payloads.Length, sink.Payloads.Count);
            Assert.All(sink.Payloads.Zip(payloads), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
        }
    }

    [Fact]
    public void Long_payloads_are_received_where_the_sink_wants_them_unless_they_arrive_whole()
    {
        var random = new Random(4);
        byte[][] payloads = [.. Enumerable.Range(0, 40).Select(i => RandomNumberGenerator.GetBytes(random.Next(1, i % 2 == 0 ? MaxPayload : 300)))];
        byte[] stream = [.. payloads.SelectMany((payload, i) => Wire((ulong)i + 1, payload))];
        foreach (int most in new[] { 1, 79, 5_000 })
        {
            var sink = new Sink { HasRooms = true };
            Assert.Equal(ProtocolFault.None, Feed(new FrameReader(MaxPayload, sink), stream, random, most));
            Assert.Equal(payloads.Length, sink.Payloads.Count);
            Assert.All(sink.Payloads.Zip(payloads), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
            Assert.True(sink.InRoom >= payloads.Count(payload => payload.Length > 4096), $"only {sink.InRoom} in a room");
        }
    }

    [Fact]
    public void Room_of_a_frame_that_never_is_whole_is_left_alone_after_the_end()
    {
        byte[] wire = Wire(1, RandomNumberGenerator.GetBytes(10_000));
        byte[] shared = new byte[4096];
        var sink = new Sink { HasRooms = true };
        var reader = new FrameReader(MaxPayload, sink);
        wire.AsSpan(0, shared.Length).CopyTo(reader.Space(shared));
        Assert.Equal(ProtocolFault.None, reader.Read(shared, shared.Length));
        Assert.Equal(10_000 + FrameCodec.HeaderBytes - shared.Length, reader.Space(shared).Length);

        reader.Reset();

        Assert.True(reader.Space(shared) == shared);
        Assert.Empty(sink.Payloads);
    }

    [Fact]
    public void Garbage_never_yields_a_frame_and_never_harms()
    {
        var random = new Random(2);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] garbage = new byte[random.Next(80, 400)];
            random.NextBytes(garbage);
            var sink = new Sink();
            var fault = Feed(new FrameReader(MaxPayload, sink), garbage, random, 100);

            // The two bytes of the magic and the version would have to be hit by chance.
            Assert.NotEqual(ProtocolFault.None, fault);
            Assert.Empty(sink.Payloads);
        }
    }

    [Fact]
    public void Frames_with_any_byte_changed_are_read_or_refused_but_nothing_else()
    {
        var random = new Random(3);
        byte[] wire = [.. Wire(1, new byte[20]), .. Wire(2, new byte[5])];
        var faults = new HashSet<ProtocolFault>();
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. wire];
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var sink = new Sink();
            faults.Add(Feed(new FrameReader(MaxPayload, sink), changed, random, 200));
            Assert.True(sink.Payloads.Sum(payload => payload.Length + FrameCodec.HeaderBytes) <= changed.Length);
        }

        Assert.Subset(faults, new HashSet<ProtocolFault> { ProtocolFault.None, ProtocolFault.BadMagic, ProtocolFault.UnsupportedVersion, ProtocolFault.UnknownType, ProtocolFault.PayloadTooLarge });
    }

    private static byte[] Wire(ulong sequence, byte[] payload)
    {
        byte[] wire = new byte[FrameCodec.HeaderBytes + payload.Length];
        FrameCodec.Write(wire, new Frame(Recorder.Data(sequence), payload.Length, sequence, 0));
        payload.CopyTo(wire, FrameCodec.HeaderBytes);
        return wire;
    }

    private static ProtocolFault Feed(FrameReader reader, byte[] stream, Random random, int most)
    {
        byte[] shared = new byte[4096];
        var fault = ProtocolFault.None;
        for (int at = 0; at < stream.Length && fault == ProtocolFault.None;)
        {
            var space = reader.Space(shared);
            int count = Math.Min(Math.Min(space.Length, stream.Length - at), random.Next(1, most + 1));
            stream.AsSpan(at, count).CopyTo(space);
            fault = reader.Read(shared, count);
            at += count;
        }

        reader.Reset();
        return fault;
    }

    private sealed class Sink : IFrameSink
    {
        private Memory<byte> _room;

        public List<byte[]> Payloads { get; } = [];

        public bool HasRooms { get; init; }

        public int InRoom { get; private set; }

        public Memory<byte> RoomFor(in Frame frame) => _room = HasRooms ? new byte[frame.Length] : default;

        public ProtocolFault Take(in Frame frame, ReadOnlySpan<byte> payload)
        {
            Payloads.Add(payload.ToArray());
            InRoom += !payload.IsEmpty && payload.Overlaps(_room.Span) ? 1 : 0;
            return ProtocolFault.None;
        }
    }
}
