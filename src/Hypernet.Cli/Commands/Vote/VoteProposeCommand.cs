using System.CommandLine;
using System.CommandLine.Parsing;
using Hypernet.Cli.Connections;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote propose</c>.</summary>
internal static class VoteProposeCommand
{
    private const string HostVersion = "host";

    private static readonly Option<string[]> Parameters = new("--parameter")
    {
        Description = $"A parameter to set, with --value: {string.Join(", ", Enum.GetNames<Parameter>())}. Both may be repeated.",
        HelpName = "name",
    };

    private static readonly Option<string[]> Values = new("--value")
    {
        Description = "Its value, in its unit: basis points, seconds, blocks, HYT.",
        HelpName = "number",
    };

    private static readonly Option<LibraryName?> Library = new("--library")
    {
        Description = "A library to give a status, with --status and --image.",
        HelpName = "name@version",
        CustomParser = ParseLibrary,
    };

    private static readonly Option<string?> Status = new Option<string?>("--status")
    {
        Description = "The library's status.",
        HelpName = "allowed|deprecated|banned",
    }.AcceptOnlyFromAmong("allowed", "deprecated", "banned");

    private static readonly Option<Bytes32?> Image = new("--image")
    {
        Description = "SHA-256 of the library's image; none for version host.",
        HelpName = "sha256",
        CustomParser = ParseHash,
    };

    private static readonly Option<Account?> List = new("--list")
    {
        Description = "A registered implementation of jobs to list: its jobs earn reputation.",
        HelpName = "implementation",
        CustomParser = result => ParsedValues.AccountOf(result),
    };

    private static readonly Option<Account?> Unlist = new("--unlist")
    {
        Description = "An implementation of jobs to list no longer.",
        HelpName = "implementation",
        CustomParser = result => ParsedValues.AccountOf(result),
    };

    private static readonly Option<Account?> Target = new("--target")
    {
        Description = "Any contract for the timelock to call, with --calldata.",
        HelpName = "address",
        CustomParser = result => ParsedValues.AccountOf(result),
    };

    private static readonly Option<string?> CallData = new("--calldata")
    {
        Description = "What to call it with: selector and arguments.",
        HelpName = "hex",
    };

