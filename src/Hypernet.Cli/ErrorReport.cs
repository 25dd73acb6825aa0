using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Ethereum.Wallets;
using Hypernet.Sandbox;

namespace Hypernet.Cli;

/// <summary>Turns what ended a command into one clear error, a hint and the exit code.</summary>
internal static class ErrorReport
{
    /// <summary>Writes the error and its hint, with the stack when asked for, and returns the exit code.</summary>
    public static int Write(TextWriter talk, Exception fault, bool isVerbose)
    {
        var (exitCode, hint) = Explain(fault);
        talk.WriteLine($"error: {fault.Message}");
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

    private static (int ExitCode, string? Hint) Explain(Exception fault) => fault switch
    {
        CommandException command => (command.ExitCode, command.Hint),
        OperationCanceledException => (ExitCode.Interrupted, null),
        WalletNotFoundException or WalletExistsException or WrongPasswordException or KeystoreException => (ExitCode.Wallet, "hypernet wallet list"),
        JournalInUseException => (ExitCode.Wallet, null),
        InsufficientFundsException => (ExitCode.Funds, null),
        ContractRevertedException reverted => (ExitCode.Reverted, ContractError.Describe(reverted.RevertData)),
        UnsafeUserException => (ExitCode.Unsafe, "run it as an ordinary user"),
        SandboxUnavailableException sandbox => (ExitCode.Unsafe, sandbox.Hint),
        DeploymentException => (ExitCode.Misused, null),
        RpcUnavailableException => (ExitCode.Unreachable, "start the chain's node, or name another with --rpc"),
        ServerUnreachableException => (ExitCode.Unreachable, "start the server (hypernet server run), or name another with --api"),
        _ => (ExitCode.Failed, "run the command again with --verbose for the stack"),
    };
}
