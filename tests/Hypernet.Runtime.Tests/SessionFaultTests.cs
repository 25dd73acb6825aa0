using System.Buffers.Binary;
using System.Text;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime;

public sealed class SessionFaultTests
{
    public static TheoryData<string> Faults() => new(Vector.Load("faults.json").Select(vector => vector.Name));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Broken_rule_ends_the_session_with_its_fault_and_tells_the_program(string name)
    {
        var vector = Vector.Load("faults.json").Single(vector => vector.Name == name);
        using var server = new ServerFixture(group: new ScriptedGroup());
        using var program = await RawProgram.ConnectAsync(server.SocketPath);
        await program.SendAsync(vector.Bytes);

        var violated = Assert.IsType<SessionEnd.Violated>(await server.End);

        Assert.Equal(Enum.Parse<SessionFault>(vector.Fault), violated.Fault);
        var last = await LastFrameAsync(program);
        Assert.Equal(FrameKind.End, last.Kind);
        Assert.Equal(
            violated.Fault == SessionFault.UnsupportedProtocol ? 2 : 3, BinaryPrimitives.ReadUInt16LittleEndian(last.Payload.Span));
        Assert.Equal(violated.Detail, Encoding.UTF8.GetString(last.Payload.Span[2..]));
    }

    [Fact]
    public void Every_fault_of_bytes_has_a_vector()
    {
        // SlowFrame is a matter of time: RankServerTests.
        Assert.Equal(
            Enum.GetNames<SessionFault>().Except([nameof(SessionFault.SlowFrame)]).Order(),
            Vector.Load("faults.json").Select(vector => vector.Fault).Distinct().Order());
    }

    private static async Task<Frame> LastFrameAsync(RawProgram program)
    {
        var last = await program.ReceiveAsync();
        while (await program.ReceiveAsync() is { } next)
        {
            last = next;
        }

        return last!.Value;
    }
}
