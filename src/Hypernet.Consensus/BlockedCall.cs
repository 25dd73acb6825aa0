using System.Runtime.ExceptionServices;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus;

/// <summary>A caller whose thread is blocked until its operation ends.</summary>
internal sealed class BlockedCall : ICaller, IDisposable
{
    private readonly ManualResetEventSlim _ended = new();
    private OperationResult? _result;
    private ConsensusException? _fault;

    public bool IsEnded => _ended.IsSet;

    public void Complete(OperationResult result)
    {
        _result = result;
        _ended.Set();
    }

    public void Fail(ConsensusException fault)
    {
        _fault = fault;
        _ended.Set();
    }

    public OperationResult Wait()
    {
        _ended.Wait();
        if (_fault is not null)
        {
            ExceptionDispatchInfo.Throw(_fault);
        }

        return _result!;
    }

    public void Dispose() => _ended.Dispose();
}
