using System.Diagnostics;

namespace Hypernet.Cli.Processes;

/// <summary>Deploys the contracts with Hardhat Ignition, as <c>deployment/deploy.js</c> of the clone says.</summary>
internal static class ContractDeployer
{
    // The set-up of a clone has compiled the default profile, which local chains get.
    private static readonly string[] Compiled = ["--no-compile"];

    /// <summary>Deploys and waits; what was deployed before an interruption stays and is gone on with.</summary>
    /// <param name="rpc">The chain.</param>
    /// <param name="isLocal">Whether it is a local development chain, whose node has accounts of its own.</param>
    /// <param name="file">The deployment file to write; null for the one of the chain in <c>deployment/networks</c>.</param>
    /// <param name="logFile">Where Hardhat's output goes.</param>
    /// <param name="onLine">Called for each line of it.</param>
    /// <param name="cancellationToken">Ends the deployment.</param>
    /// <exception cref="CommandException">Hardhat ended with an error.</exception>
    public static async Task DeployAsync(
        Uri rpc, bool isLocal, string? file, string logFile, Action<string>? onLine, CancellationToken cancellationToken)
    {
        string root = Clone.Root();
        string[] arguments =
        [
            Path.Combine(root, "node_modules", "hardhat", "dist", "src", "cli.js"),
            "--build-profile", isLocal ? "default" : "production",
            "run", .. isLocal ? Compiled : [], Path.Combine("deployment", "deploy.js"), "--network", isLocal ? "local" : "external",
        ];
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = root };
        start.Environment["HYPERNET_RPC"] = rpc.ToString();
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";
        if (file is not null)
        {
            start.Environment["HYPERNET_DEPLOYMENT"] = Path.GetFullPath(file);
        }

        await using var hardhat = ChildProcess.Start("hardhat", start, logFile, onLine);
        if (await hardhat.WaitAsync(cancellationToken) != 0)
        {
            throw new CommandException(ExitCode.Failed, $"the contracts were not deployed to {rpc}:\n{hardhat.Tail()}");
        }
    }
}
