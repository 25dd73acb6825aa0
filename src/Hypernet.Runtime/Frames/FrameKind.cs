namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2, protocol /hypernet/runtime/1.0.0.</summary>
internal enum FrameKind : ushort
{
    Hello = 1,
    Welcome = 2,
    Restore = 3,
    Restored = 4,
    Checkpoint = 5,
    Settled = 6,
    Progress = 7,
    Log = 8,
    Finish = 9,
    End = 10,
    Call = 64,
    Result = 65,
    Refused = 66,
}
