using System.Text;

namespace Hypernet.Consensus.Audit;

/// <summary>The operations between two checkpoints, cut into windows: the same at every slot, since all have ended everywhere.</summary>
internal sealed class AuditInterval
{
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

        var windows = new List<List<OperationEvidence>>();
        long bytes = 0;
        foreach (var operation in operations.OrderBy(operation => operation.Key).ThenBy(operation => operation.Number))
        {
            var descriptor = operation.Call.Descriptor;
            long size = descriptor.Count * descriptor.Type.Width();
            if (windows.Count == 0 || windows[^1].Count == AuditLog.MaxOperations || bytes + size > AuditLog.DueBytes)
            {
                windows.Add([]);
                bytes = 0;
            }

            windows[^1].Add(operation);
            bytes += size;
        }

        Windows = windows;
    }

    /// <summary>Tells its messages from those of others.</summary>
    public Hash256 Session { get; }

    /// <summary>What votes are bound to.</summary>
    public ReadOnlyMemory<byte> Context { get; }

    /// <summary>Up to <see cref="AuditLog.MaxOperations"/> operations and <see cref="AuditLog.DueBytes"/> of contributions each, or one operation.</summary>
    public IReadOnlyList<IReadOnlyList<OperationEvidence>> Windows { get; }
}
