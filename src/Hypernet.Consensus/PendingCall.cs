using System.Threading.Tasks.Sources;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus;

/// <summary>A caller that awaits an operation. Used again for another call once its result was taken.</summary>
internal sealed class PendingCall(ConsensusNode node) : IValueTaskSource<OperationResult>, ICaller
{
    // Whoever awaits must not run on the thread that received the last frame, inside the node's lock.
    private ManualResetValueTaskSourceCore<OperationResult> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private Operation? _operation;

    public ValueTask<OperationResult> Result => new(this, _core.Version);

    /// <summary>Waits for the end of an operation, until a token says not to.</summary>
    public void Await(Operation? operation, CancellationToken cancellationToken)
    {
        _operation = operation;
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (call, token) => ((PendingCall)call!).Cancel(token), this);
        }
    }

    public void Complete(OperationResult result) => _core.SetResult(result);

    public void Fail(ConsensusException fault) => _core.SetException(fault);

    public OperationResult GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _cancellation.Dispose();
            _cancellation = default;
            _operation = null;
            _core.Reset();
            node.Return(this);
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        if (node.Abandon(_operation, this))
        {
            _core.SetException(new OperationCanceledException(token));
        }
    }
}
