using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Hypernet.Agent;
using Hypernet.Cli.Settings;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Hypernet.Sandbox;

namespace Hypernet.Cli.Commands.Agent;

/// <summary><c>hypernet agent run</c>.</summary>
internal static class AgentRunCommand
{
    // A TiB: nobody means more.
    private const long MostMiB = 1 << 20;

    private static readonly TermsOfUse Default = new();

    private static readonly Option<string?> State = new("--state")
    {
        Description = "The folder that holds what must survive a crash. Default: agent/ and the start of its address in HYPERNET_STATE, else in ~/.local/state/hypernet.",
        HelpName = "folder",
    };

    private static readonly Option<int> Cpus = new("--cpus")
    {
        Description = "CPUs for all jobs together.",
        DefaultValueFactory = _ => Default.Cpus,
    };

    private static readonly Option<int> Memory = new("--memory")
    {
        Description = "Memory for all jobs together, in MiB.",
        DefaultValueFactory = _ => Default.MemoryMiB,
    };

    private static readonly Option<int> Storage = new("--storage")
    {
        Description = "Storage for all jobs together, in MiB.",
        DefaultValueFactory = _ => Default.StorageMiB,
    };

    private static readonly Option<Amount> LeastPrice = new("--least-price")
    {
        Description = "The least price for one checkpoint of one rank, in HYT; down to it the agent underbids others in an auction.",
        HelpName = "HYT",
        CustomParser = ParseAmount,
    };

    private static readonly Option<Amount?> MostCollateral = new("--most-collateral")
    {
        Description = "The most collateral locked in all jobs together, in HYT. Default: what is free.",
        HelpName = "HYT",
        CustomParser = result => ParseAmount(result),
    };

    private static readonly Option<bool> ReplacementsOnly = new("--replacements-only")
    {
        Description = "Wait for vacancies in jobs under way instead of signing open ones.",
    };

    private static readonly Option<IPEndPoint> Listen = new("--listen")
    {
        Description = "Where other sellers of a job reach this one: an address of this machine, with a port or any free one. Default: 127.0.0.1.",
        HelpName = "address[:port]",
        CustomParser = result => ParseEndPoint(result),
        DefaultValueFactory = _ => new PeeringOptions().Listen,
    };

    private static readonly Option<string[]> Advertise = new("--advertise")
    {
        Description = "A host, or host:port, that stands on chain for them instead of the address listened on. Up to 4.",
        HelpName = "host[:port]",
    };

    private static readonly Option<bool> AllowLocal = new("--allow-local-addresses")
    {
        Description = "Reach other sellers at addresses that are not of the public Internet, too: for markets of one's own.",
    };

    private static readonly Option<long> KeepJob = MiB(
        "--keep-job", "The most that is kept of what other groups of a job have computed, for each job, in MiB; 0 for nothing.", 0, new KeepingOptions().JobBytes);

    private static readonly Option<long> KeepSeller = MiB(
        "--keep-seller", "The most of that from one other seller, in MiB.", 0, new KeepingOptions().PeerBytes);

    private static readonly Option<long> AuditMemory = MiB(
        "--audit-memory", "The most memory of each job for what is kept of its calls until they are audited, in MiB.", 1, 1L << 30);

    private static readonly Option<Misconduct?> Rehearse = new("--rehearse", "--rehearse-wrong-result")
    {
        Description = "On a local chain: lie (digest, contribution, listen) at a checkpoint.",
        HelpName = "lie@checkpoint",
        Hidden = true,
        CustomParser = ParseMisconduct,
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("run", "Sell this machine's time: follow jobs, take those that suit, run them in the sandbox, get paid.")
            .With(State, Cpus, Memory, Storage, LeastPrice, MostCollateral, ReplacementsOnly, Listen, Advertise, AllowLocal, KeepJob, KeepSeller, AuditMemory, Rehearse)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var key = context.Settings.OpenWallet(context.Talk);

        // Before the state folder is made: one of root's would be in the way of the ordinary user.
        HostUser.Current.ThrowIfRoot();
        using var chain = new JsonRpcClient(context.Settings.Rpc);
        var deployment = await context.Settings.DeploymentOfAsync(chain, cancellationToken);
        var options = new AgentOptions
        {
            StateFolder = Path.GetFullPath(context.Get(State) ?? Path.Combine(CommandSettings.StateFolder, "agent", key.Address.ToString()[2..18])),
            Terms = new TermsOfUse
            {
                Cpus = context.Get(Cpus),
                MemoryMiB = context.Get(Memory),
                StorageMiB = context.Get(Storage),
                LeastPrice = context.Get(LeastPrice),
                MostCollateral = context.Get(MostCollateral),
                ReplacementsOnly = context.Get(ReplacementsOnly),
            },
            Peering = new PeeringOptions
            {
                Listen = context.Get(Listen)!,
                Advertise = context.Get(Advertise) ?? [],
                AllowsLocalAddresses = context.Get(AllowLocal),
            },
            Keeping = new KeepingOptions
            {
                JobBytes = context.Get(KeepJob) << 20,
                PeerBytes = context.Get(KeepSeller) << 20,
            },
            EvidenceBytes = context.Get(AuditMemory) << 20,
            Misconduct = context.Get(Rehearse),
        };
        Directory.CreateDirectory(options.StateFolder);
        using var logging = CommandLogging.Create(context.IsVerbose);
        await SellerAgent.RunAsync(
            options, key, deployment, chain, context.Settings.Api, logging.CreateLogger("agent"), TimeProvider.System, cancellationToken);
    }

    private static Option<long> MiB(string name, string description, long least, long bytes) => new(name)
    {
        Description = description,
        HelpName = "MiB",
        DefaultValueFactory = _ => bytes >> 20,
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long given) && given >= least && given <= MostMiB)
            {
                return given;
            }

            result.AddError($"\"{result.Tokens[0].Value}\" is no size for {name}: write MiB as a whole number from {least} to {MostMiB}.");
            return least;
        },
    };

    private static IPEndPoint ParseEndPoint(ArgumentResult result)
    {
        if (IPEndPoint.TryParse(result.Tokens[0].Value, out var endPoint))
        {
            return endPoint;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no address of this machine: write one like 203.0.113.7, 203.0.113.7:7281 or [::]:7281.");
        return new PeeringOptions().Listen;
    }

    private static Misconduct? ParseMisconduct(ArgumentResult result)
    {
        var misconduct = Misconduct.TryParse(result.Tokens[0].Value);
        if (misconduct is null)
        {
            result.AddError($"\"{result.Tokens[0].Value}\" is no lie to rehearse: write digest, contribution or listen, @ and a checkpoint from 1.");
        }

        return misconduct;
    }

    private static Amount ParseAmount(ArgumentResult result)
    {
        if (Amount.TryParse(result.Tokens[0].Value, out var amount))
        {
            return amount;
        }

        result.AddError($"\"{result.Tokens[0].Value}\" is no amount of HYT: write decimals, such as 0.5.");
        return default;
    }
}
