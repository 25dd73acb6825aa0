using System.Net;
using System.Threading.Channels;
using Hypernet.Agent.Peers;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Agent.Tests.Peers;

/// <summary>A seller's agent is started again, and shows a delegate that begins later.</summary>
public sealed class RestartedSellerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<SessionKey> _keys = [];

    public void Dispose() => _keys.ForEach(key => key.Dispose());

    [Fact]
    public async Task Later_process_takes_the_place_of_the_former_which_is_over()
    {
        await using var left = Listen(out var leftKey);
        await using var right = Listen(out var rightKey);
        await using var later = Listen(out var laterKey);
        using var sellers = new Sellers(TimeProvider.System);
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        PeerSeat?[] book = [.. PeerSeats.Book(sellers.State)];
        book[0] = book[0]! with { Endpoints = [PeerEndpoint.Of(left.LocalEndPoint)] };

        var heard = new Handler();
        left.Join(book, 0, Verifier(sellers, 0, leftKey, now));
        left.Start(heard);
        var former = new Handler();
        right.Join(book, 1, Verifier(sellers, 1, rightKey, now));
        right.Start(former);
        right.Send(0, new FrameHeader { Type = FrameType.Data, Number = 1 }, default);
        Assert.Equal("1: frame 1", await heard.Next());

        later.Join(book, 1, Verifier(sellers, 1, laterKey, now + TimeSpan.FromSeconds(1)));
        later.Start(new Handler());
        later.Send(0, new FrameHeader { Type = FrameType.Data, Number = 2 }, default);

        Assert.Equal("1: Refused", await heard.Next());
        Assert.Equal("1: renewed", await heard.Next());
        Assert.Equal("1: frame 2", await heard.Next());
        Assert.Equal("0: Broken", await former.Next());
        Assert.Equal("0: Dismissed", await former.Next());
    }

    private TcpTransport Listen(out SessionKey key)
    {
        _keys.Add(key = SessionKey.Create());
        return TcpTransport.Listen(new TcpTransportOptions
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Security = new PeerSecurity { Key = key, AllowsLocalAddresses = true },
        });
    }

    private static DelegateVerifier Verifier(Sellers sellers, int rank, SessionKey key, DateTimeOffset notBefore) =>
        new(sellers.Sign(sellers.Delegate(rank, key) with { NotBefore = notBefore }), () => sellers.State, TimeProvider.System);

    private sealed class Handler : ITransportHandler
    {
        private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

        public async Task<string> Next() => await _told.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload) => _told.Writer.TryWrite($"{peer}: frame {header.Number}");

        public void Lost(int peer, PeerLoss loss) => _told.Writer.TryWrite($"{peer}: {loss}");

        public void Restored(int peer) => _told.Writer.TryWrite($"{peer}: restored");

        public void Renewed(int peer) => _told.Writer.TryWrite($"{peer}: renewed");
    }
}
