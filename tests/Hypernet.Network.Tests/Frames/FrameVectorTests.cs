using Hypernet.Network.Frames;
using Xunit;

namespace Hypernet.Network.Tests.Frames;

public sealed class FrameVectorTests
{
    private const int MaxPayload = 1 << 20;

    [Fact]
    public void Frames_are_written_and_read_as_the_golden_bytes_say()
    {
        Assert.All(Vector.Load("frames.json"), golden =>
        {
            byte[] payload = Convert.FromHexString(golden.Payload);
            var frame = ToFrame(golden, payload.Length);
            byte[] written = new byte[FrameCodec.HeaderBytes];
            FrameCodec.Write(written, frame);

            Assert.Equal(golden.Hex, Convert.ToHexStringLower([.. written, .. payload]));
            Assert.Equal(ProtocolFault.None, FrameCodec.Read(written, MaxPayload, out var read));
            Assert.Equal(frame, read);
        });
    }

    [Fact]
    public void Greetings_are_written_and_read_as_the_golden_bytes_say()
    {
        Assert.All(Vector.Load("hellos.json"), golden =>
        {
            byte[] token = Convert.FromHexString(golden.Token);

            Assert.Equal(golden.Hex, Convert.ToHexStringLower(ToHello(golden).ToBytes(token)));
            Assert.Equal(ProtocolFault.None, Hello.Read(golden.Bytes, token, out var read));
            Assert.Equal(ToHello(golden), read);
        });
    }

    [Fact]
    public void Malformed_frames_are_refused_by_name()
    {
        Assert.All(Vector.Load("malformed-frames.json"), malformed =>
            Assert.Equal(Enum.Parse<ProtocolFault>(malformed.Fault), FrameCodec.Read(malformed.Bytes, MaxPayload, out _)));
    }

    [Fact]
    public void Malformed_greetings_are_refused_by_name()
    {
        byte[] token = [.. Enumerable.Range(0, TcpTransportOptions.TokenBytes).Select(i => (byte)i)];
        Assert.All(Vector.Load("malformed-hellos.json"), malformed =>
        {
            Assert.Equal(Enum.Parse<ProtocolFault>(malformed.Fault), Hello.Read(malformed.Bytes, token, out var hello));
            Assert.Null(hello);
        });
    }

    private static Frame ToFrame(Vector golden, int length) => new(
        new FrameHeader
        {
            Type = golden.Value<FrameType>("type"),
            View = golden.Number("view"),
            Name = golden.Number("name"),
            Number = golden.Number("number"),
            Descriptor = golden.Number("descriptor"),
            Stable = golden.Number("stable"),
            First = golden.Number("first"),
            Chunk = (uint)golden.Number("chunk"),
            Step = (ushort)golden.Number("step"),
            Flags = (ushort)golden.Number("flags"),
        },
        length,
        golden.Number("sequence"),
        golden.Number("acknowledged"));

    private static Hello ToHello(Vector golden) => new()
    {
        Sender = (int)golden.Number("sender"),
        Recipient = (int)golden.Number("recipient"),
        Incarnation = golden.Number("incarnation"),
        Known = golden.Number("known"),
        Connection = golden.Number("connection"),
        Received = golden.Number("received"),
        Answer = golden.Value<HelloAnswer>("answer"),
    };
}
