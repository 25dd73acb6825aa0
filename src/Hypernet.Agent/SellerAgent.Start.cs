using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Network;
using Hypernet.Sandbox;
using Microsoft.Extensions.Logging;

namespace Hypernet.Agent;

public sealed partial class SellerAgent
{
    // What a call costs depends on who comes before it in the block: the last signature and the last reveal do the work of
    // all. Gas that is not used costs nothing.
    private static readonly TransactionSenderOptions Sending = new() { GasMarginPercent = 150 };

    private static readonly HypernetClientOptions StateReading = new() { AnswerTimeout = TimeSpan.FromSeconds(10), Patience = TimeSpan.Zero };

    private static readonly HashSet<ulong> LocalChains = [1337, 31337];

    /// <summary>Runs an agent until it is canceled. What was under way goes on at the next start.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="key">The seller's key; it stays the caller's.</param>
    /// <param name="deployment">Where the contracts are.</param>
    /// <param name="chain">The seller's own node, which decides; it stays the caller's.</param>
    /// <param name="server">The server whose events it follows, however long that takes to come back.</param>
    /// <param name="log">What it says.</param>
    /// <param name="time">The clock of its waits; deadlines are by the chain's.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    /// <exception cref="ArgumentException">The path of the state folder is too long, or misconduct is not for this chain.</exception>
    /// <exception cref="NetworkException">Other sellers cannot reach it as they are to: the address is not of this machine, or what is to be advertised is no endpoint.</exception>
    /// <exception cref="SandboxException">Programs cannot be run safely here.</exception>
    /// <exception cref="JournalInUseException">Another process works for this seller.</exception>
    /// <exception cref="DeploymentException">The node follows another chain, or holds other contracts.</exception>
    /// <exception cref="ApiException">The server refuses to tell the events, or is none.</exception>
    public static async Task RunAsync(
        AgentOptions options,
        PrivateKey key,
        Deployment deployment,
        JsonRpcClient chain,
        Uri server,
        ILogger log,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        HostUser.Current.ThrowIfRoot();
        JobFolder.EnsureFits(options.StateFolder);
        if (options.Misconduct is not null && !LocalChains.Contains(deployment.ChainId))
        {
            throw new ArgumentException($"Misconduct is rehearsed on local chains only, not on chain {deployment.ChainId}.", nameof(options));
        }

        await options.Peering.TryAsync();
        var fence = ResourceFence.Detect(time);
        var sandbox = new BubblewrapSandbox(fence, time);
        if ((await sandbox.CheckAsync(cancellationToken)).Obstacle is { } obstacle)
        {
            throw obstacle;
        }

        await deployment.VerifyAsync(chain, cancellationToken);
        await using var sender = await TransactionSender.OpenAsync(chain, key, options.StateFolder, Sending, time, cancellationToken);
        await sender.ResumeAsync(cancellationToken);
        using var artifacts = new HypernetClient(server, time: time);
        using var states = new HypernetClient(server, StateReading, time);
        using var events = new HypernetClient(server, new HypernetClientOptions { Patience = Timeout.InfiniteTimeSpan }, time);
        using var loop = new AgentLoop(cancellationToken);
        var services = new AgentServices
        {
            Options = options,
            Loop = loop,
            Server = artifacts,
            States = states,
            Chain = chain,
            Deployment = deployment,
            Sender = sender,
            Key = key,
            Sandbox = sandbox,
            Time = time,
            Log = log,
            Seller = key.Address.ToAccount(),
        };
        log.Following(services.Seller.ToString(), server, fence.Description);
        await new SellerAgent(services, events).FollowAsync();
    }
}
