namespace Hypernet.Network.Tests.Secure;

/// <summary>One process of a <see cref="SecureNetwork"/>, and how others know it.</summary>
internal sealed record SecureMember(TcpTransport Transport, IPeerCredentials Credentials, PeerSeat Seat)
{
    /// <summary>How many strangers were judged.</summary>
    public int Judged => ((TestCredentials)Credentials).Judged;
}
