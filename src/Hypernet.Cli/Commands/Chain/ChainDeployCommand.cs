using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Cli.Processes;
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
        return new Command("deploy", "Deploy the contracts to the chain at --rpc, by the key in HYPERNET_KEY; goes on where it was interrupted.")
            .With(Local)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        bool isLocal = context.Get(Local);
        if (isLocal && context.Settings.DeploymentFile is null)
        {
            throw new CommandException(ExitCode.Misused, "a local chain's deployment has no file", "name one: --deployment FILE");
        }

        if (!isLocal && Environment.GetEnvironmentVariable("HYPERNET_KEY") is not { Length: > 0 })
        {
            throw new CommandException(ExitCode.Wallet, "HYPERNET_KEY is not set", "set it to the deployer's private key, or add --local for a development node");
        }

        using var chain = new JsonRpcClient(context.Settings.Rpc);
        ulong chainId = await chain.GetChainIdAsync(cancellationToken);
        context.Confirm($"Deploy to chain {chainId} at {context.Settings.Rpc}?");
        string file = context.Settings.DeploymentFile ?? Path.Combine(Clone.Root(), "deployment", "networks", $"{chainId}.json");
        string log = Path.Combine(Path.GetTempPath(), $"hypernet-deploy-{Environment.ProcessId}.log");
        await ContractDeployer.DeployAsync(context.Settings.Rpc, isLocal, file, log, context.Talk.WriteLine, cancellationToken);
        File.Delete(log);
        context.Print(file, JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken))!.AsObject(), output => output.WriteLine($"deployed: {file}"));
    }
}
