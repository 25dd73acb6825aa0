using System.Numerics;
using System.Text.Json;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Generator;

/// <summary>The code generated for Samples/Sample.json against bytes that viem encoded for the same ABI.</summary>
public sealed class SampleTests
{
    private static readonly Address Who = Address.Parse("0x00000000000000000000000000000000000000aa");

    private static readonly JsonElement Vectors = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Hypernet.Contracts.Tests", "Samples", "vectors.json"))).RootElement;

    private static readonly Outer Nested = new(
        new Inner(5, Who),
        [Hash32.Parse(new string('1', 64)), Hash32.Parse(new string('2', 64))],
        "a name longer than thirty-two bytes, by far");

    [Fact]
    public void Words_texts_and_bytes_are_encoded_as_others_do()
    {
        Hash32 tag = Hash32.Parse("deadbeef" + new string('0', 56));

        Assert.Equal(Vector("mix"), Hex.Format(new SampleAbi.MixWithBlobCall(70000, -3, tag, true, "héllo", [1, 2, 3]).Encode()));
    }

    [Fact]
    public void Enumerations_of_the_market_are_typed()
    {
        Assert.Equal(Vector("mixStatus"), Hex.Format(new SampleAbi.MixCall(JobStatus.Running).Encode()));
    }

    [Fact]
    public void Nested_structs_and_arrays_are_encoded_as_others_do()
    {
        var call = new SampleAbi.NestCall(
            Nested,
            [1, 2],
            ["x", ""],
            [new Inner(1, Who), new Inner((UInt128.One << 96) - 1, Address.Parse("0x00000000000000000000000000000000000000bb"))],
            [[1], [], [2, 3]]);

        Assert.Equal(Vector("nest"), Hex.Format(call.Encode()));
    }

    [Fact]
    public void Results_are_decoded()
    {
        SampleAbi.MixWithBlobResult mixed = default(SampleAbi.MixWithBlobCall).Decode(Bytes("mixResult"));
        Outer outer = default(SampleAbi.NestCall).Decode(Bytes("nestResult"));

        Assert.Equal((UInt256)(BigInteger.One << 255), mixed.Item1);
        Assert.Equal("done", mixed.Item2);
        Assert.Equal((Nested.Inner, Nested.Name), (outer.Inner, outer.Name));
        Assert.Equal(Nested.Ids, outer.Ids);
        Assert.Throws<AbiException>(() => default(SampleAbi.MixWithBlobCall).Decode(Bytes("mixResult").AsSpan(..^1)));
    }

    [Fact]
    public void An_event_is_decoded_from_topics_and_data()
    {
        Hash32[] topics = [.. Vectors.GetProperty("happenedTopics").EnumerateArray().Select(topic => Hash32.Parse(topic.GetString()))];

        Assert.True(SampleAbi.HappenedEvent.TryDecode(topics, Bytes("happenedData"), out var happened));
        Assert.Equal(new SampleAbi.HappenedEvent(7, Keccak256.Hash("text"), Who, -42, "noted"), happened);
        Assert.Equal(topics[0], SampleAbi.HappenedEvent.EventTopic);
        IAbiRecord? described = SampleAbi.DecodeEvent(topics, Bytes("happenedData"));
        Assert.Equal("Happened", described!.Name);
        Assert.Equal(
            [new("id", "7"), new("label", Keccak256.Hash("text").ToString()), new("who", Who.ToString()), new("balance", "-42"), new("note", "noted")],
            described.Arguments);
    }

    [Fact]
    public void A_log_of_another_form_is_no_event()
    {
        Hash32[] topics = [.. Vectors.GetProperty("happenedTopics").EnumerateArray().Select(topic => Hash32.Parse(topic.GetString()))];
        byte[] data = Bytes("happenedData");

        Assert.False(SampleAbi.HappenedEvent.TryDecode(topics.AsSpan(..3), data, out _));
        Assert.False(SampleAbi.HappenedEvent.TryDecode([], data, out _));
        Assert.False(SampleAbi.HappenedEvent.TryDecode([topics[1], .. topics[1..]], data, out _));
        Assert.False(SampleAbi.HappenedEvent.TryDecode(topics, data.AsSpan(..^1), out _));
        Assert.False(SampleAbi.HappenedEvent.TryDecode(topics, [.. data, 0], out _));
        Assert.False(SampleAbi.HappenedEvent.TryDecode([topics[0], topics[1], topics[2], Keccak256.Hash("no address")], data, out _));
        Assert.Null(SampleAbi.DecodeEvent([topics[1]], data));
    }

    [Fact]
    public void An_error_is_decoded_with_its_values()
    {
        Assert.True(SampleAbi.RefusedError.TryDecode(Bytes("refused"), out var refused));
        Assert.Equal(JobStatus.Running, refused.Status);
        Assert.Equal([1, 2], refused.Have);
        Assert.Equal([new("status", "Running"), new("have", "[1, 2]")], ((IAbiRecord)refused).Arguments);
        Assert.Null(SampleAbi.DecodeError(Bytes("refused").AsSpan(..^1)));
        Assert.Null(SampleAbi.DecodeError([]));
    }

    [Fact]
    public void A_number_that_the_contract_cannot_take_is_refused_here()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new SampleAbi.MixWithBlobCall(1 << 24, 0, default, false, "", []).Encode());

        Assert.Equal("Small", refused.ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleAbi.NestCall(Nested, [1], ["", ""], [], []).Encode());
    }

    private static string? Vector(string name) => Vectors.GetProperty(name).GetString();

    private static byte[] Bytes(string name) => Hex.Parse(Vector(name));
}
