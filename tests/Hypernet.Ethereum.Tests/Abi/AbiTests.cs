using System.Numerics;
using System.Text.Json;
using Xunit;

namespace Hypernet.Ethereum.Abi;

public sealed class AbiTests
{
    private static readonly JsonElement Cases = Vectors.Read("ABITests_basic_abi_tests.json");

    [Fact]
    public void Official_example_with_array_and_bytes_is_written_and_read()
    {
        var one = Cases.GetProperty("GithubWikiTest");
        var writer = new AbiWriter(4 * 32);
        writer.Write((UInt256)291);
        var outer = writer.EnterArray(32, 2);
        writer.Write(1110UL);
        writer.Write(1929UL);
        writer.Leave(outer);
        writer.WriteFixedBytes("1234567890"u8);
        writer.WriteBytes("Hello, world!"u8);
        byte[] encoded = writer.ToArray();

        Assert.Equal(one.Text("result"), Convert.ToHexStringLower(encoded));

        var reader = new AbiReader(encoded, 4 * 32);
        Assert.Equal<UInt256>(291, reader.ReadUInt256());
        var array = reader.EnterArray(32, out int count);
        Assert.Equal(2, count);
        Assert.Equal(1110UL, reader.ReadUInt64(32));
        Assert.Equal(1929UL, reader.ReadUInt64(32));
        reader.Leave(array);
        Assert.Equal("1234567890"u8, reader.ReadFixedBytes(10));
        Assert.Equal("Hello, world!"u8, reader.ReadBytes());
        reader.EnsureEnd();
    }

    [Fact]
    public void Official_example_of_static_words_is_written_and_read()
    {
        var writer = new AbiWriter(2 * 32);
        writer.Write(324124UL);
        writer.Write(Address.Parse("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826"));
        var reader = new AbiReader(writer.ToArray(), 2 * 32);

        Assert.Equal(Cases.GetProperty("IntegerAndAddress").Text("result"), Convert.ToHexStringLower(writer.ToArray()));
        Assert.Equal(324124UL, reader.ReadUInt64());
        Assert.Equal(Address.Parse("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826"), reader.ReadAddress());
    }

    [Fact]
    public void Dynamic_tuple_with_an_array_of_strings_is_that_of_viem()
    {
        var one = Vectors.Read("transactions-permits-abi.json").GetProperty("abi")[0];
        var strings = one.GetProperty("values")[0][2].EnumerateArray().Select(text => text.GetString()!).ToArray();
        var writer = new AbiWriter(32);
        var root = writer.EnterTuple(3 * 32);
        writer.Write(1UL);
        writer.Write(2UL);
        var tuple = writer.EnterArray(32, strings.Length);
        foreach (string text in strings)
        {
            writer.WriteString(text);
        }

        writer.Leave(tuple);
        writer.Leave(root);

        Assert.Equal(one.Text("encoded"), Hex.Format(writer.ToArray()));

        var reader = new AbiReader(writer.ToArray(), 32);
        var outer = reader.EnterTuple(3 * 32);
        Assert.Equal(1UL, reader.ReadUInt64(32));
        Assert.Equal(2UL, reader.ReadUInt64());
        var inner = reader.EnterArray(32, out int count);
        Assert.Equal(strings.Length, count);
        foreach (string text in strings)
        {
            Assert.Equal(text, reader.ReadString());
        }

        reader.Leave(inner);
        reader.Leave(outer);
        reader.EnsureEnd();
    }

