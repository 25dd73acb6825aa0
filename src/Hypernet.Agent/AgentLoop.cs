using System.Threading.Channels;

namespace Hypernet.Agent;

/// <summary>
/// Where an agent decides: one thing after the other, so that no decision needs a lock. Slow work runs beside it and
/// posts what it found; a fault of such work that nobody expected ends the agent.
/// </summary>
internal sealed class AgentLoop
{
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Task> _work = [];

    /// <summary>Has something done in the loop.</summary>
    public void Post(Action action) => _inbox.Writer.TryWrite(action);

    /// <summary>Starts work beside the loop; called in the loop.</summary>
    public void Start(Func<Task> work)
    {
        _work.RemoveAll(task => task.IsCompleted);
        _work.Add(Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException)
            {
                // Only a shutdown cancels work: whoever waits for its answer is going too.
            }
            catch (Exception fault)
            {
                _inbox.Writer.TryComplete(fault);
            }
        }));
    }

    /// <summary>Does what is posted, and <paramref name="whenIdle"/> each time that nothing more is, until canceled.</summary>
    public async Task RunAsync(Action whenIdle, CancellationToken cancellationToken)
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(cancellationToken))
            {
                while (_inbox.Reader.TryRead(out var action))
                {
                    action();
                }

                whenIdle();
            }
        }
        finally
        {
            await Task.WhenAll(_work);
        }
    }
}
