namespace Hypernet.Consensus.Membership;

/// <summary>For whom a completed operation's ending is good, beside the slot that has it. The numbers stand in PROMISE.</summary>
internal enum EndingScope : byte
{
    /// <summary>Every slot receives the same.</summary>
    Everyone = 0,

    /// <summary>The root alone receives a value.</summary>
    Root = 1,

    /// <summary>Each slot receives something else: nobody can give it to another.</summary>
    Own = 2,
}
