using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Market;

public sealed class CheckpointRecordTests
{
    private static readonly RoundContext Context = new(31337, Account.Parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"), 2, 1, 7);

    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "record.json"))).RootElement;

    public static TheoryData<string> Names() => new(Vectors.GetProperty("records").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_has_the_golden_bytes_and_digest(string name)
    {
        JsonElement vector = Vectors.GetProperty("records").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
        CheckpointRecord record = Read(vector);

        Assert.Equal(vector.GetProperty("bytes").GetString(), "0x" + Convert.ToHexStringLower(record.ToBytes()));
        Assert.Equal(vector.GetProperty("digest").GetString(), record.Digest.ToString());
        Assert.Equal(record, CheckpointRecord.Parse(record.ToBytes()));
    }

    [Fact]
    public void The_empty_transcript_has_the_golden_value()
    {
        foreach (JsonElement vector in Vectors.GetProperty("transcripts").EnumerateArray())
        {
            Bytes32 start = Transcript.Start(
                Account.Parse(vector.GetProperty("job").GetString()!),
                vector.GetProperty("checkpoint").GetUInt32(),
                vector.GetProperty("group").GetUInt32());

            Assert.Equal(vector.GetProperty("start").GetString(), start.ToString());
        }
    }

    [Fact]
    public void Bytes_that_no_writer_writes_are_refused()
    {
        byte[] reached = new CheckpointRecord.Reached(Context, 0, default, default, default).ToBytes();
        byte[] failed = new CheckpointRecord.Failed(Context, 0, default, FailureKind.ExitCode, 3).ToBytes();

        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(reached.AsSpan(..^1)));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse([]));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(reached, 0, (byte)'X')));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(reached, 10, 1)));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(failed, 99, 9)));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(failed, 102, 1)));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(failed, 159, 1)));
        Assert.Throws<RecordException>(() => CheckpointRecord.Parse(Altered(failed, 99, (byte)FailureKind.InvalidOutput)));
    }

    [Fact]
    public void What_can_be_read_is_written_back_the_same() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, CheckpointRecord.Length - 1)
             from value in Gen.Choose(0, 255)
             from hasReached in Gen.Elements(true, false)
             select (at, value, hasReached)).ToArbitrary(),
            change =>
            {
                CheckpointRecord record = change.hasReached
                    ? new CheckpointRecord.Reached(Context, 5, default, default, default)
                    : new CheckpointRecord.Failed(Context, 5, default, FailureKind.ExitCode, 1);
                byte[] bytes = Altered(record.ToBytes(), change.at, (byte)change.value);
                try
                {
                    return CheckpointRecord.Parse(bytes).ToBytes().AsSpan().SequenceEqual(bytes);
                }
                catch (RecordException)
                {
                    return true;
                }
            }).QuickCheckThrowOnFailure();

    private static byte[] Altered(byte[] bytes, int at, byte value)
    {
        byte[] altered = [.. bytes];
        altered[at] = value;
        return altered;
    }

    private static CheckpointRecord Read(JsonElement vector)
    {
        var context = new RoundContext(
            vector.GetProperty("chainId").GetUInt64(),
            Account.Parse(vector.GetProperty("job").GetString()!),
            vector.GetProperty("checkpoint").GetUInt32(),
            vector.GetProperty("attempt").GetUInt32(),
            vector.GetProperty("group").GetUInt32());
        ulong operations = vector.GetProperty("operations").GetUInt64();
        Bytes32 transcript = Bytes32.Parse(vector.GetProperty("transcript").GetString()!);
        return vector.TryGetProperty("result", out JsonElement result)
            ? new CheckpointRecord.Reached(context, operations, transcript, Bytes32.Parse(result.GetString()!), Bytes32.Parse(vector.GetProperty("state").GetString()!))
            : new CheckpointRecord.Failed(context, operations, transcript, Enum.Parse<FailureKind>(vector.GetProperty("kind").GetString()!), vector.GetProperty("exitCode").GetByte());
    }
}
