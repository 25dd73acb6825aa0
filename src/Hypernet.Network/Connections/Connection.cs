using System.Net;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Connections;

/// <summary>
/// A stream of bytes to one other side that never blocks. Results below 0 are the negated number of the system's error. It
/// belongs to the driving thread; another one may send as long as somebody sees to it that it is not closed meanwhile.
/// </summary>
internal abstract class Connection(IPAddress address)
{
    /// <summary>Where the other side is.</summary>
    public IPAddress Address { get; } = address;

    public abstract int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Sends two pieces as one.</summary>
    public abstract int Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload);

    /// <summary>Receives what has come: less than there is room for only if that is all. 0 is the end of the stream.</summary>
    public abstract int Receive(Span<byte> destination);

    /// <summary>Has the owner called when there is something to receive, and perhaps also when the connection takes more.</summary>
    public abstract void Await(bool isForSending);

    /// <summary>Gives the connection to another owner, who is called from now on.</summary>
    public abstract void Hand(IPollable owner);

    public abstract void Close();
}
