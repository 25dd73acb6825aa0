using System.Runtime.InteropServices;
using System.Text;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime.Collectives;

/// <summary>What a program may say wrongly to the operations of docs/spec/runtime.md §6. That they are right: Python/CollectiveTests.</summary>
public sealed class LibraryCallTests
{
    private const long Huge = long.MaxValue;

    public static TheoryData<string, byte, long, ulong, object[]> Malformed() => new()
    {
        { "dot of parts that differ in length", 32, 0, 0, [1.0, 2.0, 3.0] },
        { "a matrix without rows", 34, 0, 0, [1.0] },
        { "more rows than numbers", 34, Huge, 0, [1.0] },
        { "columns that do not fill their rows", 34, 2, 0, [1.0, 2.0, 3.0, 4.0] },
        { "rows without their number", 35, 4, 0, [0L] },
        { "rows beyond the matrix", 35, 4, 0, [4L, 1L, 1.0, 1.0] },
        { "rows before the matrix", 35, 4, 0, [-1L, 1L, 1.0, 1.0] },
        { "rows that wrap", 35, 4, 0, [Huge, Huge, 1.0] },
        { "rows that are not there", 35, 4, 0, [0L, (long)int.MaxValue, 1.0] },
        { "half a row", 35, 4, 0, [0L, 1L, 1.0, 1.0, 1.0] },
        { "a matrix of too many rows", 35, Huge, 0, [0L, 1L, 1.0, 1.0] },
        { "no partitions", 36, 1, 0, [] },
        { "partitions that are not there", 36, 1, 0, [Huge] },
        { "partitions fewer than said", 36, 1, 0, [2L, 0L, 1L] },
        { "a partition that is none", 36, 1, 0, [1L, 1L, 1L, 1.0, 1.0] },
        { "a partition with more rows than said", 36, 1, 0, [1L, 0L, 1L, 1.0, 1.0, 1.0] },
        { "a partition with fewer rows than said", 36, 1, 0, [1L, 0L, 2L, 1.0, 1.0, 1.0] },
        { "a partition of rows without end", 36, 1, 0, [1L, 0L, Huge] },
        { "a problem without columns", 36, 0, 0, [1L, 0L, 0L] },
        { "a problem of too many columns", 36, 257, 0, [1L, 0L, 0L] },
        { "a problem of too many partitions", 36, 1, 65_537, [0L] },
        { "a problem of partitions that wrap", 36, 1, ulong.MaxValue, [0L] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Contribution_that_cannot_be_one_is_refused_before_the_group_is_called(string what, byte operation, long count, ulong parameter, object[] numbers)
    {
        byte[] contribution = [.. numbers.SelectMany(number => number is double real ? BitConverter.GetBytes(real) : BitConverter.GetBytes((long)number))];
        var called = new Descriptor { Kind = (OperationKind)operation, Type = ElementType.F64, Count = count, Parameter = parameter };

        Assert.True(await RefusesAsync(called, contribution), what);
    }

    [Fact]
    public async Task Operation_takes_numbers_of_64_bits_alone()
    {
        var norm = new Descriptor { Kind = (OperationKind)33, Type = ElementType.F64 };

        Assert.True(await RefusesAsync(norm, new byte[12]));
        Assert.True(await RefusesAsync(norm with { Type = ElementType.F32 }, new byte[8]));
        Assert.True(await RefusesAsync(norm with { Operator = ReduceOperator.Sum }, new byte[8]));
        Assert.True(await RefusesAsync(norm with { Exactness = Exactness.Exact }, new byte[8]));
        Assert.True(await RefusesAsync(norm with { Digits = 1 }, new byte[8]));
        Assert.True(await RefusesAsync(norm with { Root = 1 }, new byte[8]));
    }

    [Fact]
    public async Task Operation_keeps_its_name_and_what_a_loss_means()
    {
        var group = new ScriptedGroup();
        using var server = new ServerFixture(group: group);
        using var program = await RawProgram.GreetAsync(server.SocketPath, "hello with features");

        await program.SendAsync(RawProgram.Call(
            1, new Descriptor { Kind = (OperationKind)33, Type = ElementType.F64, OnLoss = OnLoss.Strict }, MemoryMarshal.AsBytes<double>([3, 4]), "energy"));
        await program.SendAsync(RawProgram.Sum(1, 1));
        await server.End;

        var call = group.Calls.Single();
        Assert.Equal(("energy", OnLoss.Strict, ElementType.ExactSum), (call.Name, call.Descriptor.OnLoss, call.Descriptor.Type));
    }

    private static async Task<bool> RefusesAsync(Descriptor called, byte[] contribution)
    {
        var group = new ScriptedGroup();
        using var server = new ServerFixture(group: group);
        using var program = await RawProgram.GreetAsync(server.SocketPath, "hello with features");
        await program.SendAsync(RawProgram.Call(1, called, contribution));
        var answer = await program.AnswerAsync(FrameKind.Refused, 1);
        return answer.Span[0] == (byte)RefusedFrame.Code.Invalid && Encoding.UTF8.GetString(answer.Span[4..]).EndsWith('.') && group.Calls.IsEmpty;
    }
}
