namespace Hypernet.Runtime.Frames;

/// <summary>A program broke a rule of docs/spec/runtime.md. Never leaves the session: it becomes <see cref="SessionEnd.Violated"/>.</summary>
internal sealed class FrameException(SessionFault fault, string message) : FormatException(message)
{
    public SessionFault Fault { get; } = fault;
}
