using System.Buffers.Binary;
using System.Text.Json;
using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;
using Hypernet.Testing;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

/// <summary>tests/vectors/audit.json, which was not made by this code.</summary>
public sealed class GoldenTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "audit.json"))).RootElement;

    [Fact]
    public void Transcript_and_its_snapshot_are_golden()
    {
        var vector = Vectors.GetProperty("transcript");
        var transcript = new Transcript(Hash(vector, "start"));
        foreach (var operation in vector.GetProperty("operations").EnumerateArray())
        {
            var (key, number, descriptor) = (Key(operation), Number(operation), Descriptor.Read(Bytes(operation, "descriptor")));
            _ = operation.GetProperty("isDecided").GetBoolean()
                ? transcript.Decide(key, number, descriptor, Bytes(operation, "bytes"))
                : transcript.Give(key, number, descriptor, Bytes(operation, "bytes"));
        }

        Assert.Equal(Hash(vector, "value"), transcript.Value);
        Assert.Equal(Bytes(vector, "snapshot"), transcript.Snapshot());
    }

    [Fact]
    public void Seal_is_golden()
    {
        var vector = Vectors.GetProperty("seal");

        Assert.Equal(Hash(vector, "seal"), Seal.Of(Bytes(vector, "context"), Key(vector), Number(vector), vector.GetProperty("slot").GetInt32(), Hash(vector, "head")));
    }

    [Fact]
    public void Links_of_results_are_golden()
    {
        foreach (var vector in Vectors.GetProperty("results").EnumerateArray())
        {
            var result = new OperationResult
            {
                Value = Bytes(vector, "value"),
                Contributors = SlotSet.Of(vector.GetProperty("size").GetInt32(), vector.GetProperty("slots").EnumerateArray().Select(slot => slot.GetInt32())),
                ErrorBound = vector.GetProperty("errorBound").GetDouble(),
            };
            Assert.Equal(Hash(vector, "link"), ResultLink.Of(Number(vector), Descriptor.Read(Bytes(vector, "descriptor")), result));
        }

        var refusal = Vectors.GetProperty("refusal");
        Assert.Equal(Hash(refusal, "link"), ResultLink.Of(Number(refusal), Descriptor.Read(Bytes(refusal, "descriptor")), refusal.GetProperty("refusal").GetByte()));
    }

    [Fact]
    public void Seals_and_claims_in_frames_are_golden()
    {
        var vector = Vectors.GetProperty("frames");
        double[][] given = [.. vector.GetProperty("given").EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        var options = new AuditOptions { Context = Bytes(vector, "context") };
        RecordedWorld[] worlds = [.. Enumerable.Range(0, 4).Select(_ => new RecordedWorld())];
        ConsensusMachine[] machines = [.. worlds.Select((world, slot) => new ConsensusMachine(
            new ConsensusOptions { Transport = new SimulatedNetwork(4, 1).Transport(slot), Quorum = QuorumRule.Replicas, Replicas = 2, Audit = options }, RunFactory.Create, world))];
        int[] delivered = new int[4];
        foreach (double[] row in given)
        {
            RecordedCall[] calls = [.. machines.Select(_ => new RecordedCall(null))];
            foreach (var (slot, machine) in machines.Index())
            {
                machine.Submit(Sum(vector.GetProperty("name").GetString()!, row[slot / 2]), calls[slot]);
            }

            while (Enumerable.Range(0, 4).FirstOrDefault(slot => delivered[slot] < worlds[slot].Sent.Count, -1) is var from and >= 0)
            {
                var (to, header, payload) = worlds[from].Sent[delivered[from]++];
                machines[to].Received(from, header, payload);
            }

            Assert.All(calls, call => Assert.Equal(row.Sum(), First(call.Result!)));
        }

        foreach (var fetch in vector.GetProperty("fetches").EnumerateArray())
        {
            var (_, _, payload) = Assert.Single(worlds[fetch.GetProperty("slot").GetInt32()].Sent, sent => sent.Header.Type == FrameType.Fetch && sent.Header.Number == Number(fetch));
            Assert.Equal(Bytes(fetch, "payload"), payload);
        }

        // The first operation of a name has nothing to claim.
        var parts = worlds.SelectMany(world => world.Sent).Where(sent => sent.Header.Type == FrameType.Data).ToList();
        Assert.All(parts, part => Assert.Equal(part.Header.Number, (ulong)part.Header.Flags));
        Assert.All(parts.Where(part => part.Header.Flags == 1), part => Assert.Equal(Bytes(vector, "claim"), part.Payload[^40..]));
    }

    [Fact]
    public void Point_is_golden()
    {
        var vector = Vectors.GetProperty("draw");
        var window = Hash(vector, "window");
        var nonces = vector.GetProperty("nonces").EnumerateArray().ToDictionary(nonce => nonce.GetProperty("slot").GetInt32(), nonce => Hash(nonce, "nonce"));
        Assert.All(
            vector.GetProperty("nonces").EnumerateArray(),
            nonce => Assert.True(Nonces.Opens(Hash(nonce, "commitment"), window, nonce.GetProperty("slot").GetInt32(), Hash(nonce, "nonce"))));

        var seed = Nonces.Seed(window, nonces);
        var point = AuditPoint.Draw(seed);
        Assert.Equal(Hash(vector, "seed"), seed);
        Assert.Equal(Wide(vector, "modulus"), point.Modulus.Value);
        Assert.Equal(Wide(vector, "rho"), point.Modulus.FromResidue(point.Rho));
    }

    [Fact]
    public void Window_and_its_fingerprints_are_golden()
    {
        var links = Vectors.GetProperty("results");
        AuditedOperation[] kept = [.. new[] { 0, 1 }.Select(index => new AuditedOperation
        {
            Key = new ChainKey(0, index == 0 ? "" : "gradient"),
            Number = Number(links[index]),
            Call = new OperationCall { Descriptor = Descriptor.Read(Bytes(links[index], "descriptor")), Contribution = index == 0 ? new byte[16] : default },
            Result = new OperationResult
            {
                Value = Bytes(links[index], "value"),
                Contributors = SlotSet.Of(links[index].GetProperty("size").GetInt32(), links[index].GetProperty("slots").EnumerateArray().Select(slot => slot.GetInt32())),
            },
        })];
        var draw = Vectors.GetProperty("draw");
        Assert.Equal(Hash(draw, "window"), new AuditWindow(kept, 0, 9).Id(Bytes(draw, "context")));

        var point = new AuditPoint(Wide(draw, "modulus"), Wide(draw, "rho"));
        foreach (var vector in Vectors.GetProperty("fingerprints").EnumerateArray())
        {
            bool isWeighted = vector.TryGetProperty("weightedOf", out var partitions);
            var type = Enum.Parse<ElementType>(vector.GetProperty("type").GetString()!);
            byte[] given = Bytes(vector, "values");
            int count = vector.TryGetProperty("count", out var sums) ? sums.GetInt32() : given.Length / type.Width() - (isWeighted ? 1 : 0);
            var operation = kept[0] with
            {
                Call = new OperationCall
                {
                    Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = type, Operator = isWeighted ? ReduceOperator.WeightedMean : ReduceOperator.Sum, Count = count },
                    Contribution = given,
                },
            };
            var audit = OperationAudit.Of(operation, 0, 0, isWeighted ? partitions.GetInt32() : 1);
            Assert.Equal(Wide(vector, "fingerprint"), point.Modulus.FromResidue(audit.Fingerprint(point)));
        }
    }

    private static byte[] Bytes(JsonElement vector, string field) => Convert.FromHexString(vector.GetProperty(field).GetString()!);

    private static Hash256 Hash(JsonElement vector, string field) => new(Bytes(vector, field));

    private static UInt128 Wide(JsonElement vector, string field) => BinaryPrimitives.ReadUInt128LittleEndian(Bytes(vector, field));

    private static ulong Number(JsonElement vector) => vector.GetProperty("number").GetUInt64();

    private static ChainKey Key(JsonElement vector) => new(vector.GetProperty("communicator").GetUInt32(), vector.GetProperty("name").GetString()!);
}
