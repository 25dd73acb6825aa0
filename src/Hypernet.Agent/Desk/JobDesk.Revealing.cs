using Hypernet.Agent.Duties;
using Hypernet.Contracts;
using Hypernet.Ethereum;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly CancellationTokenSource _leaving;

    /// <summary>
    /// Reveals what the seller binds itself to even if the server says nothing any more, which would cost all of its collateral: asks the chain
    /// itself, after each block, as long as the round lasts.
    /// </summary>
    private async Task RevealUntoldAsync(Duty.Commit committed, int replica)
    {
        var reveal = new Duty.Reveal(_job, committed.Record, committed.Tenure);
        var contract = new JobContract(_services.Chain, _job);
        try
        {
            while (!await IsRevealedAsync(contract, reveal, replica))
            {
                await NextBlockAsync(_leaving.Token);
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // Nothing is left to do for the job, or the agent ends.
        }
    }

    private async Task<bool> IsRevealedAsync(JobContract contract, Duty.Reveal reveal, int replica)
    {
        var round = reveal.Record.Context;
        try
        {
            var now = await contract.RoundAsync((int)round.Group, cancellationToken: _leaving.Token);
            bool isOver = now.IsSettled || (now.Checkpoint, now.Attempt) != ((int)round.Checkpoint, (int)round.Attempt) || now.Revealed.Contains(replica);
            if (!isOver && now.IsClosed && now.Committed.Contains(replica))
            {
                _services.Loop.Post(() => Try(reveal, _block));
            }

            return isOver;
        }
        catch (EthereumException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), "asking the chain for the round", fault.Message);
            return false;
        }
    }
}
