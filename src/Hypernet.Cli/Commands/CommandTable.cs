using System.CommandLine;
using Hypernet.Cli.Commands.Agent;
using Hypernet.Cli.Commands.Chain;
using Hypernet.Cli.Commands.Demo;
using Hypernet.Cli.Commands.Faucet;
using Hypernet.Cli.Commands.Job;
using Hypernet.Cli.Commands.Run;
using Hypernet.Cli.Commands.Seller;
using Hypernet.Cli.Commands.Server;
using Hypernet.Cli.Commands.Token;
using Hypernet.Cli.Commands.Vote;
using Hypernet.Cli.Commands.Wallet;

namespace Hypernet.Cli.Commands;

/// <summary>The table of contents of the command line: every noun with its verbs.</summary>
internal static class CommandTable
{
    /// <summary>Makes all commands.</summary>
    public static IEnumerable<Command> Create(CommandStreams streams) =>
    [
        new Command("agent", "Sell this machine's time.").With(AgentRunCommand.Create(streams)),
        new Command("chain", "The contracts on a chain.").With(ChainDeployCommand.Create(streams)),
        new Command("job", "Place jobs, follow them, and fetch what they deliver.").With(
            JobSubmitCommand.Create(streams),
            JobListCommand.Create(streams),
            JobShowCommand.Create(streams),
            JobWatchCommand.Create(streams),
            JobProgressCommand.Create(streams),
            JobResultCommand.Create(streams),
            JobRaiseCommand.Create(streams),
            JobTerminateCommand.Create(streams),
            JobCancelCommand.Create(streams)),
        new Command("seller", "Sellers, and what is known of them.").With(
            SellerListCommand.Create(streams),
            SellerShowCommand.Create(streams)),
        new Command("server", "Tell others what happens on a market's chain.").With(ServerRunCommand.Create(streams)),
        new Command("token", "Hypertoken in your wallet and in the market.").With(
            TokenBalanceCommand.Create(streams),
            TokenDepositCommand.Create(streams),
            TokenWithdrawCommand.Create(streams)),
        new Command("vote", "Change the protocol together with others who hold Hypertoken.").With(
            VoteListCommand.Create(streams),
            VoteShowCommand.Create(streams),
            VoteProposeCommand.Create(streams),
            VoteCastCommand.Create(streams),
            VoteStep.Queue.Create(streams),
            VoteStep.Execute.Create(streams),
            VoteStep.Cancel.Create(streams),
            VoteDelegateCommand.Create(streams)),
        new Command("wallet", "Make and list the keys that sign for you.").With(
            WalletCreateCommand.Create(streams),
            WalletImportCommand.Create(streams),
            WalletListCommand.Create(streams)),
        FaucetCommand.Create(streams),
        RunCommand.Create(streams),
        DemoCommand.Create(streams),
        VersionCommand.Create(streams),
    ];
}
