using System.Globalization;
using System.Net;
using System.Reflection;
using Hypernet.Agent.Packages;
using Hypernet.Buyer;
using Hypernet.Buyer.Packages;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Transactions;
using Hypernet.Ethereum.Wallets;
using Hypernet.EventStore;
using Hypernet.Indexer;
using Hypernet.Market;
using Hypernet.Sandbox;
using Hypernet.Server;
using Xunit;

namespace Hypernet.Cli.Tests;

public sealed class ErrorReportTests
{
    private static readonly Account Job = Account.Parse("0x00000000000000000000000000000000000000a1");
    private static readonly Uri Place = new("http://127.0.0.1:1/");

    public static TheoryData<Exception, int, string?> Mappings() => new()
    {
        { new CommandException(ExitCode.TimedOut, "too late", "wait"), ExitCode.TimedOut, "wait" },
        { new OperationCanceledException(), ExitCode.Interrupted, null },
        { new JobFileException("job.yaml", "cannot be read"), ExitCode.Misused, "job submit --dry-run" },
        { new PackageContentException("link", "is a link"), ExitCode.Misused, "job submit --dry-run" },
        { new JobUnsupportedException("field", "cannot be had"), ExitCode.Misused, "job submit --dry-run" },
        { new InputHashException("rows.csv", default, default), ExitCode.Misused, "SHA-256" },
        { new LibraryRefusedException(new LibraryName("numpy", "9"), isBanned: false), ExitCode.Misused, "name@version" },
        { new WrongMarketException(Place, "is another market's"), ExitCode.Misused, "--api" },
        { new EscrowShortException(default, default), ExitCode.Funds, "hypernet token deposit" },
        { new BalanceShortException("in the market", default, default), ExitCode.Funds, "hypernet token balance" },
        { new JobNotFoundException(Job), ExitCode.NotFound, "hypernet job list" },
        { new JobUnderWayException(Job, JobStatus.Running), ExitCode.Reverted, "hypernet job terminate" },
        { new NoResultException(Job, JobStatus.Running, "it is under way"), ExitCode.NotFound, "hypernet job watch" },
        { new NoResultException(Job, JobStatus.Aborted, "it has ended"), ExitCode.JobFailed, "--partial" },
        { new ResultRefusedException(0, "is another"), ExitCode.Failed, null },
        { Fault<ManifestException>(Array.Empty<ManifestError>(), null), ExitCode.Misused, "job submit --dry-run" },
        { Fault<RecordException>("no record"), ExitCode.Failed, null },
        { Fault<WalletNameException>("../x"), ExitCode.Misused, "hypernet wallet list" },
        { Fault<WalletNotFoundException>("x", "/wallets"), ExitCode.Wallet, "hypernet wallet create" },
        { Fault<WalletExistsException>("x"), ExitCode.Wallet, "hypernet wallet list" },
        { Fault<WrongPasswordException>(), ExitCode.Wallet, "--password-file" },
        { Fault<KeystoreException>("no JSON", null), ExitCode.Wallet, "hypernet wallet list" },
        { Fault<JournalInUseException>(default(Address), "/journal", new IOException()), ExitCode.Wallet, null },
        { Fault<JournalException>("/journal", "it is of another chain", null), ExitCode.Failed, "HYPERNET_STATE" },
        { Fault<InsufficientFundsException>(default(Address), default(UInt256), default(UInt256)), ExitCode.Funds, null },
        { Fault<ContractRevertedException>(Array.Empty<byte>(), null), ExitCode.Reverted, "nothing was sent" },
        { Fault<ContractRevertedException>(Array.Empty<byte>(), default(Hash32)), ExitCode.Reverted, "see transaction 0x00" },
        { Fault<RpcUnavailableException>("host:1", "refused", null, null, null), ExitCode.Unreachable, "--rpc" },
        { Fault<JsonRpcException>("eth_call", -32000, "no"), ExitCode.Failed, "--rpc" },
        { Fault<InconsistentNodeException>("forgets"), ExitCode.Failed, "--rpc" },
        { Fault<DeploymentException>("no such file", null), ExitCode.Misused, "--deployment" },
        { Fault<UnsafeUserException>(HostUser.Current), ExitCode.Unsafe, "ordinary user" },
        { Fault<SandboxUnavailableException>("no bwrap.", "install bubblewrap"), ExitCode.Unsafe, "install bubblewrap" },
        { new ServerUnreachableException(Place, "refused"), ExitCode.Unreachable, "hypernet server run" },
        { new AnswerNotUnderstoodException(Place, "no JSON"), ExitCode.Failed, "Check that" },
        { new ForeignStoreException("ledger.db", "no store of ours"), ExitCode.Failed, "--data" },
        { new StoreBusyException("ledger.db", new IOException()), ExitCode.Failed, "--data" },
        { Fault<PortInUseException>(new IPEndPoint(IPAddress.Loopback, 1), new IOException()), ExitCode.Failed, "Name another port" },
        { new PackageRefusedException("link", "is a link"), ExitCode.Failed, null },
        { new InvalidOperationException("a fault of ours"), ExitCode.Failed, "--verbose" },
    };

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Fault_ends_with_its_code_and_hint(Exception fault, int exitCode, string? hint)
    {
        using var talk = new StringWriter(CultureInfo.InvariantCulture);

        Assert.Equal(exitCode, ErrorReport.Write(talk, fault, isVerbose: false));

        string[] lines = talk.ToString().TrimEnd('\n').Split('\n');
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(hint is null ? 1 : 2, lines.Length);
        Assert.True(hint is null || (lines[1].StartsWith("hint: ", StringComparison.Ordinal) && lines[1].Contains(hint, StringComparison.Ordinal)), lines[^1]);
    }

    [Fact]
    public void Stack_is_told_to_whom_asks_for_it()
    {
        using var talk = new StringWriter(CultureInfo.InvariantCulture);

        ErrorReport.Write(talk, new InvalidOperationException("a fault of ours"), isVerbose: true);

        Assert.Contains(nameof(InvalidOperationException), talk.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_no_wallet_can_have_is_misuse() =>
        (await CommandRun.OfAsync("agent", "run", "--wallet", "../x")).Failed(ExitCode.Misused, "cannot name a wallet", "hypernet wallet list");

    // Libraries alone make their exceptions: each is made here as they do, by its constructor that is not public.
    private static T Fault<T>(params object?[] arguments)
        where T : Exception =>
        (T)Activator.CreateInstance(typeof(T), BindingFlags.Instance | BindingFlags.NonPublic, null, arguments, CultureInfo.InvariantCulture)!;
}
