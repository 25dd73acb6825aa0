using System.Security.Cryptography;
using Xunit;

namespace Hypernet.Network.Tests.Tcp;

public sealed class ResumeTests
{
    // Cuts within the handshake, within headers, within small and large frames.
    [Theory]
    [InlineData(1, 1, 1_000, 400, 100)]
    [InlineData(2, 100, 20_000, 3_000, 2_000)]
    [InlineData(3, 1_000, 400_000, 400, 60_000)]
    [InlineData(4, 50_000, 2_000_000, 100, 900_000)]
    public async Task Every_frame_arrives_once_and_in_order_however_often_the_connection_is_cut(int seed, int least, int most, int frames, int size)
    {
        await using var network = new TcpNetwork(2, (_, options) => options with { MaxRedial = TimeSpan.FromMilliseconds(2) });
        await using var toRight = new CuttingProxy(network.Book[1], seed, least, most);
        await using var toLeft = new CuttingProxy(network.Book[0], seed + 100, least, most);
        Witness[] witnesses = [network.Start(0, [network.Book[0], toRight.EndPoint]), network.Start(1, [toLeft.EndPoint, network.Book[1]])];
        var random = new Random(seed);
        byte[][] payloads = [.. Enumerable.Range(0, frames).Select(_ => RandomNumberGenerator.GetBytes(random.Next(size)))];

        for (int k = 0; k < frames; k++)
        {
            network[0].Send(1, Recorder.Data((ulong)k), payloads[k]);
            network[1].Send(0, Recorder.Data((ulong)k), payloads[frames - 1 - k]);
        }

        for (int k = 0; k < frames; k++)
        {
            var right = await witnesses[1].Frames.Next();
            Assert.Equal((ulong)k, right.Header.Number);
            Assert.True(right.Payload.AsSpan().SequenceEqual(payloads[k]));
            var left = await witnesses[0].Frames.Next();
            Assert.Equal((ulong)k, left.Header.Number);
            Assert.True(left.Payload.AsSpan().SequenceEqual(payloads[frames - 1 - k]));
        }

        Assert.True(toRight.Cuts + toLeft.Cuts > 5, $"Only {toRight.Cuts} and {toLeft.Cuts} cuts.");
        Assert.True(size < 50_000 || (witnesses[0].InRoom > 0 && witnesses[1].InRoom > 0), "nothing was received in place");
        toRight.IsTransparent = true;
        toLeft.IsTransparent = true;
        Assert.False(witnesses[0].Frames.TryNext(out _));
        Assert.False(witnesses[1].Frames.TryNext(out _));
    }
}
