using System.CommandLine;
using Hypernet.Cli.Processes;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Wallets;

namespace Hypernet.Cli.Settings;

/// <summary>Where the chain, the server and the wallet are: by option, then by environment, then by default.</summary>
internal sealed class CommandSettings(ParseResult parsed)
{
    /// <summary>The network's name, if one is named.</summary>
    public string? Network => Text(GlobalOptions.Network, "HYPERNET_NETWORK");

    /// <summary>The chain's JSON-RPC address.</summary>
    /// <exception cref="CommandException">A network is named, and nothing says where a node of it is.</exception>
    public Uri Rpc => WebAddress(
        GlobalOptions.Rpc, Networks.RpcVariable(Network), Network is null or Networks.Local ? "http://127.0.0.1:8545" : null);

    /// <summary>The server's address.</summary>
    public Uri Api => WebAddress(GlobalOptions.Api, "HYPERNET_API", "http://127.0.0.1:7280");

    /// <summary>The deployment file, if one is named.</summary>
    public string? DeploymentFile => Text(GlobalOptions.Deployment, "HYPERNET_DEPLOYMENT");

    /// <summary>The wallet's name.</summary>
    public string Wallet => Text(GlobalOptions.Wallet, "HYPERNET_WALLET") ?? "default";

    /// <summary>Whether nothing is asked before money moves.</summary>
    public bool IsYes => parsed.GetValue(GlobalOptions.Yes);

    /// <summary>The user's own configuration folder.</summary>
    public static string Folder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "hypernet");

    /// <summary>Where what must survive a crash is kept: journals of transactions, agents' jobs.</summary>
    public static string StateFolder => Environment.GetEnvironmentVariable("HYPERNET_STATE") is { Length: > 0 } named
        ? named
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                ? state
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "hypernet");

    /// <summary>The folder of wallets.</summary>
    public static WalletFolder Wallets => new(Environment.GetEnvironmentVariable("HYPERNET_WALLETS") ?? Path.Combine(Folder, "wallets"));

    /// <summary>Where the contracts are on a chain.</summary>
    /// <exception cref="CommandException">The named network has no deployment, or the node is none of it.</exception>
    public async Task<Deployment> DeploymentOfAsync(JsonRpcClient chain, CancellationToken cancellationToken)
    {
        if (DeploymentFile is { } file)
        {
            return OfNetwork(Deployment.Read(file), file);
        }

        string path = Path.Combine(Clone.Root(), "deployment", "networks", $"{await chain.GetChainIdAsync(cancellationToken)}.json");
        return Network is { } network && !File.Exists(path)
            ? throw new CommandException(
                ExitCode.NotFound,
                $"there is no deployment on {network}: {path} does not exist",
                $"npm run deploy -- --network {network}, or name its file with --deployment")
            : OfNetwork(Deployment.Read(path), path);
    }

    /// <summary>The wallet's account; no password is needed to know it.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    public Address WalletAddress => Wallets.Find(Wallet).Address;

    /// <summary>Opens the wallet.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="WrongPasswordException">The password is not its own.</exception>
    public PrivateKey OpenWallet(TextWriter talk)
    {
        var wallet = Wallets.Find(Wallet);
        return Wallets.Open(wallet.Name, Password(talk, "Password: "));
    }

    /// <summary>The wallet's password: from a file, or by a prompt that does not show it.</summary>
    public string Password(TextWriter talk, string prompt)
    {
        if (Text(GlobalOptions.PasswordFile, "HYPERNET_PASSWORD_FILE") is { } file)
        {
            return File.Exists(file)
                ? File.ReadAllText(file).TrimEnd('\r', '\n')
                : throw new CommandException(ExitCode.Wallet, $"the password file {file} does not exist", "name another with --password-file");
        }

        return Console.IsInputRedirected
            ? throw new CommandException(ExitCode.Wallet, "nobody can be asked for the wallet's password", "name a file with --password-file or HYPERNET_PASSWORD_FILE")
            : HiddenPrompt.Ask(talk, prompt);
    }

    private string? Text(Option<string?> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null);

    private Deployment OfNetwork(Deployment deployment, string path) => Network is null || Network == deployment.Network
        ? deployment
        : throw new CommandException(
            ExitCode.Misused,
            $"{path} is the deployment on {deployment.Network}, not on {Network}",
            "name a node of that network with --rpc, or the right file with --deployment");

    private Uri WebAddress(Option<string?> option, string variable, string? otherwise)
    {
        string text = Text(option, variable) ?? otherwise
            ?? throw new CommandException(ExitCode.Misused, $"{variable} is not set", $"set it to the address of a node of {Network}, or give {option.Name}");
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new CommandException(ExitCode.Misused, $"\"{text}\" is no http address", $"{option.Name} http://127.0.0.1:8545, or set {variable}");
    }
}