    [Fact]
    public void Arrays_of_static_tuples_nest_in_arrays()
    {
        // (uint8, (uint64, address)[][], bytes)
        var writer = new AbiWriter([0xde, 0xad, 0xbe, 0xef], 3 * 32);
        writer.Write(7UL);
        var rows = writer.EnterArray(32, 2);
        for (ulong row = 0; row < 2; row++)
        {
            var cells = writer.EnterArray(64, (int)row + 1);
            for (ulong cell = 0; cell <= row; cell++)
            {
                writer.Write(cell);
                writer.Write(Address.Zero);
            }

            writer.Leave(cells);
        }

        writer.Leave(rows);
        writer.WriteBytes([]);
        byte[] encoded = writer.ToArray();
        var reader = new AbiReader(encoded.AsSpan(4), 3 * 32);

        Assert.Equal([0xde, 0xad, 0xbe, 0xef], encoded[..4]);
        Assert.Equal(7UL, reader.ReadUInt64(8));
        var outer = reader.EnterArray(32, out int rowCount);
        Assert.Equal(2, rowCount);
        for (int row = 0; row < 2; row++)
        {
            var inner = reader.EnterArray(64, out int cellCount);
            Assert.Equal(row + 1, cellCount);
            for (ulong cell = 0; cell <= (ulong)row; cell++)
            {
                Assert.Equal(cell, reader.ReadUInt64());
                Assert.Equal(Address.Zero, reader.ReadAddress());
            }

            reader.Leave(inner);
        }

        reader.Leave(outer);
        Assert.True(reader.ReadBytes().IsEmpty);
        reader.EnsureEnd();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-128")]
    [InlineData("127")]
    [InlineData("-57896044618658097711785492504343953926634992332820282019728792003956564819968")]
    [InlineData("57896044618658097711785492504343953926634992332820282019728792003956564819967")]
    public void Signed_numbers_survive(string text)
    {
        var value = BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var writer = new AbiWriter(32);
        writer.Write(value);

        Assert.Equal(value, new AbiReader(writer.ToArray(), 32).ReadInt256());
        if (value.GetByteCount() == 1)
        {
            Assert.Equal((long)value, new AbiReader(writer.ToArray(), 32).ReadInt64(8));
        }
    }

    [Fact]
    public void Value_wider_than_its_type_is_refused()
    {
        byte[] full = [.. Enumerable.Repeat((byte)0xff, 32)];
        byte[] large = new byte[32];
        large[29] = 1;

        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadAddress());
        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadBoolean());
        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadUInt64());
        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadUInt128());
        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadUInt256(248));
        Assert.Throws<AbiException>(() => new AbiReader(full, 32).ReadFixedBytes(31).Length);
        Assert.Throws<AbiException>(() => new AbiReader(large, 32).ReadUInt64(16));
        Assert.Throws<AbiException>(() => new AbiReader(large, 32).ReadInt64(16));
        Assert.Throws<AbiException>(() => new AbiReader(large, 32).ReadUInt128(16));
        Assert.Equal(-1, new AbiReader(full, 32).ReadInt64(16));
        Assert.Equal(UInt256.MaxValue, new AbiReader(full, 32).ReadUInt256());
        Assert.Equal(0x10000UL, new AbiReader(large, 32).ReadUInt64(24));
    }

    [Theory]
    [InlineData(0x00)] // into the head
    [InlineData(0x21)] // a gap
    [InlineData(0x40)] // behind the end
    [InlineData(0xff)]
    public void Offset_other_than_the_strict_one_is_refused(byte offset)
    {
        byte[] data = new byte[3 * 32];
        data[31] = offset;

        Assert.Throws<AbiException>(() => new AbiReader(data, 32).ReadBytes().Length);
        Assert.Throws<AbiException>(() => new AbiReader(data, 32).EnterTuple(32));
        Assert.Throws<AbiException>(() => new AbiReader(data, 32).EnterArray(32, out _));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000021")] // one byte more than there is
    [InlineData("00000000000000000000000000000000000000000000000000000000ffffffff")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("0000000000000000000000000000000000000000000000000000000100000000")]
    public void Length_beyond_the_data_is_refused_before_anything_is_allocated(string length)
    {
        byte[] data = [.. new byte[31], 32, .. Hex.Parse(length), .. new byte[32]];

        Assert.Throws<AbiException>(() => new AbiReader(data, 32).ReadBytes().Length);
        Assert.Throws<AbiException>(() => new AbiReader(data, 32).EnterArray(32, out _));
    }

    [Fact]
    public void Padding_that_is_not_zero_is_refused()
    {
        byte[] data = [.. new byte[31], 32, .. new byte[31], 1, 0x61, 0x01, .. new byte[30]];

        Assert.Throws<AbiException>(() => new AbiReader(data, 32).ReadBytes().Length);
    }

    [Fact]
    public void String_that_is_not_utf_8_is_refused()
    {
        byte[] data = [.. new byte[31], 32, .. new byte[31], 1, 0xff, .. new byte[31]];

        Assert.Throws<AbiException>(() => new AbiReader(data, 32).ReadString());
    }

    [Fact]
    public void Bytes_left_over_and_values_left_out_are_refused()
    {
        Assert.Throws<AbiException>(() => new AbiReader(new byte[64], 32).EnsureEnd());
        Assert.Throws<AbiException>(() => new AbiReader(new byte[31], 32));
        Assert.Throws<AbiException>(() =>
        {
            var reader = new AbiReader(new byte[32], 32);
            reader.ReadUInt256();
            reader.ReadUInt256();
        });
        Assert.Throws<InvalidOperationException>(() => new AbiWriter(32).ToArray());
    }

    [Fact]
    public void Random_bytes_are_read_or_refused_but_never_fault()
    {
        // A fixed linear congruence: the same bytes on every run.
        ulong state = 7;
        byte[] data = new byte[512];
        for (int round = 0; round < 20_000; round++)
        {
            for (int i = 31; i < data.Length; i += 32)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                data[i] = (byte)((state >> 56) & 0xe0);
                data[i - 1] = (byte)(state >> 62 == 0 ? state >> 40 : 0);
            }

            try
            {
                Walk(data.AsSpan(0, (int)(state >> 32) & 511));
            }
            catch (AbiException)
            {
            }
        }

        static void Walk(ReadOnlySpan<byte> bytes)
        {
            var reader = new AbiReader(bytes, 64);
            var outer = reader.EnterArray(32, out int count);
            for (int i = 0; i < count; i++)
            {
                var tuple = reader.EnterTuple(64);
                reader.ReadUInt256();
                reader.ReadBytes();
                reader.Leave(tuple);
            }

            reader.Leave(outer);
            reader.ReadString();
            reader.EnsureEnd();
        }
    }

    [Fact]
    public void Topics_are_words_and_hashes()
    {
        var address = Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");

        Assert.Equal(address, new AbiReader(AbiTopic.Of(address).Bytes, 32).ReadAddress());
        Assert.Equal(42UL, new AbiReader(AbiTopic.Of(42).Bytes, 32).ReadUInt64());
        Assert.Equal(Keccak256.Hash("name"), AbiTopic.Of("name"));
    }
}
