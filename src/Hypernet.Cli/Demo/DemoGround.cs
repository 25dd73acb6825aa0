namespace Hypernet.Cli.Demo;

/// <summary>What sellers need to come to a market on this machine.</summary>
/// <param name="Folder">Where all lies that processes keep.</param>
/// <param name="Binaries">The folder with hypernet.dll, which every user can read.</param>
/// <param name="Market">The chain with the contracts.</param>
/// <param name="Server">The server.</param>
internal sealed record DemoGround(DemoFolder Folder, string Binaries, DemoMarket Market, ServerProcess Server)
{
    /// <summary>Starts the agent of a new seller, which has nothing yet.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="role">What it is there for.</param>
    /// <param name="options">Options of its command beside those that all agents here have.</param>
    /// <param name="onLine">Called for each line that it prints.</param>
    public DemoSeller StartSeller(string name, DemoRole role, IEnumerable<string> options, Action<string>? onLine = null)
    {
        var account = DemoAccount.Create(name, Folder.Private(name));
        var user = DemoUser.Take(name, account.Folder);
        var command = user.Hypernet(
            Binaries, ["agent", "run", "--rpc", $"{Market.Rpc}", "--api", $"{Server.Url}", "--deployment", Folder.Deployment, "--allow-local-addresses", .. options]);
        return new DemoSeller(account, role, user, command, Folder.Log(name), onLine);
    }
}
