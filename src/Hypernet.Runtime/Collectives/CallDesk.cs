using System.Runtime.ExceptionServices;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;
using Hypernet.Runtime.Memory;

namespace Hypernet.Runtime.Collectives;

/// <summary>docs/spec/runtime.md §5: serves the calls of one program, many at once.</summary>
internal sealed class CallDesk(IGroup group, FrameStream frames, Arena? arena) : IAsyncDisposable
{
    public const int MaximumCalls = 64;
    public const long MaximumBytes = 256L << 20;
    public const int MaximumNames = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, long> _unanswered = [];
    private readonly HashSet<string> _names = [];
    private readonly CancellationTokenSource _closing = new();
    private List<Task> _answers = [];
    private ExceptionDispatchInfo? _fault;

    /// <summary>Canceled when a call has failed in a way that is not the program's: the session cannot go on.</summary>
    public CancellationToken Failed => _closing.Token;

    /// <summary>How many calls are unanswered.</summary>
    public int Unanswered
    {
        get
        {
            lock (_gate)
            {
                return _unanswered.Count;
            }
        }
    }

    /// <summary>Takes a call: in the order of the frames, since those of one name are matched by it. The answer comes when it comes.</summary>
    /// <exception cref="FrameException">The program broke a rule.</exception>
    public void Take(Frame frame)
    {
        var call = CallFrame.Read(frame.Payload, arena?.Bytes ?? 0);
        lock (_gate)
        {
            if (!_unanswered.TryAdd(frame.Request, call.Length))
            {
                throw new FrameException(SessionFault.BadHeader, $"CALL as request {frame.Request}, which is still unanswered");
            }

            long bytes = _unanswered.Values.Sum();
            if (_unanswered.Count > MaximumCalls || bytes > MaximumBytes)
            {
                throw new FrameException(
                    SessionFault.TooManyCalls,
                    $"{_unanswered.Count} unanswered calls with {bytes} bytes, at most {MaximumCalls} with {MaximumBytes} may be");
            }
        }

        if (_answers.Count > 2 * MaximumCalls)
        {
            _answers = [.. _answers.Where(answer => !answer.IsCompleted)];
        }

        _answers.Add(AnswerAsync(frame.Request, call));
    }

    /// <summary>Throws what <see cref="Failed"/> is about.</summary>
    public void ThrowIfFailed() => _fault?.Throw();

    /// <summary>Waits for no more results. What the program has contributed stays contributed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_answers).ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task AnswerAsync(uint request, CallFrame call)
    {
        try
        {
            var (head, value) = await ResultAsync(request, call).ConfigureAwait(false);
            await frames.WriteResultAsync(head, value, () => Forget(request), _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The session is over: nobody waits for the answer.
        }
        catch (Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
            await _closing.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<(byte[] Head, ReadOnlyMemory<byte> Value)> ResultAsync(uint request, CallFrame call)
    {
        try
        {
            Count(call.Name);
            var contribution = call.Source is { } source ? arena!.Copy(source) : call.Inline;
            var result = await CalledOperation.CallAsync(group, call, contribution, _closing.Token).ConfigureAwait(false);
            if (call.Target is { } target && result.Value.Length <= target.Length)
            {
                arena!.Write(target, result.Value.Span);
                byte[] head = ResultFrame.Write(request, result, isInArena: true);
                result.Release();
                return (head, default);
            }

            return result.Value.Length <= ResultFrame.MaximumValueBytes
                ? (ResultFrame.Write(request, result, isInArena: false), result.Value)
                : (RefusedFrame.Write(
                    request,
                    RefusedFrame.Code.Invalid,
                    $"the value has {result.Value.Length} bytes, a frame takes {ResultFrame.MaximumValueBytes}: give it a place in shared memory"), default);
        }
        catch (ConsensusException fault)
        {
            return (RefusedFrame.Write(request, fault), default);
        }
    }

    // The group remembers how often each name was called, for as long as it lives.
    private void Count(string name)
    {
        if (!_names.Contains(name) && _names.Count == MaximumNames)
        {
            throw new InvalidCallException($"The program has used {MaximumNames} names of calls: use one of them again, a name may be called any number of times.");
        }

        _names.Add(name);
    }

    // Before the answer is sent, for the program may act on it at once; not earlier, for answers that are not taken must be bounded.
    private void Forget(uint request)
    {
        lock (_gate)
        {
            _unanswered.Remove(request);
        }
    }
}
