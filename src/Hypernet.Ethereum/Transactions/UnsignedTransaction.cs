using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rlp;

namespace Hypernet.Ethereum.Transactions;

/// <summary>A transaction of type 2 (EIP-1559) before it is signed.</summary>
public sealed record UnsignedTransaction
{
    private const byte Type = 2;

    /// <summary>The chain on which it counts.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>The sender's count of transactions before this one.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>What is paid at most to the block's builder, in wei per unit of gas.</summary>
    public required UInt256 MaxPriorityFeePerGas { get; init; }

    /// <summary>What is paid at most in all, in wei per unit of gas.</summary>
    public required UInt256 MaxFeePerGas { get; init; }

    /// <summary>The most gas it may use.</summary>
    public required ulong GasLimit { get; init; }

    /// <summary>The account called; none to create a contract.</summary>
    public Address? To { get; init; }

    /// <summary>What is transferred, in wei. Default: 0.</summary>
    public UInt256 Value { get; init; }

    /// <summary>The call data, or the code that creates a contract. Default: empty.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What it says beforehand that it will touch. Default: nothing.</summary>
    public IReadOnlyList<AccessListEntry> AccessList { get; init; } = [];

    /// <summary>The digest that its sender signs.</summary>
    public Hash32 SigningHash => Keccak256.Hash(Encode(signature: null));

    /// <summary>Signs it.</summary>
    public SignedTransaction Sign(PrivateKey key)
    {
        byte[] raw = Encode(key.Sign(SigningHash));
        return new SignedTransaction(raw, Keccak256.Hash(raw));
    }

    private byte[] Encode(Signature? signature)
    {
        var writer = new RlpWriter();
        int list = writer.BeginList();
        writer.Write(ChainId);
        writer.Write(Nonce);
        writer.Write(MaxPriorityFeePerGas);
        writer.Write(MaxFeePerGas);
        writer.Write(GasLimit);
        writer.Write(To is { } to ? to.Bytes : []);
        writer.Write(Value);
        writer.Write(Data.Span);
        WriteAccessList(writer);
        if (signature is { } signed)
        {
            writer.Write(signed.YParity);
            writer.Write(signed.R);
            writer.Write(signed.S);
        }

        writer.EndList(list);
        return [Type, .. writer.Written];
    }

    private void WriteAccessList(RlpWriter writer)
    {
        int entries = writer.BeginList();
        foreach (var entry in AccessList)
        {
            int pair = writer.BeginList();
            writer.Write(entry.Address.Bytes);
            int keys = writer.BeginList();
            foreach (var key in entry.StorageKeys)
            {
                writer.Write(key.Bytes);
            }

            writer.EndList(keys);
            writer.EndList(pair);
        }

        writer.EndList(entries);
    }
}
