using System.Buffers.Binary;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime.C;

/// <summary>The binding believes nothing that comes over the socket: script.c under runtimes that lie.</summary>
public sealed class HostileRuntimeTests
{
    private const int Conversations = 400;
    private static readonly string[] Steps =
        ["connect", "sum", "all_gather_bytes", "agree", "least_squares", "all_gather", "broadcast_bytes", "barrier", "restore", "checkpoint"];

    private static readonly RankIdentity First = new() { Rank = 0, Group = 0, Partition = 0, Partitions = 2, Size = 2, Checkpoints = 1 };

    // What each step is answered by a runtime that means well.
    private static readonly byte[][] Honest =
    [
        WelcomeFrame.Write(First, Features.Collectives),
        Result(1, BitConverter.GetBytes(2.0)),
        Result(2, [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, .. Missing, (byte)'a'], 0),
        Result(3, [1]),
        Result(4, [.. Doubles(1, 0, 0, 0, 4), .. new byte[8]]),
        Result(5, [2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, .. Doubles(1, 2)]),
        Result(6, "hello"u8.ToArray()),
        Result(7, [], 0),
        RestoredFrame.Write(8, 0, []),
        SettledFrame.Write(9, 1),
    ];

    /// <summary>What a runtime says at a step instead, and how that step ends.</summary>
    private static readonly Dictionary<string, (int Step, byte[] Said, string Told)> Lies = new()
    {
        ["nothing at all"] = (0, [], "disconnected"),
        ["another protocol"] = (0, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), "protocol error"),
        ["half a header"] = (0, Honest[0][..7], "disconnected"),
        ["half a welcome"] = (0, Honest[0][..20], "disconnected"),
        ["a short welcome"] = (0, [35, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, .. Honest[0][12..47]], "protocol error"),
        ["a frame of four gigabytes"] = (0, [0xff, 0xff, 0xff, 0xff, 65, 0, 0, 0, 0, 0, 0, 0], "protocol error"),
        ["flags"] = (0, With(Honest[0], 6, 1), "protocol error"),
        ["a frame of a program"] = (0, With(Honest[0], 4, 1), "protocol error"),
        ["features that were not offered"] = (0, With(Honest[0], 12, 9), "protocol error"),
        ["shared memory without collectives"] = (0, [44, .. With(Honest[0], 12, 2)[1..], .. new byte[8]], "protocol error"),
        ["a rank beyond the size"] = (0, With(Honest[0], 20, 2), "protocol error"),
        ["a negative rank"] = (0, With(Honest[0], 23, 0x80), "protocol error"),
        ["no ranks"] = (0, With(Honest[0], 36, 0), "protocol error"),
        ["too many ranks"] = (0, With(Honest[0], 39, 1), "protocol error"),
        ["an end"] = (0, EndFrame.Write(EndFrame.Reason.Stopped, "the %s ended %n"), "stopped, the %s ended %n"),
        ["an end without a reason"] = (0, [1, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1], "protocol error"),
        ["another welcome"] = (1, Honest[0], "protocol error"),
        ["an answer to nobody"] = (1, Result(7, BitConverter.GetBytes(2.0)), "protocol error"),
        ["an answer of another kind"] = (1, SettledFrame.Write(1, 1), "protocol error"),
        ["a value that is too long"] = (1, Result(1, new byte[16]), "mismatch, sum: 16 bytes came for 8"),
        ["a value that is too short"] = (1, Result(1, new byte[7]), "mismatch, sum: 7 bytes came for 8"),
        ["a result without its value"] = (1, [41, .. Result(1, new byte[8])[1..53]], "protocol error"),
        ["a result of other ranks"] = (1, With(Result(1, new byte[8]), 32, 3), "protocol error"),
        ["a result of more ranks than bytes"] = (1, With(Result(1, new byte[8]), 33, 0xff), "protocol error"),
        ["a value in no arena"] = (1, [41, .. With(Result(1, new byte[8]), 28, 1)[1..53]], "protocol error"),
        ["a refusal"] = (1, RefusedFrame.Write(1, RefusedFrame.Code.Mismatch, "rank 1 called %s"), "mismatch, sum: rank 1 called %s"),
        ["a refusal that is not known"] = (1, With(RefusedFrame.Write(1, RefusedFrame.Code.Mismatch, "why"), 12, 77), "refused, sum: why"),
        ["a refusal that ends within its ranks"] = (1, [4, 0, 0, 0, 66, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0], "protocol error"),
        ["a refusal that names strangers"] = (1, [8, 0, 0, 0, 66, 0, 0, 0, 1, 0, 0, 0, 2, 0, 4, 0, 1, 1, 1, 1], "protocol error"),
        ["a list of other ranks"] = (2, Result(2, [1, 0, 0, 0, .. new byte[8]]), "protocol error"),
        ["a list that ends early"] = (2, Result(2, [2, 0, 0, 0, 1, 0, 0]), "protocol error"),
        ["a list with parts beyond its end"] = (2, Result(2, [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xfe, .. Missing[1..], 7]), "protocol error"),
        ["a list with further bytes"] = (2, Result(2, [2, 0, 0, 0, .. new byte[16], 7]), "protocol error"),
        ["a truth value of two"] = (3, Result(3, [2]), "mismatch, agree: a truth value other than 0 and 1 came"),
        ["a fit that ends early"] = (4, Result(4, new byte[40]), "protocol error"),
        ["a fit with partitions beyond its end"] = (4, Result(4, [.. Doubles(1, 0, 0, 0, 4), .. Missing]), "protocol error"),
        ["a fit of no number of rows"] = (4, Result(4, [.. Doubles(1, 0, 0, 0, double.NaN), .. new byte[8]]), "protocol error"),
        ["a row of another length"] = (5, Result(5, [2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, .. new byte[15]]), "mismatch, all_gather: 7 bytes came for 8"),
        ["a value where there is none"] = (7, Result(7, [1]), "protocol error"),
        ["another checkpoint's state"] = (8, RestoredFrame.Write(8, 1, []), "protocol error"),
        ["no number"] = (8, [0, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0], "protocol error"),
        ["another checkpoint settled"] = (9, SettledFrame.Write(9, 2), "protocol error"),
        ["a refused checkpoint"] = (9, RefusedFrame.Write(9, RefusedFrame.Code.Invalid, "no"), "protocol error"),
    };

    private static byte[] Missing => [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

    public static TheoryData<string> NamesOfLies() => new(Lies.Keys);

    [Fact]
    public async Task Honest_runtime_is_believed()
    {
        var lines = await ScriptAsync([.. Honest.SelectMany(frame => frame)]);

        Assert.Equal([.. Steps[..8].Select(step => $"{step}: ok"), "barrier: ok", "without rank 1", "restore: ok", "checkpoint: ok", "finish: ok"], lines);
    }

    [Theory]
    [MemberData(nameof(NamesOfLies))]
    public async Task Runtime_that_lies_is_not(string name)
    {
        var (step, said, told) = Lies[name];
        var lines = await ScriptAsync([.. Honest[..step].SelectMany(frame => frame), .. said]);

        string ending = lines.First(line => line.StartsWith(Steps[step] + ": ", StringComparison.Ordinal) && !line.EndsWith(": ok", StringComparison.Ordinal));
        Assert.StartsWith($"{Steps[step]}: {told}", ending, StringComparison.Ordinal);
        Assert.All(lines.TakeWhile(line => line != ending), line => Assert.True(line.EndsWith(": ok", StringComparison.Ordinal) || line == "without rank 1", line));
    }

    [Fact]
    public async Task Bytes_that_went_wrong_anywhere_crash_nothing()
    {
        byte[] honest = [.. Honest.SelectMany(frame => frame)];
        var chance = new Random(20261122);
        byte[][] all = [.. Enumerable.Range(0, Conversations).Select(_ => Mutated(honest, chance))];
        using var runtime = new FakeRuntime();
        var talking = runtime.TalkAsync(all);

        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("script.c"), [$"{Conversations}"], socket: runtime.SocketPath);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal(Conversations, run.Output.Split('\n').Count(line => line.StartsWith("connect: ", StringComparison.Ordinal)));
        await talking;
    }

    private static async Task<string[]> ScriptAsync(byte[] said)
    {
        using var runtime = new FakeRuntime();
        var talking = runtime.TalkAsync([said]);
        var run = await CProgram.RunAsync(await CProgram.InTestsAsync("script.c"), [], socket: runtime.SocketPath);
        Assert.True(run.ExitCode == 0, run.Errors);
        await talking;
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static byte[] Mutated(byte[] honest, Random chance)
    {
        byte[] bytes = honest[..(chance.Next(4) == 0 ? chance.Next(honest.Length) : honest.Length)];
        for (int changes = chance.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes[chance.Next(bytes.Length)] = chance.Next(3) == 0 ? (byte)255 : (byte)chance.Next(256);
        }

        return bytes;
    }

    private static byte[] Result(uint request, byte[] value, params int[] contributors)
    {
        var result = new OperationResult
        {
            Value = value,
            Contributors = SlotSet.Of(2, contributors.Length > 0 ? contributors : [0, 1]),
            Diagnostics = new OperationDiagnostics(1, 0, 1),
        };
        return [.. ResultFrame.Write(request, result, isInArena: false), .. value];
    }

    private static byte[] With(byte[] frame, int at, byte value)
    {
        byte[] changed = [.. frame];
        changed[at] = value;
        return changed;
    }

    private static byte[] Doubles(params double[] values)
    {
        byte[] bytes = new byte[8 * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        }

        return bytes;
    }
}
