using Hypernet.Market;

namespace Hypernet.Agent.Desk;

/// <summary>A waiter for an answer of one kind; the probe answers null as long as there is none.</summary>
internal sealed class JobWaiter<T>(Func<JobState, T?> probe, CancellationToken cancellationToken) : JobWaiter
    where T : class
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer.</summary>
    public Task<T> Answer => _answer.Task;

    /// <inheritdoc/>
    public override bool TryComplete(JobState job)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        if (probe(job) is not { } answer)
        {
            return false;
        }

        _answer.TrySetResult(answer);
        return true;
    }
}
