using System.Diagnostics;
using Hypernet.Cli.Settings;

namespace Hypernet.Cli.Processes;

/// <summary>Deploys the contracts as <c>deployment/deploy.js</c> of the clone does.</summary>
internal static class ContractDeployer
{
    /// <summary>Deploys and waits; what was deployed before an interruption stays and is gone on with.</summary>
    /// <param name="network">The network's name in <c>hardhat.config.js</c>; local is a development chain, whose node has accounts of its own.</param>
    /// <param name="rpc">The chain.</param>
    /// <param name="file">The deployment file to write; null for the one of the chain in <c>deployment/networks</c>.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="onLine">Called for each line of it.</param>
    /// <param name="cancellationToken">Ends the deployment.</param>
    /// <exception cref="CommandException">It ended with an error.</exception>
    public static async Task DeployAsync(
        string network, Uri rpc, string? file, string logFile, Action<string>? onLine, CancellationToken cancellationToken)
    {
        string root = Clone.Root();
        var start = new ProcessStartInfo("node", [Path.Combine(root, "deployment", "deploy.js"), "--network", network]) { WorkingDirectory = root };
        start.Environment[Networks.RpcVariable(network)] = rpc.ToString();
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";
        if (file is not null)
        {
            start.Environment["HYPERNET_DEPLOYMENT"] = Path.GetFullPath(file);
        }

        await using var deployer = ChildProcess.Start("deploy", start, logFile, onLine);
        if (await deployer.WaitAsync(cancellationToken) != 0)
        {
            throw new CommandException(ExitCode.Failed, $"the contracts were not deployed to {network} at {rpc}:\n{deployer.Tail()}");
        }
    }
}
