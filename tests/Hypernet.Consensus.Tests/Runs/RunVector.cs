using System.Text.Json;
using System.Text.Json.Serialization;
using Hypernet.Testing;

namespace Hypernet.Consensus.Runs;

/// <summary>One of tests/vectors/dac/runs.json: an operation in one view, and every frame of it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Size">Slots of the group.</param>
/// <param name="Schedule">How it travels.</param>
/// <param name="Descriptor">What is called.</param>
/// <param name="OutNeighbors">Of an exchange.</param>
/// <param name="Plays">What the members play: those of the view are the slots here.</param>
/// <param name="Frames">In any order.</param>
/// <param name="Results">How it ends at each member.</param>
/// <param name="Contributors">Where they are the same everywhere.</param>
public sealed record RunVector(
    string Name,
    int Size,
    string Schedule,
    Descriptor Descriptor,
    int[][]? OutNeighbors,
    RunVector.Play[] Plays,
    RunVector.Frame[] Frames,
    RunVector.Ending[] Results,
    int[]? Contributors)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<RunVector> All { get; } = JsonSerializer.Deserialize<RunVector[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "dac", "runs.json")), Format)!;

    public override string ToString() => Name;

    /// <summary>A contribution, who plays it and who made it.</summary>
    public sealed record Play(int Slot, int Origin, string Gives);

    /// <summary>A frame; in its payload spaces stand between fields.</summary>
    public sealed record Frame(int From, int To, int Step = 0, uint Chunk = 0, ulong First = 0, string Payload = "")
    {
        public override string ToString() => $"{From} {To} {Step} {Chunk} {First} {Payload.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()}";
    }

    /// <summary>A value, or the type of an error.</summary>
    public sealed record Ending(int Slot, string? Value, string? Fault);
}
