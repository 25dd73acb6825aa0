using System.Security.Cryptography;
using Hypernet.Consensus;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>The collectives of a job of one group: nobody takes part in them but the replica itself.</summary>
internal static class LoneGroup
{
    /// <summary>A group of one rank, to be disposed of.</summary>
    public static async Task<ConsensusNode> JoinAsync()
    {
        // A secret that nobody is told keeps other users of this machine out.
        var transport = TcpTransport.Listen(new TcpTransportOptions { Token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes) });
        transport.Join([transport.LocalEndPoint], self: 0);
        return await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = transport });
    }
}
