using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Hypernet.Ethereum.Rlp;

public sealed class RlpTests
{
    private static readonly JsonElement Cases = Vectors.Read("RLPTests_rlptest.json");

    public static TheoryData<string> Names() => [.. Cases.EnumerateObject().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Official_value_is_written_as_its_vector(string name)
    {
        var writer = new RlpWriter();
        Write(writer, Cases.GetProperty(name).GetProperty("in"));

        Assert.Equal(Hex.Parse(Cases.GetProperty(name).Text("out")), writer.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Official_vector_is_read_as_its_value(string name)
    {
        var reader = new RlpReader(Hex.Parse(Cases.GetProperty(name).Text("out")));
        AssertNext(ref reader, Cases.GetProperty(name).GetProperty("in"));

        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("")] // nothing
    [InlineData("83646f")] // a string cut off
    [InlineData("8100")] // a small byte with a prefix
    [InlineData("b800")] // a length in a longer form
    [InlineData("b837")] // a long string cut off
    [InlineData("b90037")] // a length with a leading zero
    [InlineData("bfffffffffffffffff")] // a length beyond every memory
    [InlineData("c0")] // a list
    public void Bytes_that_are_no_canonical_string_are_refused(string hex)
    {
        Assert.Throws<RlpException>(() => new RlpReader(Hex.Parse(hex)).ReadBytes().Length);
    }

    [Theory]
    [InlineData("c883646f67")]
    [InlineData("ffffffffffffffffff")]
    [InlineData("83646f67")]
    public void Bytes_that_are_no_list_are_refused(string hex)
    {
        Assert.Throws<RlpException>(() => new RlpReader(Hex.Parse(hex)).ReadList().IsAtEnd);
    }

    [Fact]
    public void Number_with_leading_zeros_is_refused()
    {
        Assert.Throws<RlpException>(() => new RlpReader([0x82, 0x00, 0x01]).ReadUInt256());
    }

    private static void Write(RlpWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                int list = writer.BeginList();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.EndList(list);
                break;
            case JsonValueKind.Number:
                writer.Write(value.GetUInt64());
                break;
            default:
                string text = value.GetString()!;
                writer.Write(text.StartsWith('#') ? Number(text) : Encoding.UTF8.GetBytes(text));
                break;
        }
    }

    private static void AssertNext(ref RlpReader reader, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                var items = reader.ReadList();
                foreach (var item in value.EnumerateArray())
                {
                    AssertNext(ref items, item);
                }

                Assert.True(items.IsAtEnd);
                break;
            case JsonValueKind.Number:
                Assert.Equal(value.GetUInt64(), (ulong)reader.ReadUInt256());
                break;
            default:
                string text = value.GetString()!;
                Assert.Equal(text.StartsWith('#') ? Number(text) : Encoding.UTF8.GetBytes(text), reader.ReadBytes().ToArray());
                break;
        }
    }

    // The one number above 256 bits would not be a UInt256: it is written as the bytes that it is.
    private static byte[] Number(string text) =>
        BigInteger.Parse(text.AsSpan(1), CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
}
