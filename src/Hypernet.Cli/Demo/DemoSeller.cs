using System.Diagnostics;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Demo;

/// <summary>A seller of the demo with its agent, a process of its own.</summary>
internal sealed class DemoSeller : IVictim, IAsyncDisposable
{
    private readonly DemoUser _user;
    private readonly Func<ChildProcess> _start;
    private readonly Revivable _agent;

    /// <summary>Starts the agent.</summary>
    /// <param name="account">The seller.</param>
    /// <param name="role">What it is there for.</param>
    /// <param name="user">Who the agent runs as.</param>
    /// <param name="command">The agent's command.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="onLine">Called for each line of it.</param>
    public DemoSeller(DemoAccount account, DemoRole role, DemoUser user, ProcessStartInfo command, string logFile, Action<string>? onLine)
    {
        (Account, Role, _user) = (account, role, user);
        _start = () => ChildProcess.Start(account.Name, command, logFile, onLine);
        _agent = new Revivable(_start());
    }

    /// <summary>The seller.</summary>
    public DemoAccount Account { get; }

    /// <summary>What it is there for.</summary>
    public DemoRole Role { get; }

    /// <inheritdoc/>
    public string Name => Account.Name;

    /// <inheritdoc/>
    public Task KillAsync(CancellationToken cancellationToken) => _agent.KillAsync();

    /// <inheritdoc/>
    public Task ReviveAsync(CancellationToken cancellationToken)
    {
        _agent.Revive(_start());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _user.DisposeAsync();
        Account.Key.Dispose();
    }
}
