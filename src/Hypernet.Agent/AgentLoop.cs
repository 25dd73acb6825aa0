using System.Threading.Channels;

namespace Hypernet.Agent;

/// <summary>
/// Where an agent decides: one thing after the other, so that no decision needs a lock. Slow work runs beside it and
/// posts what it found; a fault that nobody expected, there or here, ends all of it.
/// </summary>
internal sealed class AgentLoop : IDisposable
{
    private readonly Channel<Action> _inbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Task> _work = [];
    private readonly CancellationTokenSource _stop;

    /// <summary>Makes a loop that ends with a token.</summary>
    public AgentLoop(CancellationToken cancellationToken) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Canceled when the loop ends, whatever ends it: work beside it must end too.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Has something done in the loop.</summary>
    public void Post(Action action) => _inbox.Writer.TryWrite(action);

    /// <summary>Starts work beside the loop; called in the loop, or before it runs.</summary>
    public void Start(Func<Task> work)
    {
        _work.RemoveAll(task => task.IsCompleted);
        _work.Add(Task.Run(async () =>
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (Stopping.IsCancellationRequested)
            {
                // Whoever waits for its answer is going too.
            }
            catch (Exception fault)
            {
                _inbox.Writer.TryComplete(fault);
            }
        }));
    }

    /// <summary>
    /// Does what is posted, and <paramref name="whenIdle"/> each time that nothing more is, until canceled or at fault.
    /// Returns when no work is left beside it.
    /// </summary>
    public async Task RunAsync(Action whenIdle)
    {
        try
        {
            while (await _inbox.Reader.WaitToReadAsync(Stopping))
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
            await _stop.CancelAsync();
            await Task.WhenAll(_work);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
