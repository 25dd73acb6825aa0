using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §7: one place where a peer may listen: an address, or a name that stands for some.</summary>
public sealed record PeerEndpoint
{
    /// <summary>Limit of a list's text, in bytes: what a job's contract takes.</summary>
    public const int MaxTextBytes = 128;

    /// <summary>Limit of a list.</summary>
    public const int MaxCount = 4;

    private const int MaxLabel = 63;
    private const string Forms = "Write host:port or [IPv6 address]:port, up to 4 of them with commas between.";

    private PeerEndpoint(string host, IPAddress? address, int port)
    {
        Host = host;
        Address = address;
        Port = port;
    }

    /// <summary>An address or a name, in lower case; an IPv6 address without brackets.</summary>
    public string Host { get; }

    /// <summary>The address; null if a name must be looked up.</summary>
    public IPAddress? Address { get; }

    /// <summary>From 1 to 65535.</summary>
    public int Port { get; }

    /// <summary>The endpoint of an address.</summary>
    public static PeerEndpoint Of(IPEndPoint endPoint) => new(endPoint.Address.ToString(), endPoint.Address, endPoint.Port);

    /// <summary>Reads a list from somebody who is trusted to write one.</summary>
    /// <exception cref="EndpointException">It is none; the message says why.</exception>
    public static IReadOnlyList<PeerEndpoint> ParseList(string text) =>
        TryParseList(text, out var endpoints, out string fault) ? endpoints : throw new EndpointException(text, fault);

    /// <summary>Reads a list from a stranger. An empty text is an empty list: such a peer has to dial itself.</summary>
    /// <param name="text">What a seller's event says.</param>
    /// <param name="endpoints">What it means; empty if it broke a rule.</param>
    /// <param name="fault">The rule that it broke and what to write instead; empty if none.</param>
    public static bool TryParseList(string text, out IReadOnlyList<PeerEndpoint> endpoints, out string fault)
    {
        endpoints = [];
        fault = "";
        if (text.Length > MaxTextBytes)
        {
            fault = $"it has {text.Length} characters, and {MaxTextBytes} are the limit. Name fewer addresses, or a shorter name.";
            return false;
        }

        string[] parts = text.Length == 0 ? [] : text.Split(',');
        var read = new List<PeerEndpoint>();
        if (parts.Length > MaxCount)
        {
            fault = $"it names {parts.Length} places, and {MaxCount} are the limit. Leave some out.";
        }

        for (int i = 0; i < parts.Length && fault.Length == 0; i++)
        {
            fault = Read(parts[i], read);
        }

        endpoints = fault.Length == 0 ? read : [];
        return fault.Length == 0;
    }

    /// <summary>The list as text, as <see cref="ParseList"/> reads it.</summary>
    public static string Format(IEnumerable<PeerEndpoint> endpoints) => string.Join(',', endpoints);

    /// <summary><c>host:port</c>, or <c>[v6]:port</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Address?.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Host}]" : Host)}:{Port}");

    // Adds what a part says, or answers what is wrong with it.
    private static string Read(string part, List<PeerEndpoint> read)
    {
        int colon = part.LastIndexOf(':');
        if (colon < 0)
        {
            return $"'{part}' has no port. {Forms}";
        }

        string digits = part[(colon + 1)..];
        if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) || port == 0 || digits[0] == '0')
        {
            return $"'{digits}' is no port. Write a number from 1 to 65535.";
        }

        string host = part[..colon];
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        IPAddress? address = null;
        if (isBracketed)
        {
            host = host[1..^1];
            if (host.Contains('%', StringComparison.Ordinal) || !host.Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(host, out address))
            {
                return $"'{host}' is no IPv6 address. Write one like 2001:db8::1, without a zone.";
            }
        }
        else if (host.Contains(':', StringComparison.Ordinal))
        {
            return $"'{host}' has colons. Put an IPv6 address in brackets: [{host}]:{port}.";
        }
        else if (host.Length > 0 && host.All(letter => char.IsAsciiDigit(letter) || letter == '.'))
        {
            // Three numbers, or octal ones, are an address to some and another one to others.
            if (!IPAddress.TryParse(host, out address) || address.ToString() != host)
            {
                return $"'{host}' is no IPv4 address. Write four numbers from 0 to 255, without leading zeros.";
            }
        }
        else if (!IsName(host))
        {
            return $"'{host}' is no host. Write an address, or a name of letters, digits, dots and hyphens. {Forms}";
        }

        read.Add(new PeerEndpoint(address?.ToString() ?? host.ToLowerInvariant(), address, port));
        return "";
    }

    // The last label has a letter: else it would be taken for a number of an address (WHATWG URL, RFC 1123 §2.1).
    private static bool IsName(string host)
    {
        string[] labels = host.Split('.');
        return labels[^1].Any(char.IsAsciiLetter) && !labels[^1].StartsWith("0x", StringComparison.OrdinalIgnoreCase) && labels.All(label =>
            label.Length is > 0 and <= MaxLabel && label[0] != '-' && label[^1] != '-' && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
    }
}