    private static readonly Option<string> Description = new("--description")
    {
        Description = "What it is for; the first line is its title. Nobody else can propose it first: the wallet's address is added.",
        HelpName = "text",
        Required = true,
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("propose", "Propose a change, which token holders vote on and the timelock carries out.")
            .With(Parameters, Values, Library, Status, Image, List, Unlist, Target, CallData, Description, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        EnsurePaired(context);
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var draft = await DraftAsync(context, connection, cancellationToken);
        var proposer = context.Settings.WalletAddress.ToAccount();
        await EnsureMayProposeAsync(connection, proposer, cancellationToken);
        foreach (string line in draft.Summary)
        {
            await context.Talk.WriteLineAsync(line);
        }

        var delay = await connection.Voting.DelayAsync(connection.Block, cancellationToken);
        var period = await connection.Voting.PeriodAsync(connection.Block, cancellationToken);
        await context.Talk.WriteLineAsync($"voting begins {Readable.Span(delay)} after the proposal and lasts {Readable.Span(period)}");
        var call = connection.Voting.Propose(draft.Calls, VotingContract.SignedDescription(context.Get(Description)!, proposer));
        if (await Sending.SendAsync(context, connection.Chain, "propose", call, "Propose it?", cancellationToken) is { } receipt)
        {
            var proposal = receipt.Logs.Select(log => VotingEvents.TryDecode(log, out var made) ? made : null).First(made => made is not null)!;
            await VoteSending.TellAsync(context, connection, proposal, receipt, cancellationToken);
        }
    }

    private static void EnsurePaired(CommandContext context)
    {
        bool hasLibrary = context.Get(Library) is not null;
        bool hasTarget = context.Get(Target) is not null;
        int parameters = context.Get(Parameters)?.Length ?? 0;
        string? fault = 0 switch
        {
            _ when parameters != (context.Get(Values)?.Length ?? 0) => "every --parameter takes one --value",
            _ when hasLibrary != context.Get(Status) is not null => "--library and --status go together",
            _ when context.Get(Image) is not null && !hasLibrary => "--image is a library's: name it with --library",
            _ when hasLibrary && (context.Get(Image) is null) != (context.Get(Library)!.Version == HostVersion) =>
                $"a library has an --image, unless its version is {HostVersion}",
            _ when hasTarget != context.Get(CallData) is not null => "--target and --calldata go together",
            _ when parameters == 0 && !hasLibrary && !hasTarget && context.Get(List) is null && context.Get(Unlist) is null => "nothing is proposed",
            _ => null,
        };
        if (fault is not null)
        {
            throw new CommandException(ExitCode.Misused, fault, "hypernet vote propose --help");
        }
    }

    private static async Task<ProposalDraft> DraftAsync(CommandContext context, VoteConnection connection, CancellationToken cancellationToken)
    {
        var draft = new ProposalDraft(connection);
        foreach (var (name, value) in (context.Get(Parameters) ?? []).Zip(context.Get(Values) ?? []))
        {
            await draft.SetAsync(name, value, cancellationToken);
        }

        if (context.Get(Library) is { } library)
        {
            var status = Enum.Parse<LibraryStatus>(context.Get(Status)!, ignoreCase: true);
            await draft.SetAsync(library, context.Get(Image) ?? default, status, cancellationToken);
        }

        if (context.Get(List) is { } listed)
        {
            await draft.ListAsync(listed, isListed: true, cancellationToken);
        }

        if (context.Get(Unlist) is { } unlisted)
        {
            await draft.ListAsync(unlisted, isListed: false, cancellationToken);
        }

        if (context.Get(Target) is { } target)
        {
            await draft.CallAsync(target, BytesOf(context.Get(CallData)!), cancellationToken);
        }

        return draft;
    }

    // Votes count as they are now: the proposal itself comes in a later block.
    private static async Task EnsureMayProposeAsync(VoteConnection connection, Account proposer, CancellationToken cancellationToken)
    {
        var need = await connection.Voting.ThresholdAsync(connection.Block, cancellationToken);
        var have = await connection.Hypertoken.VotesOfAsync(proposer, connection.Block, cancellationToken);
        if (have >= need)
        {
            return;
        }

        var balance = await connection.Hypertoken.BalanceOfAsync(proposer, connection.Block, cancellationToken);
        bool isSleeping = await connection.Hypertoken.DelegateOfAsync(proposer, connection.Block, cancellationToken) != proposer;
        throw new CommandException(
            ExitCode.Funds,
            $"a proposal needs {Readable.Hyt(need)} of votes, {proposer.ToAddress()} has {Readable.Hyt(have)}: {Readable.Hyt(need - have)} are missing",
            isSleeping && have + balance >= need
                ? $"hypernet vote delegate: the wallet's own {Readable.Hyt(balance)} do not vote for it yet"
                : $"ask other holders for: hypernet vote delegate {proposer.ToAddress()}");
    }

    private static byte[] BytesOf(string text)
    {
        try
        {
            return Hex.Parse(text);
        }
        catch (FormatException fault)
        {
            throw new CommandException(ExitCode.Misused, $"--calldata: {fault.Message}", "hypernet vote propose --help");
        }
    }

    private static LibraryName? ParseLibrary(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.Split('@') is [{ Length: > 0 } name, { Length: > 0 } version])
        {
            return new LibraryName(name, version);
        }

        result.AddError($"\"{text}\" is no library: write name@version.");
        return null;
    }

    private static Bytes32? ParseHash(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Bytes32.TryParse(text, out var hash))
        {
            return hash;
        }

        result.AddError($"\"{text}\" is no SHA-256: 64 hexadecimal digits are.");
        return null;
    }
}
