using Hypernet.Consensus;
using Hypernet.Runtime.Memory;
using Hypernet.Runtime.Python;
using Xunit;

namespace Hypernet.Runtime.Collectives;

/// <summary>docs/spec/runtime.md §7, with a real program at the other end.</summary>
public sealed class SharedMemoryTests
{
    private const int ArenaBytes = 1 << 20;
    private static readonly RankServerOptions Small = new() { ArenaBytes = ArenaBytes };

    [Fact]
    public async Task Program_changes_neither_the_size_of_the_memory_nor_what_it_has_sent()
    {
        var overwritten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = new RecordingHost { Logged = _ => overwritten.TrySetResult() };
        var group = Echoing(rank: 0, size: 1, async () => await overwritten.Task);
        using var server = new ServerFixture(ServerFixture.First with { Checkpoints = 0 }, host, Small, group: group);

        string told = await PythonProgram.OutputAsync(server, input: null, PythonProgram.InTests("share.py"));

        const string Refused = "Operation not permitted";
        Assert.Equal(
            $$"""[{{ArenaBytes}}, ["{{Refused}}", "{{Refused}}", "{{Refused}}"], 20000, true, true, [0], [[0, {{ArenaBytes}}]]]""", told);
        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal([20_000 * 8, 0, ArenaBytes, 8_192 * 8], group.Calls.Select(call => call.Contribution.Length));
    }

    [Fact]
    public async Task Sessions_leave_no_descriptor_behind()
    {
        const int Rank = 54_321;
        var identity = ServerFixture.First with { Checkpoints = 0, Rank = Rank, Size = Rank + 1 };
        for (int session = 0; session < 3; session++)
        {
            using var server = new ServerFixture(identity, options: Small, group: Echoing(Rank, Rank + 1, () => Task.CompletedTask));
            using var program = await RawProgram.GreetAsync(server.SocketPath, "hello with features");
            Assert.Equal(1, Open(Rank));
            program.Dispose();
            await server.End;
        }

        Assert.Equal(0, Open(Rank));
    }

    [Fact]
    public void Memory_that_the_system_refuses_is_explained()
    {
        var fault = Assert.Throws<IOException>(() => Arena.Create(new string('x', 300), ArenaBytes));

        Assert.StartsWith("The system refuses shared memory (memfd_create: Invalid argument)", fault.Message, StringComparison.Ordinal);
    }

    private static ScriptedGroup Echoing(int rank, int size, Func<Task> when)
    {
        ScriptedGroup? group = null;
        group = new ScriptedGroup
        {
            Rank = rank,
            Size = size,
            Answer = async (call, _) =>
            {
                if (call.Descriptor.Kind != OperationKind.Barrier)
                {
                    await when();
                }

                return new OperationResult { Value = call.Contribution, Contributors = group!.Members };
            },
        };
        return group;
    }

    private static int Open(int rank) => Directory.EnumerateFiles("/proc/self/fd").Count(
        descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith($"/memfd:hypernet-rank-{rank} ", StringComparison.Ordinal) == true);
}
