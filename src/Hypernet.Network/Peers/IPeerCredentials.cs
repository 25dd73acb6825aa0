namespace Hypernet.Network;

/// <summary>
/// docs/spec/transport.md §6: who this process is to strangers, and who they are. The transport carries credentials and does
/// not read them; it has made sure that the other side holds the private key of the hash it passes on.
/// </summary>
public interface IPeerCredentials
{
    /// <summary>What this process shows on each connection. At most <see cref="PeerSecurity.MaxCredentialBytes"/> bytes.</summary>
    ReadOnlyMemory<byte> Own { get; }

    /// <summary>Judges a stranger. Called from any thread, by several at once; must be quick, and must not throw.</summary>
    /// <param name="credential">What the stranger shows; hostile.</param>
    /// <param name="keyHash">SHA-256 of the public key (SubjectPublicKeyInfo, DER) whose private half the stranger holds: 32 bytes.</param>
    PeerVerdict Verify(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> keyHash);
}
