using Hypernet.Consensus;
using Hypernet.Runtime.Collectives;
using Hypernet.Runtime.Frames;
using Hypernet.Runtime.Memory;

namespace Hypernet.Runtime;

/// <summary>docs/spec/runtime.md, protocol /hypernet/runtime/1.0.0: the runtime's side of one session.</summary>
internal sealed class RankSession(
    FrameStream frames, RankIdentity identity, IRankHost host, IGroup? group, long arenaBytes, OneWayBucket bucket)
{
    private int _settled = identity.Resume;
    private bool _isRestoreDue = identity.Resume > 0;
    private CallDesk? _calls;
    private bool _tellsIntervals;

    private Interval? Told => _tellsIntervals ? host.Interval : null;

    /// <summary>Serves the program to the end of the session.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GreetAsync(cancellationToken).ConfigureAwait(false) is { } features
                ? await ServeAsync(features, cancellationToken).ConfigureAwait(false)
                : new SessionEnd.Left(_settled);
        }
        catch (FrameException fault)
        {
            var reason = fault.Fault == SessionFault.UnsupportedProtocol
                ? EndFrame.Reason.UnsupportedProtocol
                : EndFrame.Reason.BrokenRule;
            await frames.TryWriteLastAsync(EndFrame.Write(reason, fault.Message)).ConfigureAwait(false);
            return new SessionEnd.Violated(fault.Fault, fault.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return await StopAsync("the runtime stops this rank").ConfigureAwait(false);
        }
    }

    private async Task<Features?> GreetAsync(CancellationToken cancellationToken)
    {
        var first = await frames.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (first is not { } hello)
        {
            return null;
        }

        if (hello.Kind != FrameKind.Hello)
        {
            throw new FrameException(SessionFault.UnexpectedFrame, $"{hello.Kind} before HELLO");
        }

        var offered = Features.Intervals | (group is null ? 0 : Features.Collectives | (arenaBytes > 0 ? Features.SharedMemory : 0));
        var shared = (Features)HelloFrame.Read(hello.Payload.Span).Features & offered;
        return shared.HasFlag(Features.Collectives) ? shared : shared & Features.Intervals;
    }

    private async Task<SessionEnd> ServeAsync(Features features, CancellationToken cancellationToken)
    {
        using var arena = features.HasFlag(Features.SharedMemory) ? Arena.Create($"hypernet-rank-{identity.Rank}", arenaBytes) : null;
        _tellsIntervals = features.HasFlag(Features.Intervals);
        await frames.WriteFirstAsync(WelcomeFrame.Write(identity, features, arenaBytes, Told), arena, cancellationToken).ConfigureAwait(false);
        frames.Features = features;
        if (!features.HasFlag(Features.Collectives))
        {
            return await ServeAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var calls = new CallDesk(group!, frames, arena);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(calls.Failed, cancellationToken);
        _calls = calls;
        try
        {
            return await ServeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            calls.ThrowIfFailed();
            throw;
        }
    }

    private async Task<SessionEnd> ServeAsync(CancellationToken cancellationToken)
    {
        while (await frames.ReadAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            CheckOutstanding(frame.Kind);
            switch (frame.Kind)
            {
                case FrameKind.Restore:
                    await RestoreAsync(frame, cancellationToken).ConfigureAwait(false);
                    break;
                case FrameKind.Checkpoint:
                    if (await CheckpointAsync(frame, cancellationToken).ConfigureAwait(false) is CheckpointAnswer.Refused refused)
                    {
                        return await StopAsync(refused.Reason).ConfigureAwait(false);
                    }

                    break;
                case FrameKind.Call:
                    _calls!.Take(frame);
                    break;
                case FrameKind.Progress:
                    await bucket.TakeAsync(cancellationToken).ConfigureAwait(false);
                    var progress = ProgressFrame.Read(frame.Payload.Span);
                    host.Progress(progress.Done, progress.Total, progress.Residual);
                    break;
                case FrameKind.Log:
                    await bucket.TakeAsync(cancellationToken).ConfigureAwait(false);
                    host.Log(LogFrame.Read(frame.Payload.Span));
                    break;
                case FrameKind.Finish when _settled == identity.Checkpoints:
                    return new SessionEnd.Finished();
                case FrameKind.Finish:
                    throw new FrameException(
                        SessionFault.UnexpectedFrame, $"FINISH after checkpoint {_settled} of {identity.Checkpoints}");
                default:
                    throw new FrameException(SessionFault.UnexpectedFrame, $"a second {frame.Kind}");
            }
        }

        return new SessionEnd.Left(_settled);
    }

    private void CheckOutstanding(FrameKind kind)
    {
        if (_isRestoreDue && kind is FrameKind.Checkpoint or FrameKind.Call)
        {
            throw new FrameException(
                SessionFault.UnexpectedFrame, $"{kind} before RESTORE, and this run resumes at checkpoint {identity.Resume}");
        }

        // agreement.md N1: all ranks close the same interval.
        if (kind is FrameKind.Restore or FrameKind.Checkpoint or FrameKind.Finish && _calls?.Unanswered is > 0 and int unanswered)
        {
            throw new FrameException(SessionFault.UnexpectedFrame, $"{kind} while {unanswered} calls are unanswered");
        }
    }

    private async Task RestoreAsync(Frame frame, CancellationToken cancellationToken)
    {
        var state = identity.Resume > 0
            ? await host.RestoreAsync(cancellationToken).ConfigureAwait(false)
            : ReadOnlyMemory<byte>.Empty;
        if (state.Length > RankServer.MaximumBlobBytes)
        {
            throw new InvalidOperationException(
                $"The state to resume from has {state.Length} bytes, at most {RankServer.MaximumBlobBytes} can be restored.");
        }

        _isRestoreDue = false;
        await frames.WriteAsync(RestoredFrame.Write(frame.Request, identity.Resume, state.Span), cancellationToken).ConfigureAwait(false);
    }

    private async Task<CheckpointAnswer> CheckpointAsync(Frame frame, CancellationToken cancellationToken)
    {
        var checkpoint = CheckpointFrame.Read(frame.Payload);
        if (checkpoint.Number != _settled + 1 || checkpoint.Number > identity.Checkpoints)
        {
            throw new FrameException(
                SessionFault.WrongCheckpoint,
                $"checkpoint {checkpoint.Number} after {_settled}, of {identity.Checkpoints}");
        }

        var answer = await host.CheckpointAsync(_settled + 1, checkpoint.Result, checkpoint.State, cancellationToken).ConfigureAwait(false);
        if (answer is CheckpointAnswer.Settled)
        {
            _settled++;
            await frames.WriteAsync(SettledFrame.Write(frame.Request, _settled, Told), cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    private async Task<SessionEnd> StopAsync(string reason)
    {
        await frames.TryWriteLastAsync(EndFrame.Write(EndFrame.Reason.Stopped, reason)).ConfigureAwait(false);
        return new SessionEnd.Stopped(reason);
    }
}
