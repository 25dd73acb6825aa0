using System.Globalization;
using Hypernet.Consensus;

namespace Hypernet.Runtime;

/// <summary>An operation that waits, for people: in the words of the bindings.</summary>
public static class WaitingText
{
    /// <summary>What waits, such as <c>all_reduce 3 of "step"</c>: calls of a name are counted from 1.</summary>
    public static string Call(WaitingOperation operation) => string.Create(
        CultureInfo.InvariantCulture, $"{NameOf(operation.Descriptor.Kind)} {operation.Number + 1}{(operation.Name.Length > 0 ? $" of \"{operation.Name}\"" : "")}");

    /// <summary>Who has not called it, such as <c>ranks 1, 2</c>; null if all have, and it is on its way.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="what">What they are called: ranks, or partitions.</param>
    public static string? Missing(WaitingOperation operation, string what = "rank") =>
        operation.Missing.Count == 0 ? null : $"{what}{(operation.Missing.Count == 1 ? "" : "s")} {operation.Missing}";

    private static string NameOf(OperationKind kind) => kind switch
    {
        OperationKind.AllReduce => "all_reduce",
        OperationKind.AllGather => "all_gather",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
