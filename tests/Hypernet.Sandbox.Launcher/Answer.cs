namespace Hypernet.Sandbox.Launcher;

/// <summary>What the launcher answers, one line of JSON.</summary>
/// <param name="User">The uid that it runs under.</param>
/// <param name="Fence">The fence that it found.</param>
/// <param name="Exit">The ending, or the exception instead of one.</param>
/// <param name="Output">Tail of the output.</param>
/// <param name="Error">Tail of the error output.</param>
/// <param name="IsHeld">Whether an attempt was held.</param>
/// <param name="Time">From the request to the end.</param>
public sealed record Answer(uint User, FenceKind Fence, string Exit, string Output, string Error, bool IsHeld, TimeSpan Time);
