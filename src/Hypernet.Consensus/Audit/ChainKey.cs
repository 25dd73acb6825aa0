using System.Text;

namespace Hypernet.Consensus.Audit;

/// <summary>Which hash chain: operations of one communicator and one name are in an order that all replicas share; others are not.</summary>
/// <param name="Communicator">Number of the communicator: 0 for the whole group.</param>
/// <param name="Name">Name of the operations.</param>
internal sealed record ChainKey(uint Communicator, string Name) : IComparable<ChainKey>
{
    /// <summary>Where the chain begins.</summary>
    public Hash256 Start
    {
        get
        {
            var fields = HashedFields.In("CHAIN"u8);
            fields.Write(Communicator);
            fields.Write(Encoding.UTF8.GetBytes(Name));
            return fields.Hash();
        }
    }

    /// <summary>By communicator, then by the UTF-8 bytes of the name: never by a culture.</summary>
    public int CompareTo(ChainKey? other) => other is null ? 1
        : Communicator != other.Communicator ? Communicator.CompareTo(other.Communicator)
        : Encoding.UTF8.GetBytes(Name).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other.Name));
}
