using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>The place of one program in a run: a rank, or a replica of it.</summary>
/// <param name="Slot">Number of its node in the group.</param>
/// <param name="Rank">What the program is told.</param>
/// <param name="Replica">Which of several of that rank; null where each rank has one program.</param>
internal sealed record LocalSeat(int Slot, int Rank, int? Replica)
{
    /// <summary>The place of a node.</summary>
    public static LocalSeat Of(int slot, LocalRunOptions options) =>
        new(slot, slot / options.Replicas, options.Replicas == 1 ? null : slot % options.Replicas);

    /// <summary>As messages and labels name it: <c>2</c>, or <c>2.1</c>.</summary>
    public override string ToString() => NameOf(Rank, Replica);

    /// <summary>The name of a rank, or of a replica.</summary>
    public static string NameOf(int rank, int? replica) => string.Create(CultureInfo.InvariantCulture, $"{rank}{(replica is null ? "" : ".")}{replica}");
}
