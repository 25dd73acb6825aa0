using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Cli.Processes;
using Hypernet.Cli.Settings;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Commands.Chain;

/// <summary><c>hypernet chain deploy</c>.</summary>
internal static class ChainDeployCommand
{
    private static readonly Option<bool> Local = new("--local")
    {
        Description = "The chain is a local development node that signs with its own accounts; name the file with --deployment.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("deploy", "Deploy the contracts to --network (or --local), and check them; goes on where it was interrupted.")
            .With(Local)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string network = (context.Get(Local) ? Networks.Local : context.Settings.Network)
            ?? throw new CommandException(ExitCode.Misused, "no network is named", "--network sepolia, or --local for a development node");
        bool isLocal = network == Networks.Local;
        if (isLocal && context.Settings.DeploymentFile is null)
        {
            throw new CommandException(ExitCode.Misused, "a local chain's deployment has no file", "name one: --deployment FILE");
        }

        if (!isLocal && Environment.GetEnvironmentVariable("HYPERNET_KEY") is not { Length: > 0 })
        {
            throw new CommandException(
                ExitCode.Wallet,
                "HYPERNET_KEY is not set",
                $"set it to the deployer's private key; if it is in Hardhat's keystore: npm run deploy -- --network {network}");
        }

        using var chain = new JsonRpcClient(context.Settings.Rpc);
        ulong chainId = await chain.GetChainIdAsync(cancellationToken);
        context.Confirm($"Deploy to {network}, chain {chainId}, at {context.Settings.Rpc}?");
        string file = context.Settings.DeploymentFile ?? Path.Combine(Clone.Root(), "deployment", "networks", $"{chainId}.json");
        string log = Path.Combine(Path.GetTempPath(), $"hypernet-deploy-{Environment.ProcessId}.log");
        await ContractDeployer.DeployAsync(network, context.Settings.Rpc, context.Settings.DeploymentFile, log, context.Talk.WriteLine, cancellationToken);
        File.Delete(log);
        context.Print(file, JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken))!.AsObject(), output => output.WriteLine($"deployed: {file}"));
    }
}
