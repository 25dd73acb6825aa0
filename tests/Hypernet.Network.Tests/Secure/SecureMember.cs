namespace Hypernet.Network.Tests.Secure;

/// <summary>One process of a <see cref="SecureNetwork"/>, and how others know it.</summary>
internal sealed record SecureMember(TcpTransport Transport, PeerSecurity Security, PeerSeat Seat)
{
    public TestCredentials Credentials => (TestCredentials)Security.Credentials;
}
