using System.Net;
using System.Runtime.InteropServices;

namespace Hypernet.Network.Native;

/// <summary>A stream socket that never blocks. Results below 0 are the negated number of the system's error.</summary>
internal sealed unsafe class NativeSocket : Descriptor
{
    private const int AddressBytes = 128;
    private const int Flags = Libc.NonBlocking | Libc.CloseOnExec;

    private NativeSocket(int descriptor, string what)
        : base(descriptor, what)
    {
    }

    public static NativeSocket Listen(IPEndPoint endPoint, int backlog)
    {
        var address = endPoint.Serialize();
        var socket = new NativeSocket(Create(address), "socket");
        Libc.SetOption(socket, Libc.SocketLevel, Libc.ReuseAddress, 1, sizeof(int));
        if (Libc.Bind(socket, address.Buffer.Span, address.Size) < 0 || Libc.Listen(socket, backlog) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            socket.Dispose();
            throw SystemCallException.Of($"Listening on {endPoint}", error);
        }

        return socket;
    }

    /// <summary>Begins to connect.</summary>
    /// <param name="endPoint">To where.</param>
    /// <param name="error">0 if it is done, or still going on; the system's error otherwise.</param>
    /// <returns>Null if there is an error: no descriptors are left, say.</returns>
    public static NativeSocket? Connect(IPEndPoint endPoint, out int error)
    {
        var address = endPoint.Serialize();
        int descriptor = Create(address);
        if (descriptor < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return null;
        }

        var socket = new NativeSocket(descriptor, "socket");
        error = Libc.Connect(socket, address.Buffer.Span, address.Size) < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is 0 or Libc.InProgress or Libc.Interrupted)
        {
            error = 0;
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Takes a connection that waits.</summary>
    /// <returns>Null if none does.</returns>
    public NativeSocket? Accept(out IPAddress from, out int error)
    {
        Span<byte> address = stackalloc byte[AddressBytes];
        int length = address.Length;
        int descriptor = Libc.Accept(this, address, ref length, Flags);
        error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        from = descriptor < 0 ? IPAddress.None : EndPoint(address[..length]).Address;
        return descriptor < 0 ? null : new NativeSocket(descriptor, "accept");
    }

    public IPEndPoint LocalEndPoint()
    {
        Span<byte> address = stackalloc byte[AddressBytes];
        int length = address.Length;
        return Libc.GetName(this, address, ref length) < 0
            ? throw SystemCallException.Of("getsockname", Marshal.GetLastPInvokeError())
            : EndPoint(address[..length]);
    }

    /// <summary>How connecting ended, once the socket is writable.</summary>
    public int TakeError()
    {
        int length = sizeof(int);
        return Libc.GetOption(this, Libc.SocketLevel, Libc.SocketError, out int error, ref length) < 0 ? Marshal.GetLastPInvokeError() : error;
    }

    public void SetNoDelay() => Libc.SetOption(this, Libc.TcpLevel, Libc.NoDelay, 1, sizeof(int));

    public int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Result(Libc.Send(this, first, bytes.Length, Libc.DontWait | Libc.NoSignal));
        }
    }

    /// <summary>Sends two pieces by one call.</summary>
    public int Send(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> payload)
    {
        fixed (byte* first = bytes, second = payload)
        {
            var pieces = stackalloc Libc.Piece[2];
            pieces[0] = new Libc.Piece { Bytes = first, Length = bytes.Length };
            pieces[1] = new Libc.Piece { Bytes = second, Length = payload.Length };
            return Result(Libc.Send(this, new Libc.Message { Pieces = pieces, Count = 2 }, Libc.DontWait | Libc.NoSignal));
        }
    }

    /// <summary>Receives what has come; 0 is the end of the stream.</summary>
    public int Receive(Span<byte> destination)
    {
        fixed (byte* first = destination)
        {
            return Result(Libc.Receive(this, first, destination.Length, Libc.DontWait));
        }
    }

    // The numbers of address families are .NET's own; those of the system stand in the address.
    private static int Create(SocketAddress address) =>
        Libc.Socket(MemoryMarshal.Read<ushort>(address.Buffer.Span), Libc.StreamSocket | Flags, 0);

    private static IPEndPoint EndPoint(ReadOnlySpan<byte> address)
    {
        var family = new IPEndPoint(address.Length > 16 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        var socketAddress = new SocketAddress(family.AddressFamily, address.Length);
        address.CopyTo(socketAddress.Buffer.Span);
        return (IPEndPoint)family.Create(socketAddress);
    }

    private static int Result(nint result) => result < 0 ? -Marshal.GetLastPInvokeError() : (int)result;
}
