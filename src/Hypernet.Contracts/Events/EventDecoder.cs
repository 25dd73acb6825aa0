using System.Collections.Frozen;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Contracts;

/// <summary>Finds an event's decoder by its first topic.</summary>
/// <typeparam name="TEvent">What the decoders make.</typeparam>
internal sealed class EventDecoder<TEvent>(Dictionary<Hash32, EventDecoder<TEvent>.Decode> decoders)
    where TEvent : class
{
    private const int MostTopics = 4;

    private readonly FrozenDictionary<Hash32, Decode> _decoders = decoders.ToFrozenDictionary();

    /// <summary>Answers null if the log is malformed.</summary>
    public delegate TEvent? Decode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data);

    /// <summary>The events that are known, for filters.</summary>
    public IReadOnlyList<Hash32> Topics => _decoders.Keys;

    public TEvent? TryDecode(FilterLog log)
    {
        if (log.Topics.Count > MostTopics)
        {
            return null;
        }

        Span<Hash32> topics = stackalloc Hash32[MostTopics];
        for (int i = 0; i < log.Topics.Count; i++)
        {
            topics[i] = log.Topics[i];
        }

        return TryDecode(topics[..log.Topics.Count], log.Data);
    }

    public TEvent? TryDecode(IReadOnlyList<string> topics, string data) =>
        TryDecode([.. topics.Select(topic => Hash32.Parse(topic))], Hex.Parse(data));

    public TEvent? TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data)
    {
        try
        {
            return topics.Length > 0 && _decoders.TryGetValue(topics[0], out Decode? decode) ? decode(topics, data) : null;
        }
        catch (OverflowException)
        {
            // A number beyond all tokens, ranks or tenures: no contract of ours said that.
            return null;
        }
    }
}
