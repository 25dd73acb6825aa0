using System.CommandLine;

namespace Hypernet.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<string> Output { get; } = new Option<string>("--output", "-o")
    {
        Description = "How data is printed on stdout: table or json.",
        HelpName = "table|json",
        DefaultValueFactory = _ => "table",
        Recursive = true,
    }.AcceptOnlyFromAmong("table", "json");

    /// <summary>For verbs that programs ask often; no option of all commands.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "The same as -o json.",
    };

    /// <summary>For verbs that send a transaction; no option of all commands.</summary>
    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "Say what it would do and try it on the node, but send nothing.",
    };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Print the id alone.",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Say more on stderr, with the stack of an error.",
        Recursive = true,
    };

    public static Option<string?> Network { get; } = new("--network")
    {
        Description = "The network: local, sepolia, hoodi, base-sepolia. Default: HYPERNET_NETWORK, else whatever the node at --rpc follows.",
        HelpName = "name",
        Recursive = true,
    };

    public static Option<string?> Rpc { get; } = new("--rpc")
    {
        Description = "The chain's JSON-RPC address. Default: HYPERNET_RPC_SEPOLIA for --network sepolia and so on; without a network HYPERNET_RPC, else http://127.0.0.1:8545.",
        HelpName = "url",
        Recursive = true,
    };

    public static Option<string?> Api { get; } = new("--api")
    {
        Description = "The server's address. Default: HYPERNET_API, else http://127.0.0.1:7280.",
        HelpName = "url",
        Recursive = true,
    };

    public static Option<string?> Deployment { get; } = new("--deployment")
    {
        Description = "The deployment file. Default: HYPERNET_DEPLOYMENT, else deployment/networks/<chain id>.json of the clone.",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<string?> Wallet { get; } = new("--wallet")
    {
        Description = "The wallet to sign with. Default: HYPERNET_WALLET, else \"default\".",
        HelpName = "name",
        Recursive = true,
    };

    public static Option<string?> PasswordFile { get; } = new("--password-file")
    {
        Description = "The file that holds the wallet's password. Default: HYPERNET_PASSWORD_FILE, else a prompt.",
        HelpName = "file",
        Recursive = true,
    };

    public static Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Do not ask before money moves.",
        Recursive = true,
    };

    public static IEnumerable<Option> All => [Output, Quiet, Verbose, Network, Rpc, Api, Deployment, Wallet, PasswordFile, Yes];
}
