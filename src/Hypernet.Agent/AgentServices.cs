using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;
using Hypernet.Sandbox;
using Microsoft.Extensions.Logging;

namespace Hypernet.Agent;

/// <summary>What all desks of an agent share.</summary>
internal sealed record AgentServices
{
    public required AgentOptions Options { get; init; }

    public required AgentLoop Loop { get; init; }

    public required HypernetClient Server { get; init; }

    /// <summary>The same server, asked for states once and for seconds: peers have them, too.</summary>
    public required HypernetClient States { get; init; }

    public required JsonRpcClient Chain { get; init; }

    public required Deployment Deployment { get; init; }

    public required TransactionSender Sender { get; init; }

    public required PrivateKey Key { get; init; }

    public required ISandbox Sandbox { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    /// <summary>The seller's account.</summary>
    public required Account Seller { get; init; }

    public ulong ChainId => Deployment.ChainId;

    /// <summary>Ends all work beside the loop.</summary>
    public CancellationToken Stopping => Loop.Stopping;
}
