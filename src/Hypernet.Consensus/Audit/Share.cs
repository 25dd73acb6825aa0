using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Audit;

/// <summary>The part of a result that one partition answers for: that its exact sums round to what all received.</summary>
/// <param name="First">Its first element, or block.</param>
/// <param name="Count">How many; 0 for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Share(int First, int Count)
{
    /// <summary>A partition's share. Together the shares are the whole result, once.</summary>
    /// <param name="descriptor">Of the operation: what only a root receives, its partition answers for.</param>
    /// <param name="count">Elements, or blocks, of the result.</param>
    /// <param name="partition">Which.</param>
    /// <param name="partitions">How many there are.</param>
    public static Share Of(Descriptor descriptor, int count, int partition, int partitions)
    {
        if (descriptor.Kind.IsToRoot())
        {
            return partition == descriptor.Root ? new Share(0, count) : default;
        }

        int first = (int)((long)count * partition / partitions);
        return new Share(first, (int)((long)count * (partition + 1) / partitions) - first);
    }
}
