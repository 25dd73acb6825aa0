using System.Text;

namespace Hypernet.Sandbox;

/// <summary>Keeps the newest bytes of a stream, whatever its length and that of its lines.</summary>
internal sealed class OutputTail(int capacity)
{
    private readonly Lock _lock = new();

    // Up to twice the capacity, so that the bytes are moved once per capacity and not at each call.
    private readonly List<byte> _bytes = [];

    /// <summary>Adds bytes; the oldest beyond the capacity are forgotten.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _bytes.AddRange(bytes[Math.Max(0, bytes.Length - capacity)..]);
            if (_bytes.Count >= 2L * capacity)
            {
                _bytes.RemoveRange(0, _bytes.Count - capacity);
            }
        }
    }

    /// <summary>The text; control characters, which a terminal would obey, are shown as U+FFFD.</summary>
    public override string ToString()
    {
        byte[] kept;
        lock (_lock)
        {
            kept = [.. _bytes.Skip(_bytes.Count - capacity)];
        }

        return string.Concat(Encoding.UTF8.GetString(kept).Select(Show));
    }

    private static char Show(char read) => char.IsControl(read) && read is not ('\n' or '\t') ? '\uFFFD' : read;
}
