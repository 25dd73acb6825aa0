using System.Globalization;
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

        Assert.Equal(["Attest", "Commit", "Expel", "Offer", "Present"], vectors.Select(vector => vector.GetProperty("type").GetString()).Distinct().Order());
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
        if (type == "Offer")
        {
            return OfferOf(message).ToTypedStruct();
        }

        int Number(string name) => message.GetProperty(name).GetInt32();
        Bytes32 Hash(string name) => Bytes32.Parse(message.GetProperty(name).GetString()!);
        var (group, checkpoint, attempt) = (Number("group"), Number("checkpoint"), Number("attempt"));
        return type switch
        {
            "Attest" => new Attestation(group, checkpoint, attempt, Hash("digest")).ToTypedStruct(),
            "Commit" => new CommitPledge(group, checkpoint, attempt, Number("rank"), Number("tenure"), Hash("commitment")).ToTypedStruct(),
            "Expel" => new Expulsion(group, checkpoint, attempt, Number("tenure"), Hash("evidenceHash")).ToTypedStruct(),
            _ => new Presence(
                group, checkpoint, attempt, Number("tenure"), DateTimeOffset.FromUnixTimeSeconds(message.GetProperty("t0").GetInt64())).ToTypedStruct(),
        };
    }

    private static SellerOffer OfferOf(JsonElement message)
    {
        string Text(string name) => message.GetProperty(name).GetString()!;
        return new SellerOffer(
            Account.Parse(Text("seller")),
            new Amount(UInt128.Parse(Text("ask"), CultureInfo.InvariantCulture)),
            Account.Parse(Text("agentKey")),
            Account.Parse(Text("beneficiary")),
            Text("endpoint"),
            message.GetProperty("nonce").GetInt32(),
            DateTimeOffset.FromUnixTimeSeconds(message.GetProperty("deadline").GetInt64()));
    }
}
