using System.Text.Json;
using Hypernet.Ethereum.Keys;
using Xunit;

namespace Hypernet.Ethereum.Transactions;

public sealed class UnsignedTransactionTests
{
    [Fact]
    public void Transactions_are_signed_to_the_bytes_and_hashes_of_viem()
    {
        var cases = Vectors.Read("transactions-permits-abi.json").GetProperty("tx1559");
        Assert.Equal(20, cases.GetArrayLength());
        foreach (var one in cases.EnumerateArray())
        {
            using var key = PrivateKey.Parse(one.Text("key"));
            var signed = Read(one.GetProperty("tx")).Sign(key);

            Assert.Equal(Address.Parse(one.Text("from")), key.Address);
            Assert.Equal(one.Text("raw"), Hex.Format(signed.Raw.Span));
            Assert.Equal(Hash32.Parse(one.Text("hash")), signed.Hash);
        }
    }

    [Fact]
    public void Official_legacy_transactions_carry_our_signature_over_their_fields()
    {
        foreach (var one in Vectors.Read("BasicTests_txtest.json").EnumerateArray())
        {
            using var key = PrivateKey.Parse(one.Text("key"));
            var unsigned = new Rlp.RlpReader(Hex.Parse(one.Text("unsigned"))).ReadList();
            var fields = new Rlp.RlpReader(Hex.Parse(one.Text("signed"))).ReadList();
            var signedFields = new Rlp.RlpWriter();
            int list = signedFields.BeginList();
            for (int i = 0; i < 6; i++)
            {
                var field = fields.ReadBytes();
                Assert.Equal(unsigned.ReadBytes(), field);
                signedFields.Write(field);
            }

            signedFields.EndList(list);
            var signature = new Signature(YParity: (byte)((ulong)fields.ReadUInt256() - 27), R: fields.ReadUInt256(), S: fields.ReadUInt256());

            // Before EIP-2 a high s was allowed, so the strict Recover is not the judge here.
            Assert.Equal(key.Address, PrivateKey.AddressOf(Secp256k1.Recover(signature, Keccak256.Hash(signedFields.Written))));
        }
    }

    private static UnsignedTransaction Read(JsonElement tx) => new()
    {
        ChainId = tx.GetProperty("chainId").GetUInt64(),
        Nonce = tx.GetProperty("nonce").GetUInt64(),
        MaxPriorityFeePerGas = UInt256.Parse(tx.Text("maxPriorityFeePerGas")),
        MaxFeePerGas = UInt256.Parse(tx.Text("maxFeePerGas")),
        GasLimit = ulong.Parse(tx.Text("gas"), System.Globalization.CultureInfo.InvariantCulture),
        To = tx.GetProperty("to").GetString() is { } to ? Address.Parse(to) : null,
        Value = UInt256.Parse(tx.Text("value")),
        Data = Hex.Parse(tx.Text("data")),
        AccessList = [.. tx.GetProperty("accessList").EnumerateArray().Select(entry => new AccessListEntry(
            Address.Parse(entry.Text("address")),
            [.. entry.GetProperty("storageKeys").EnumerateArray().Select(key => Hash32.Parse(key.GetString()))]))],
    };
}
