namespace Hypernet.Runtime;

/// <summary>docs/spec/runtime.md §2: what a session has beside its checkpoints. Both sides must name it.</summary>
[Flags]
internal enum Features : ulong
{
    None = 0,
    Collectives = 1,
    SharedMemory = 2,
    Intervals = 4,
}
