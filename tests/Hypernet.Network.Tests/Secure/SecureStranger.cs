using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hypernet.Network.Frames;
using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Somebody who dials a transport, speaks TLS, and says in it what he likes.</summary>
[SuppressMessage("Security", "CA5359:Do not disable certificate validation", Justification = "He trusts anybody.")]
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "The tests are about versions.")]
internal sealed class SecureStranger : IAsyncDisposable
{
    private readonly SslStream _stream;

    private SecureStranger(SslStream stream) => _stream = stream;

    /// <summary>Dials and makes TLS, as far as the transport lets him.</summary>
    public static Task<SecureStranger> Dial(IPEndPoint endPoint, SessionKey? key, string application = "hypernet/1", SslProtocols protocols = SslProtocols.Tls13) =>
        Dial(endPoint, key?.Certificate, application, protocols);

    /// <summary>The same, with any certificate.</summary>
    public static async Task<SecureStranger> Dial(IPEndPoint endPoint, X509Certificate2? certificate, string application = "hypernet/1", SslProtocols protocols = SslProtocols.Tls13)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endPoint);
        var stranger = new SecureStranger(new SslStream(new NetworkStream(socket, ownsSocket: true)));
        await stranger._stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "",
            EnabledSslProtocols = protocols,
            ApplicationProtocols = application.Length == 0 ? null : [new SslApplicationProtocol(application)],
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        });
        return stranger;
    }

    /// <summary>The credential that the transport shows.</summary>
    public async Task<byte[]> HearCredential() => await Read(BinaryPrimitives.ReadUInt16LittleEndian(await Read(sizeof(ushort))));

    public async Task SayCredential(ReadOnlyMemory<byte> credential)
    {
        byte[] bytes = new byte[sizeof(ushort) + credential.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)credential.Length);
        credential.CopyTo(bytes.AsMemory(sizeof(ushort)));
        await Say(bytes);
    }

    /// <summary>Shows a credential and hears what the transport thinks of it.</summary>
    public async Task<PeerRefusal> Show(ReadOnlyMemory<byte> credential)
    {
        await HearCredential();
        await SayCredential(credential);
        await Say(new byte[] { (byte)PeerRefusal.None });
        return (PeerRefusal)(await Read(1))[0];
    }

    /// <summary>Says HELLO as peer 1 of a book, and is let in by peer 0.</summary>
    public async Task Join(ulong connection = 1)
    {
        await Say((RawPeer.Greeting with { Connection = connection }).ToBytes(new byte[TcpTransportOptions.TokenBytes]));
        Assert.Equal(ProtocolFault.None, Hello.Read(await Read(Hello.Bytes), new byte[TcpTransportOptions.TokenBytes], out var hello));
        Assert.Equal(HelloAnswer.Accepted, hello!.Answer);
    }

    public async Task Say(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    public async Task<byte[]> Read(int count)
    {
        using var patience = new CancellationTokenSource(TcpNetwork.Patience);
        byte[] bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, patience.Token);
        return bytes;
    }

    /// <summary>Whether the transport closes without another word.</summary>
    public async Task<bool> IsClosed()
    {
        using var patience = new CancellationTokenSource(TcpNetwork.Patience);
        try
        {
            return await _stream.ReadAsync(new byte[1], patience.Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
