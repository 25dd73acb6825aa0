namespace Hypernet.Cli.Demo;

/// <summary>Something of the demo that can be killed in mid-job.</summary>
internal interface IVictim
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Kills it with SIGKILL.</summary>
    /// <param name="cancellationToken">Ends the wait for a good moment.</param>
    Task KillAsync(CancellationToken cancellationToken);

    /// <summary>Starts it again, as its owner would; returns when it has come so far as to be of use.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task ReviveAsync(CancellationToken cancellationToken);
}
