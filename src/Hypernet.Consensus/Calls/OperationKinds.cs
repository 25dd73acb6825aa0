namespace Hypernet.Consensus;

/// <summary>What kinds have in common.</summary>
internal static class OperationKinds
{
    /// <summary>Whether only the root gives.</summary>
    /// <param name="kind">A kind of the table.</param>
    public static bool IsFromRoot(this OperationKind kind) => kind is OperationKind.Broadcast or OperationKind.Scatter;

    /// <summary>Whether only the root receives a value.</summary>
    /// <param name="kind">A kind of the table.</param>
    public static bool IsToRoot(this OperationKind kind) => kind is OperationKind.Reduce or OperationKind.Gather;

    /// <summary>Whether there is a root.</summary>
    /// <param name="kind">A kind of the table.</param>
    public static bool IsRooted(this OperationKind kind) => kind.IsFromRoot() || kind.IsToRoot();

    /// <summary>Whether contributions are merged into one.</summary>
    /// <param name="kind">A kind of the table.</param>
    public static bool IsReduction(this OperationKind kind) => kind is OperationKind.AllReduce or OperationKind.Reduce;
}
