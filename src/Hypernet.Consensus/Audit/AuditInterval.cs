using System.Text;

namespace Hypernet.Consensus.Audit;

/// <summary>The operations between two checkpoints, cut into windows: the same at every slot, since all have ended everywhere.</summary>
internal sealed class AuditInterval
{
    /// <summary>Bytes of the contributions to a window's operations, as far as descriptors tell. One operation may have more.</summary>
    public const long MostBytes = 64 << 20;

    /// <summary>Cuts an interval.</summary>
    /// <param name="prefix">With what the names of its operations begin.</param>
    /// <param name="context">What votes are bound to: equal in all groups.</param>
    /// <param name="operations">All of them.</param>
    public AuditInterval(string prefix, ReadOnlyMemory<byte> context, IEnumerable<OperationEvidence> operations)
    {
        var fields = HashedFields.In("INTERVAL"u8);
        fields.Write((uint)context.Length);
        fields.Write(context.Span);
        fields.Write(Encoding.UTF8.GetBytes(prefix));
        Session = fields.Hash();
        Context = context;
        Windows = Cut(operations);
    }

    /// <summary>The operations of one name up to one of which slots received different results.</summary>
    /// <param name="key">Communicator and name.</param>
    /// <param name="count">Number after the last one.</param>
    /// <param name="operations">All of them that are not audited.</param>
    public AuditInterval(ChainKey key, ulong count, IEnumerable<OperationEvidence> operations)
    {
        var fields = HashedFields.In("ALARM"u8);
        fields.Write(key.Start);
        fields.Write(count);
        Session = fields.Hash();
        Context = Session.ToBytes();
        Windows = Cut(operations);
    }

    /// <summary>Tells its messages from those of others.</summary>
    public Hash256 Session { get; }

    /// <summary>What votes are bound to.</summary>
    public ReadOnlyMemory<byte> Context { get; }

    /// <summary>Up to <see cref="AuditWindow.MaxOperations"/> operations and <see cref="MostBytes"/> of contributions each, or one operation.</summary>
    public IReadOnlyList<IReadOnlyList<OperationEvidence>> Windows { get; }

    private static List<List<OperationEvidence>> Cut(IEnumerable<OperationEvidence> operations)
    {
        var windows = new List<List<OperationEvidence>>();
        long bytes = 0;
        foreach (var operation in operations.OrderBy(operation => operation.Key).ThenBy(operation => operation.Number))
        {
            var descriptor = operation.Call.Descriptor;
            long size = descriptor.Count * descriptor.Type.Width();
            if (windows.Count == 0 || windows[^1].Count == AuditWindow.MaxOperations || bytes + size > MostBytes)
            {
                windows.Add([]);
                bytes = 0;
            }

            windows[^1].Add(operation);
            bytes += size;
        }

        return windows;
    }
}
