using System.Text.Json;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Signing;

public sealed class CommitmentsTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "commitment.json"))).RootElement;

    [Fact]
    public void Tags_seals_and_commitments_equal_the_golden_ones()
    {
        foreach (JsonElement vector in Vectors.GetProperty("commitments").EnumerateArray())
        {
            string Text(string name) => vector.GetProperty(name).GetString()!;
            var context = new RoundContext(
                vector.GetProperty("chainId").GetUInt64(),
                Account.Parse(Text("job")),
                vector.GetProperty("checkpoint").GetUInt32(),
                vector.GetProperty("attempt").GetUInt32(),
                vector.GetProperty("group").GetUInt32());
            int rank = vector.GetProperty("rank").GetInt32();
            Account seller = Account.Parse(Text("seller"));
            Bytes32 digest = Bytes32.Parse(Text("digest"));

            Bytes16 tag = Commitments.Tag(context, digest);
            Bytes16 seal = Commitments.Seal(context, rank, vector.GetProperty("tenure").GetInt32(), seller, digest);

            Assert.Equal(Text("tag"), tag.ToString());
            Assert.Equal(Text("failedTag"), Commitments.Tag(context, digest, hasFailed: true).ToString());
            Assert.Equal(Text("seal"), seal.ToString());
            Assert.Equal(Text("commitment"), Commitments.Commitment(context, rank, seller, tag, seal, Bytes32.Parse(Text("salt"))).ToString());
        }
    }

    [Fact]
    public void A_failed_record_has_a_tag_of_its_own_domain()
    {
        var context = new RoundContext(1, default, 1, 0, 0);
        CheckpointRecord reached = new CheckpointRecord.Reached(context, 0, default, default, default);
        CheckpointRecord failed = new CheckpointRecord.Failed(context, 0, default, FailureKind.ExitCode, 1);

        Assert.Equal(Commitments.Tag(context, reached.Digest), Commitments.Tag(reached));
        Assert.Equal(Commitments.Tag(context, failed.Digest, hasFailed: true), Commitments.Tag(failed));
        Assert.NotEqual(Commitments.Tag(context, failed.Digest), Commitments.Tag(failed));
    }
}
