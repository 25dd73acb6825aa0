using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hypernet.Network;
using Hypernet.Testing;

namespace Hypernet.Consensus.Membership;

/// <summary>One of tests/vectors/dac/conversations.json: what happens to the slots of a group, and every frame that they send for it.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Size">Slots of the group.</param>
/// <param name="Puppets">Slots that only say what stands here: what they are told is not looked at.</param>
/// <param name="Steps">In their order. A frame is delivered where it stands, and was sent before.</param>
/// <param name="Replicas">How many slots are one rank.</param>
public sealed record Conversation(string Name, int Size, int[] Puppets, IReadOnlyList<Conversation.Step> Steps, int Replicas = 1)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static IReadOnlyList<Conversation> All { get; } = JsonSerializer.Deserialize<Conversation[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "dac", "conversations.json")), Format)!;

    public override string ToString() => Name;

    /// <summary>What happens at a slot.</summary>
    public enum Happening
    {
        /// <summary>It is sent a frame.</summary>
        Hears,

        /// <summary>It calls an operation.</summary>
        Calls,

        /// <summary>A call of it ends with a value.</summary>
        Receives,

        /// <summary>A call of it ends with an error.</summary>
        Fails,

        /// <summary>Another slot is proven dead to it.</summary>
        Loses,

        /// <summary>Another process, without memory, takes it.</summary>
        Joins,

        /// <summary>Its program has ended.</summary>
        Leaves,

        /// <summary>It has left.</summary>
        Left,

        /// <summary>It asks who has not called an operation.</summary>
        Asks,

        /// <summary>It is answered.</summary>
        Learns,

        /// <summary>It keeps so many completed operations.</summary>
        Keeps,

        /// <summary>Time passes for it.</summary>
        Waits,
    }

    /// <summary>One thing that happens.</summary>
    public sealed record Step
    {
        public required int Slot { get; init; }

        public required Happening Does { get; init; }

        /// <summary>The sender of a frame, or the slot that is lost.</summary>
        public int Of { get; init; }

        /// <summary>The header of a frame, as far as it is not 0.</summary>
        public Header? Header { get; init; }

        /// <summary>Of a frame; spaces stand between its fields.</summary>
        public string Payload { get; init; } = "";

        /// <summary>Name of the operation that is called, ends or is asked for.</summary>
        public string Name { get; init; } = "";

        public Descriptor? Descriptor { get; init; }

        /// <summary>What is contributed, or received; or the error's type and text.</summary>
        public string Value { get; init; } = "";

        /// <summary>Contributors, or those that have not called.</summary>
        public int[] Slots { get; init; } = [];

        /// <summary>How many operations are kept, or milliseconds pass; or the number of a process.</summary>
        public int Count { get; init; }

        public byte[] Bytes => Convert.FromHexString(Payload.Replace(" ", "", StringComparison.Ordinal));

        public FrameHeader FrameHeader => new()
        {
            Type = Header!.Type,
            View = Header.View,
            Name = Header.Name,
            Number = Header.Number,
            Descriptor = Header.Descriptor,
            Stable = Header.Stable,
            Step = Header.Step,
            Flags = Header.Flags,
            Chunk = Header.Chunk,
            First = Header.First,
        };

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"slot {Slot} {Does} {Name}{Header?.Type}");
    }

    /// <summary>The fields of docs/spec/transport.md §3 that a member sets.</summary>
    public sealed record Header(
        FrameType Type, ulong View, ulong Name = 0, ulong Number = 0, ulong Descriptor = 0, ulong Stable = 0, ushort Step = 0, ushort Flags = 0, uint Chunk = 0, ulong First = 0);
}
