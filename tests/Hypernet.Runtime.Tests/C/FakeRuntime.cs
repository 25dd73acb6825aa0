using System.Net.Sockets;
using Hypernet.Testing;

namespace Hypernet.Runtime.C;

/// <summary>A runtime that says what a test wants, whatever the program sends, and then says no more.</summary>
internal sealed class FakeRuntime : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public FakeRuntime()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen();
    }

    public string SocketPath => _folder.Of("dac.sock");

    /// <summary>Says one thing after another, each to a connection of its own.</summary>
    public async Task TalkAsync(IReadOnlyList<byte[]> all)
    {
        foreach (byte[] said in all)
        {
            using var program = await _listener.AcceptAsync();
            try
            {
                await program.SendAsync(said);
                program.Shutdown(SocketShutdown.Send);
                byte[] heard = new byte[4096];
                while (await program.ReceiveAsync(heard) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // It has heard enough.
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }
}
