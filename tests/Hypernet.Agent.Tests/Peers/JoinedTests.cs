using System.Net;
using System.Runtime.InteropServices;
using Hypernet.Agent.Peers;
using Hypernet.Consensus;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Agent.Tests.Peers;

/// <summary>Sellers that know of each other by the job's events alone compute together over TLS.</summary>
public sealed class JoinedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Three_sellers_agree_on_a_sum_over_tls()
    {
        var keys = new List<SessionKey>();
        var transports = new List<TcpTransport>();
        for (int i = 0; i < 3; i++)
        {
            keys.Add(SessionKey.Create());
            transports.Add(TcpTransport.Listen(new TcpTransportOptions
            {
                EndPoint = new IPEndPoint(IPAddress.IPv6Any, 0),
                Security = new PeerSecurity { Key = keys[i], AllowsLocalAddresses = true },
            }));
        }

        // Slot i listens at transport i; which rank it has, the draw says.
        using var sellers = new Sellers(TimeProvider.System, slot => $"127.0.0.1:{transports[slot].LocalEndPoint.Port}");
        var nodes = new List<ConsensusNode>();
        foreach (int rank in Enumerable.Range(0, 3))
        {
            int slot = sellers.State.TenureAt(rank).Id;
            transports[slot].Join(PeerSeats.Book(sellers.State), rank, sellers.Verifier(rank, keys[slot]));
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = transports[slot], Quorum = QuorumRule.Majority }));
        }

        var calls = nodes.Select(node => node.CallAsync(Sum(node.Rank + 0.25)).AsTask()).ToList();
        foreach (var call in calls)
        {
            var result = await call.WaitAsync(Patience);
            Assert.Equal(3.75, MemoryMarshal.Read<double>(result.Value.Span));
        }

        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        keys.ForEach(key => key.Dispose());
    }

    private static OperationCall Sum(double value) => new()
    {
        Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 },
        Contribution = BitConverter.GetBytes(value),
        Name = "sum",
    };
}
