using Hypernet.Agent.Duties;
using Hypernet.Contracts;
using Hypernet.Ethereum;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    /// <summary>
    /// Reveals what the seller binds itself to even if the server says nothing any more, which would cost all of its collateral: asks the chain
    /// itself, after each block, as long as the round lasts.
    /// </summary>
    private async Task RevealUntoldAsync(Duty.Commit committed, int replica)
    {
        var round = committed.Record.Context;
        var reveal = new Duty.Reveal(_job, committed.Record, committed.Tenure);
        var contract = new JobContract(_services.Chain, _job);
        while (true)
        {
            await NextBlockAsync(_services.Stopping);
            try
            {
                var now = await contract.RoundAsync((int)round.Group, cancellationToken: _services.Stopping);
                if (now.IsSettled || (now.Checkpoint, now.Attempt) != ((int)round.Checkpoint, (int)round.Attempt) || now.Revealed.Contains(replica))
                {
                    return;
                }

                if (now.IsClosed && now.Committed.Contains(replica))
                {
                    _services.Loop.Post(() => Try(reveal, _block));
                }
            }
            catch (EthereumException)
            {
                // The chain cannot be reached either: whatever is due then is sent when it is there again.
            }
        }
    }
}
