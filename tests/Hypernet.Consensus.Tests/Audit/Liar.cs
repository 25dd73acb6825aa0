using System.Buffers.Binary;
using Hypernet.Consensus.Runs;
using Hypernet.Network;

namespace Hypernet.Consensus.Audit;

/// <summary>Ways in which a slot lies, and signs its lies.</summary>
internal static class Liar
{
    /// <summary>A run that is given other contributions.</summary>
    public sealed class Run(IRun run, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> alter) : IRun
    {
        public void Start(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions) =>
            run.Start([.. contributions.Select(given => KeyValuePair.Create(given.Key, alter(given.Value)))]);

        public void Receive(int slot, in FrameHeader header, ReadOnlySpan<byte> payload) => run.Receive(slot, header, payload);
    }

    /// <summary>An output that sends and receives something else.</summary>
    public sealed class Output(IRunOutput output, Func<int, int, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> send, Func<OperationResult, OperationResult>? receive = null) : IRunOutput
    {
        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload) => output.Send(slot, step, chunk, first, send(slot, step, payload));

        public void Complete(OperationResult result) => output.Complete(receive is null ? result : receive(result));

        public void Fail(ConsensusException fault) => output.Fail(fault);

        public void Violated(int slot, string rule) => output.Violated(slot, rule);
    }

    /// <summary>A transport that alters what is said in audits.</summary>
    public sealed class Transport(ITransport transport, Func<int, AuditMessage, AuditMessage?> alter) : ITransport
    {
        public int Self => transport.Self;

        public int Count => transport.Count;

        public TimeProvider Time => transport.Time;

        public void Start(ITransportHandler handler) => transport.Start(handler);

        public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
        {
            if (header.Type == FrameType.Audit && AuditMessage.Read(payload) is { } message && message.From == Self)
            {
                if (alter(peer, message) is { } altered)
                {
                    transport.Send(peer, header, altered.Signed(new KnownSigner(Self)).ToBytes());
                }

                return;
            }

            transport.Send(peer, header, payload);
        }

        public void Forget(int peer) => transport.Forget(peer);

        public ValueTask DisposeAsync() => transport.DisposeAsync();
    }

    /// <summary>What is said of each operation when an audit begins, altered.</summary>
    public static AuditMessage Begins(AuditMessage message, Func<AuditBegin.Item, AuditBegin.Item> alter) =>
        message.Kind == AuditKind.Begin && AuditBegin.Read(message.Head.Span, BinaryPrimitives.ReadInt32LittleEndian(message.Head.Span)) is { } begin
            ? message with { Head = new AuditBegin([.. begin.Items.Select(alter)]).ToBytes() }
            : message;

    /// <summary>Gives something else for a share of one operation.</summary>
    public static AuditMessage Shares(AuditMessage message, int target, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> alter)
    {
        if (message.Kind != AuditKind.Shares || AuditShares.Read(message.Head.Span, message.Tail, message.Head.Length / Hash256.Length)?.ToArray() is not { } parts)
        {
            return message;
        }

        parts[target] = alter(parts[target]);
        return message with { Head = AuditShares.HeadOf(parts), Tail = AuditShares.TailOf(parts) };
    }

    /// <summary>Something else that a program could have given.</summary>
    public static ReadOnlyMemory<byte> Altered(Random random, RunContext context, ReadOnlyMemory<byte> given)
    {
        var altered = Flip(given, random);
        return CallValidation.JudgeContribution(context.Call.Descriptor, altered, context.Size, context.Self) is null ? altered : given;
    }

    /// <summary>One bit of a copy is another one; a bit more of nothing.</summary>
    public static ReadOnlyMemory<byte> Flip(ReadOnlyMemory<byte> bytes, Random random)
    {
        byte[] copy = bytes.ToArray();
        if (copy.Length > 0)
        {
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        }

        return copy;
    }
}
