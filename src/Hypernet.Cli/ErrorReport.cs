using Hypernet.Agent;
using Hypernet.Buyer;
using Hypernet.Buyer.Packages;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Ethereum.Wallets;
using Hypernet.EventStore;
using Hypernet.Indexer;
using Hypernet.Market;
using Hypernet.Network;
using Hypernet.Runtime.Launching;
using Hypernet.Sandbox;
using Hypernet.Server;

namespace Hypernet.Cli;

/// <summary>Turns what ended a command into one clear error, a hint and the exit code.</summary>
internal static class ErrorReport
{
    private const string CheckAgain = "hypernet job submit --dry-run checks a job and places nothing";

    /// <summary>Writes the error and its hint, with the stack when asked for, and returns the exit code.</summary>
    public static int Write(TextWriter talk, Exception fault, bool isVerbose)
    {
        var (exitCode, hint) = Explain(fault);
        talk.WriteLine($"error: {Message(fault)}");
        if (hint is not null)
        {
            talk.WriteLine($"hint: {hint}");
        }

        if (isVerbose)
        {
            talk.WriteLine(fault.ToString());
        }

        return exitCode;
    }

    private static string Message(Exception fault) => fault switch
    {
        ManifestException manifest => string.Join('\n', manifest.Errors.Select(error => $"{JobManifest.FileName}: {error}")),
        ContractRevertedException reverted => $"the contract refused: {ContractError.Describe(reverted.RevertData)}",
        OperationCanceledException => "interrupted",
        _ => fault.Message,
    };

    private static (int ExitCode, string? Hint) Explain(Exception fault) => fault switch
    {
        CommandException command => (command.ExitCode, command.Hint),
        LaunchException launch => (launch.ExitCode, launch.Hint),
        OperationCanceledException => (ExitCode.Interrupted, null),
        BuyerException buyer => Explain(buyer),
        ManifestException => (ExitCode.Misused, CheckAgain),
        WalletNameException => (ExitCode.Misused, "hypernet wallet list"),
        WalletNotFoundException => (ExitCode.Wallet, "hypernet wallet create, or name another with --wallet"),
        WrongPasswordException => (ExitCode.Wallet, "try again, or name the right --password-file"),
        WalletExistsException or KeystoreException => (ExitCode.Wallet, "hypernet wallet list"),
        JournalInUseException => (ExitCode.Wallet, null),
        JournalException => (ExitCode.Failed, "if a local chain was started anew, name a new folder in HYPERNET_STATE"),
        InsufficientFundsException => (ExitCode.Funds, null),
        ContractRevertedException reverted => (ExitCode.Reverted, reverted.Transaction is { } transaction ? $"see transaction {transaction}" : "nothing was sent"),
        UnsafeUserException => (ExitCode.Unsafe, "run it as an ordinary user"),
        SandboxUnavailableException sandbox => (ExitCode.Unsafe, sandbox.Hint),
        DeploymentException => (ExitCode.Misused, "name the network's file with --deployment"),
        RpcUnavailableException => (ExitCode.Unreachable, "start the chain's node, or name another with --rpc"),
        RpcResponseException or RpcResponseTooLargeException or RpcSubscriptionException or JsonRpcException or TransactionRejectedException
            or IndexerException => (ExitCode.Failed, "check the chain's node, or name another with --rpc"),
        ServerUnreachableException => (ExitCode.Unreachable, "start the server (hypernet server run), or name another with --api"),
        ApiException api => (ExitCode.Failed, api.Hint),
        ForeignStoreException or WrongChainException => (ExitCode.Failed, "name another folder with --data"),
        EventStoreException => (ExitCode.Failed, "free the folder of --data and its disk, or name another"),
        ServerException server => (ExitCode.Failed, server.Hint),
        NetworkException => (ExitCode.Misused, "name an address of this machine with --listen, and hosts with --advertise"),
        AgentException or MarketException => (ExitCode.Failed, null),
        _ => (ExitCode.Failed, "run the command again with --verbose for the stack"),
    };

    private static (int ExitCode, string? Hint) Explain(BuyerException fault) => fault switch
    {
        JobFileException or PackageContentException or JobUnsupportedException => (ExitCode.Misused, CheckAgain),
        InputHashException => (ExitCode.Misused, $"bring back the file, or write its SHA-256 into {JobManifest.FileName}"),
        LibraryRefusedException => (ExitCode.Misused, "write name@version as on the allowlist, such as numpy@host for what the seller's system brings"),
        WrongMarketException => (ExitCode.Misused, "name the server of this market with --api, or another deployment"),
        EscrowShortException => (ExitCode.Funds, "hypernet token deposit"),
        BalanceShortException => (ExitCode.Funds, "hypernet token balance"),
        JobNotFoundException => (ExitCode.NotFound, "hypernet job list"),
        JobUnderWayException => (ExitCode.Reverted, "hypernet job terminate ends it after the checkpoint under way"),
        NoResultException { HasEnded: true } => (ExitCode.JobFailed, "--partial takes what was settled, if every group has settled something"),
        NoResultException => (ExitCode.NotFound, "hypernet job watch"),
        _ => (ExitCode.Failed, null),
    };
}
