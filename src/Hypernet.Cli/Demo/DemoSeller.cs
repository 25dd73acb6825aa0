using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>A seller of the demo with its agent, a process of its own.</summary>
/// <param name="Account">The seller.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="User">Who the agent runs as.</param>
/// <param name="Agent">The agent.</param>
internal sealed record DemoSeller(DemoAccount Account, DemoRole Role, DemoUser User, ChildProcess Agent) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await User.DisposeAsync();
        Account.Key.Dispose();
    }
}
