using Hypernet.Agent.Fetching;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Verifying;

/// <summary>
/// Asks the chain itself, at one block, before the seller risks money: the stream of events may lie, or be behind.
/// </summary>
internal sealed class OnChainCheck(JsonRpcClient chain, Deployment deployment, Account seller)
{
    // Upper bounds of what the demo prints: sign or apply, and for each checkpoint commit, reveal with settlement, and
    // claim. Three times that must be there, since prices rise while a job runs.
    private const ulong GasToEnter = 300_000;
    private const ulong GasPerCheckpoint = 700_000;
    private const ulong Reserve = 3;

    /// <summary>Confirms the job, its money, and that the seller can pay for its part.</summary>
    /// <exception cref="JobNotReadyException">Something is not as it should be; the message says what.</exception>
    public async Task EnsureAsync(JobState job, CancellationToken cancellationToken)
    {
        var head = await chain.GetBlockAsync(BlockParameter.Latest, cancellationToken)
            ?? throw new JobNotReadyException("the chain's node shows no block");
        var block = BlockParameter.AtHash(head.Hash);
        await EnsureAnnouncedAsync(job, block, cancellationToken);
        await EnsureFundsAsync(job, block, cancellationToken);
        await EnsureGasAsync(job, head, block, cancellationToken);
    }

    private async Task EnsureAnnouncedAsync(JobState job, BlockParameter block, CancellationToken cancellationToken)
    {
        var factory = new JobFactoryContract(chain, deployment.JobFactory);
        if (await factory.JobOfAsync(job.Placed.Buyer, job.Placed.Nonce, block, cancellationToken) != job.Job)
        {
            throw new JobNotReadyException($"the factory {deployment.JobFactory} did not place it");
        }

        var implementation = await new CollateralContract(chain, deployment.Collateral).ImplementationOfAsync(job.Job, block, cancellationToken);
        if (implementation != deployment.Job)
        {
            throw new JobRefusedException($"its contract runs {implementation}; this agent signs only {deployment.Job}, whose code it has verified");
        }

        if ((await new JobContract(chain, job.Job).ConfigurationAsync(block, cancellationToken)).Terms != job.Terms)
        {
            throw new JobNotReadyException("its terms on chain are not those that were announced");
        }
    }

    private async Task EnsureFundsAsync(JobState job, BlockParameter block, CancellationToken cancellationToken)
    {
        var collateral = new CollateralContract(chain, deployment.Collateral);
        var need = job.Terms.FullCollateral;
        var free = await collateral.FreeOfAsync(seller, block, cancellationToken);
        if (free < need)
        {
            throw new JobNotReadyException($"it locks {need} HYT, {free} are free (hypernet token deposit)");
        }

        // At least the checkpoints that nobody can have been paid for; other sellers come and go meanwhile.
        var price = job.UnitPrice;
        var cells = (UInt128)(job.Terms.Ranks * (job.Terms.Checkpoints - job.Checkpoint));
        var escrow = (price + job.Placed.Snapshot.FeeDown(price)) * cells;
        var held = await collateral.BalanceOfAsync(job.Job, block, cancellationToken);
        if (held < escrow)
        {
            throw new JobNotReadyException($"the ledger holds {held} HYT for it, its escrow is {escrow}");
        }
    }

    private async Task EnsureGasAsync(JobState job, BlockHeader head, BlockParameter block, CancellationToken cancellationToken)
    {
        var price = (head.BaseFeePerGas ?? 0) + await chain.GetMaxPriorityFeePerGasAsync(cancellationToken);
        var need = price * (UInt256)(Reserve * (GasToEnter + (GasPerCheckpoint * (ulong)job.Terms.Checkpoints)));
        var have = await chain.GetBalanceAsync(seller.ToAddress(), block, cancellationToken);
        if (have < need)
        {
            throw new JobNotReadyException($"its transactions may cost {need} wei, the account has {have}");
        }
    }
}
