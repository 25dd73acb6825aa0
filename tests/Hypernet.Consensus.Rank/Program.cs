using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Hypernet.Consensus;
using Hypernet.Consensus.Rank;
using Hypernet.Network;

// hypernet-rank RANK OPERATIONS TOKEN: one rank of a group of processes. It says its port, is told all ports, sums as often as it
// is asked to, and says each result. With HYPERNET_DIE_AT it is killed at that frame; HYPERNET_QUORUM names the group's rule.
int rank = int.Parse(args[0], CultureInfo.InvariantCulture);
int operations = int.Parse(args[1], CultureInfo.InvariantCulture);
await using var tcp = TcpTransport.Listen(new TcpTransportOptions { Token = Convert.FromHexString(args[2]), Grace = TimeSpan.Zero });
Console.WriteLine(tcp.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));

string ports = Console.ReadLine() ?? throw new InvalidDataException("The book of ports is missing.");
tcp.Join([.. ports.Split(' ').Select(port => new IPEndPoint(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture)))], rank);
ITransport transport = Environment.GetEnvironmentVariable("HYPERNET_DIE_AT") is { Length: > 0 } dieAt
    ? new DyingTransport(tcp, long.Parse(dieAt, CultureInfo.InvariantCulture))
    : tcp;
await using var node = await ConsensusNode.JoinAsync(new ConsensusOptions
{
    Transport = transport,
    Quorum = Enum.Parse<QuorumRule>(Environment.GetEnvironmentVariable("HYPERNET_QUORUM") ?? nameof(QuorumRule.Survivors)),

    // A rank dies here, or it lives: on a busy machine it may be silent for seconds.
    LeastSilence = TimeSpan.FromSeconds(30),
});
Sum(node, rank, operations);
await node.LeaveAsync();

static void Sum(ConsensusNode node, int rank, int operations)
{
    var descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 };
    for (int number = 0; number < operations; number++)
    {
        double value = Math.ScaleB(1 + number, 3 * rank);
        var result = node.Call(new OperationCall { Descriptor = descriptor, Contribution = BitConverter.GetBytes(value) });
        double sum = MemoryMarshal.Read<double>(result.Value.Span);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {sum:R} {result.Contributors}"));
    }
}
