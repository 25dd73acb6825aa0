using System.Text.Json;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Signing;

public sealed class TypedDataTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "typed-data.json"))).RootElement;

    [Fact]
    public void What_sellers_sign_for_a_job_has_the_golden_digests()
    {
        JsonElement[] vectors = [.. Vectors.GetProperty("structs").EnumerateArray()];

        Assert.Equal(["Expel", "Present"], vectors.Select(vector => vector.GetProperty("type").GetString()).Distinct().Order());
        Assert.All(vectors, vector =>
        {
            TypedDataDomain domain = Domains.Job(
                vector.GetProperty("chainId").GetUInt64(), Account.Parse(vector.GetProperty("job").GetString()!));
            TypedStruct signed = StructOf(vector.GetProperty("type").GetString()!, vector.GetProperty("message"));

            Assert.Equal(vector.GetProperty("digest").GetString(), domain.Digest(signed).ToString());
        });
    }

    private static TypedStruct StructOf(string type, JsonElement message)
    {
        int Number(string name) => message.GetProperty(name).GetInt32();
        var (group, checkpoint, attempt, tenure) = (Number("group"), Number("checkpoint"), Number("attempt"), Number("tenure"));
        return type == "Expel"
            ? new Expulsion(group, checkpoint, attempt, tenure, Bytes32.Parse(message.GetProperty("evidenceHash").GetString()!)).ToTypedStruct()
            : new Presence(group, checkpoint, attempt, tenure, DateTimeOffset.FromUnixTimeSeconds(message.GetProperty("t0").GetInt64())).ToTypedStruct();
    }
}
