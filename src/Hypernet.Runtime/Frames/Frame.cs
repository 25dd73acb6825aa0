namespace Hypernet.Runtime.Frames;

/// <summary>A frame as it was read: the payload is the session's own copy.</summary>
internal readonly record struct Frame(FrameKind Kind, uint Request, ReadOnlyMemory<byte> Payload);
