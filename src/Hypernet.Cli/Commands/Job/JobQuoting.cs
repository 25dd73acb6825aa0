using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary>How the verbs that change a job do it: say what it would mean, and unless that is all that was wanted, ask and send.</summary>
internal static class JobQuoting
{
    /// <summary>Runs such a verb; for a trial neither password nor server is needed.</summary>
    /// <typeparam name="TQuote">What it would mean.</typeparam>
    /// <typeparam name="TDone">What came of it.</typeparam>
    /// <param name="context">The command.</param>
    /// <param name="quote">Tries it on the node for an account, and says what it would mean.</param>
    /// <param name="question">What is asked before it is sent.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="print">Prints what came of it; nothing came of a trial.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    public static async Task RunAsync<TQuote, TDone>(
        CommandContext context,
        Func<MarketReader, Account, Task<TQuote>> quote,
        Func<TQuote, string> question,
        Func<BuyerClient, TQuote, Task<TDone>> send,
        Action<TQuote, TDone?> print,
        CancellationToken cancellationToken)
        where TDone : class
    {
        if (context.Get(GlobalOptions.DryRun))
        {
            using var market = await MarketConnection.OpenAsync(context, cancellationToken);
            print(await quote(market.Reader, context.Settings.WalletAddress.ToAccount()), null);
            return;
        }

        await using var connection = await BuyerConnection.OpenAsync(context, cancellationToken);
        var quoted = await quote(connection.Reader, connection.Buyer.Account);
        context.Confirm(question(quoted));
        print(quoted, await send(connection.Buyer, quoted));
    }
}
