using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hypernet.Network.Connections;

/// <summary>docs/spec/transport.md §6: TLS, then the credentials of both sides, then what each thinks of the other's. Nothing else is read.</summary>
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "The protocol says TLS 1.3; a later version comes with a later revision of it.")]
internal sealed class Gatekeeper
{
    private static readonly SslApplicationProtocol Application = new("hypernet/1");
    private readonly IPeerCredentials _credentials;
    private readonly Func<PeerVerdict, PeerRefusal> _judge;
    private readonly SslServerAuthenticationOptions _asServer;
    private readonly SslClientAuthenticationOptions _asClient;

    /// <param name="key">The session key.</param>
    /// <param name="credentials">The own one, and what others' are worth.</param>
    /// <param name="judge">Whether who a good credential is for has a place at present. Called from any thread.</param>
    public Gatekeeper(SessionKey key, IPeerCredentials credentials, Func<PeerVerdict, PeerRefusal> judge)
    {
        _credentials = credentials;
        _judge = judge;
        var certificate = SslStreamCertificateContext.Create(key.Certificate, null, offline: true);
        _asServer = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [Application],
            ServerCertificateContext = certificate,
            ClientCertificateRequired = true,
            AllowTlsResume = false,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = Offline(),
            RemoteCertificateValidationCallback = IsFit,
        };
        _asClient = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ApplicationProtocols = [Application],
            ClientCertificateContext = certificate,
            TargetHost = "",
            AllowTlsResume = false,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = Offline(),
            RemoteCertificateValidationCallback = IsFit,
        };
    }

    /// <summary>Makes a connection a peer's. Ends at the latest when the connection is closed.</summary>
    /// <param name="connection">Belongs to this until it ends.</param>
    /// <param name="dialed">The peer that was dialed; null if the other side has dialed.</param>
    public async Task<Admission> Admit(SecureConnection connection, int? dialed)
    {
        var stream = connection.Stream;
        try
        {
            await (dialed is null ? stream.AuthenticateAsServerAsync(_asServer) : stream.AuthenticateAsClientAsync(_asClient));
        }
        catch (Exception fault) when (fault is IOException or AuthenticationException or CryptographicException)
        {
            // The connection broke, which breaks no rule; or what came is no TLS 1.3; or no certificate that can be read.
            return new Admission(connection.IsOverdrawn ? ProtocolFault.HandshakeTooLong : fault is IOException ? ProtocolFault.None : ProtocolFault.TlsFailed);
        }

        if (stream.NegotiatedApplicationProtocol != Application || stream.RemoteCertificate is not X509Certificate2 certificate)
        {
            return new Admission(ProtocolFault.WrongApplication);
        }

        try
        {
            return await Exchange(stream, SessionKey.HashOf(certificate), verdict => Judge(verdict, dialed));
        }
        catch (IOException)
        {
            return new Admission(connection.IsOverdrawn ? ProtocolFault.HandshakeTooLong : ProtocolFault.None);
        }
    }

    // Each says what it thinks, and hears the other out, before either closes.
    private async Task<Admission> Exchange(SslStream stream, byte[] keyHash, Func<PeerVerdict, PeerRefusal> judge)
    {
        var own = _credentials.Own;
        byte[] buffer = new byte[sizeof(ushort) + PeerSecurity.MaxCredentialBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(buffer, checked((ushort)own.Length));
        own.CopyTo(buffer.AsMemory(sizeof(ushort)));
        await stream.WriteAsync(buffer.AsMemory(0, sizeof(ushort) + own.Length));

        await stream.ReadExactlyAsync(buffer.AsMemory(0, sizeof(ushort)));
        int length = BinaryPrimitives.ReadUInt16LittleEndian(buffer);
        if (length > PeerSecurity.MaxCredentialBytes)
        {
            return new Admission(ProtocolFault.CredentialRefused, PeerRefusal.Malformed);
        }

        await stream.ReadExactlyAsync(buffer.AsMemory(0, length));
        var verdict = _credentials.Verify(buffer.AsSpan(0, length), keyHash);
        var refusal = verdict.Refusal == PeerRefusal.None ? judge(verdict) : verdict.Refusal;
        buffer[0] = (byte)refusal;
        await stream.WriteAsync(buffer.AsMemory(0, 1));

        await stream.ReadExactlyAsync(buffer.AsMemory(0, 1));
        return (refusal, heard: (PeerRefusal)buffer[0]) switch
        {
            (not PeerRefusal.None, _) => new Admission(ProtocolFault.CredentialRefused, refusal),
            (_, not PeerRefusal.None and var heard) => new Admission(ProtocolFault.RefusedByPeer, heard, verdict),
            _ => new Admission(ProtocolFault.None, PeerRefusal.None, verdict),
        };
    }

    private PeerRefusal Judge(PeerVerdict verdict, int? dialed) =>
        dialed is { } peer && verdict.Peer != peer ? PeerRefusal.WrongRank : _judge(verdict);

    // A stranger's certificate is never a reason to ask anybody else.
    private static X509ChainPolicy Offline() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    private static bool IsFit(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is X509Certificate2 shown && SessionKey.IsFit(shown);
}
