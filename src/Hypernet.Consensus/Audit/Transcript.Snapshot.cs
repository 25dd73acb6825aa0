using System.Text;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

public sealed partial class Transcript
{
    private const int LeastChainBytes = 4 + 4 + 8 + Hash256.Length + 4;
    private const int WaitingBytes = 8 + Hash256.Length;

    private static readonly UTF8Encoding Names = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Magic => "HNTRANS1"u8;

    /// <summary>The bytes that <see cref="Restore"/> makes the same transcript of.</summary>
    public byte[] Snapshot()
    {
        var writer = HashedFields.In(Magic);
        writer.Write(start);
        writer.WriteAll(_chains, chain =>
        {
            byte[] name = Names.GetBytes(chain.Key.Name);
            writer.Write(chain.Key.Communicator);
            writer.Write((uint)name.Length);
            writer.Write(name);
            writer.Write(chain.Value.Count);
            writer.Write(chain.Value.Head);
            writer.WriteAll([.. chain.Value.Waiting], waiting =>
            {
                writer.Write(waiting.Key);
                writer.Write(waiting.Value);
            });
        });
        return writer.Written.ToArray();
    }

    /// <summary>Goes on where a snapshot was taken.</summary>
    /// <param name="snapshot">From a file that may be damaged.</param>
    /// <returns>The transcript, or null if the bytes are no snapshot.</returns>
    public static Transcript? Restore(ReadOnlySpan<byte> snapshot)
    {
        if (!snapshot.StartsWith(Magic))
        {
            return null;
        }

        var reader = new FieldReader(snapshot[Magic.Length..]);
        var transcript = new Transcript(ReadHash(ref reader));
        int chains = reader.ReadCount(LeastChainBytes);
        ChainKey? last = null;
        for (int i = 0; i < chains; i++)
        {
            uint communicator = reader.ReadUInt32();
            if (ReadName(ref reader) is not { } name)
            {
                return null;
            }

            var key = new ChainKey(communicator, name);
            ulong count = reader.ReadUInt64();
            var chain = new HashChain(ReadHash(ref reader), count);
            int waiting = reader.ReadCount(WaitingBytes);
            for (int k = 0; k < waiting; k++)
            {
                ulong number = reader.ReadUInt64();
                var link = ReadHash(ref reader);
                if (number <= count || chain.Waiting.ContainsKey(number))
                {
                    return null;
                }

                chain.Add(number, link);
            }

            if (key.CompareTo(last) <= 0)
            {
                return null;
            }

            transcript._chains.Add(key, chain);
            last = key;
        }

        return reader.IsWhole ? transcript : null;
    }

    private static Hash256 ReadHash(ref FieldReader reader) => new(reader.Take(Hash256.Length));

    private static string? ReadName(ref FieldReader reader)
    {
        try
        {
            return Names.GetString(reader.Take(reader.ReadCount(1)));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
