using Hypernet.Runtime.Frames;

namespace Hypernet.Runtime;

/// <summary>docs/spec/runtime.md, protocol /hypernet/runtime/1.0.0: the runtime's side of one session.</summary>
internal sealed class RankSession(
    FrameStream frames, RankIdentity identity, IRankHost host, OneWayBucket bucket)
{
    private int _settled = identity.Resume;
    private bool _isRestoreDue = identity.Resume > 0;

    /// <summary>Serves the program to the end of the session.</summary>
    public async Task<SessionEnd> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GreetAsync(cancellationToken).ConfigureAwait(false)
                ? await ServeAsync(cancellationToken).ConfigureAwait(false)
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
            return await StopAsync("the seller's agent stops this rank").ConfigureAwait(false);
        }
    }

    private async Task<bool> GreetAsync(CancellationToken cancellationToken)
    {
        var first = await frames.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (first is not { } hello)
        {
            return false;
        }

        if (hello.Kind != FrameKind.Hello)
        {
            throw new FrameException(SessionFault.UnexpectedFrame, $"{hello.Kind} before HELLO");
        }

        _ = HelloFrame.Read(hello.Payload.Span);
        await frames.WriteAsync(WelcomeFrame.Write(identity), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<SessionEnd> ServeAsync(CancellationToken cancellationToken)
    {
        while (await frames.ReadAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
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
                case FrameKind.Progress:
                    await bucket.TakeAsync(cancellationToken).ConfigureAwait(false);
                    var progress = ProgressFrame.Read(frame.Payload.Span);
                    host.Progress(progress.Done, progress.Total);
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
        if (_isRestoreDue)
        {
            throw new FrameException(
                SessionFault.UnexpectedFrame, $"CHECKPOINT before RESTORE, and this run resumes at checkpoint {identity.Resume}");
        }

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
            await frames.WriteAsync(SettledFrame.Write(frame.Request, _settled), cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    private async Task<SessionEnd> StopAsync(string reason)
    {
        await frames.TryWriteLastAsync(EndFrame.Write(EndFrame.Reason.Stopped, reason)).ConfigureAwait(false);
        return new SessionEnd.Stopped(reason);
    }
}
