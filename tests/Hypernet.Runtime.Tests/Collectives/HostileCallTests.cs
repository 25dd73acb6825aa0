using Hypernet.Consensus;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime.Collectives;

public sealed class HostileCallTests
{
    private const long ArenaBytes = 1 << 20;

    [Fact]
    public async Task Whatever_a_call_holds_it_is_a_fault_refused_or_called()
    {
        var chance = new Random(11);
        var group = new ScriptedGroup { Answer = (_, _) => throw new InvalidCallException("The group was asked.") };
        byte[][] sound = [.. Vector.Load("frames.json").Where(vector => vector.Frame == "call").Select(vector => vector.Bytes[FrameHeader.Bytes..]), .. Operations()];
        int faults = 0;
        int refused = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] payload = [.. sound[chance.Next(sound.Length)]];
            for (int change = chance.Next(4); change > 0; change--)
            {
                // Mostly in the fields; small, large and negative numbers are what breaks bounds.
                payload[chance.Next(chance.Next(2) == 0 ? Math.Min(64, payload.Length) : payload.Length)] = (byte)(chance.Next(4) switch { 0 => 0, 1 => 0xff, 2 => 0x7f, _ => chance.Next(256) });
            }

            try
            {
                var call = CallFrame.Read(payload.AsMemory(0, payload.Length - (chance.Next(8) == 0 ? chance.Next(9) : 0)), ArenaBytes);
                Assert.InRange((call.Source?.Offset ?? 0) + (call.Source?.Length ?? 0), 0, ArenaBytes);
                Assert.InRange((call.Target?.Offset ?? 0) + (call.Target?.Length ?? 0), 0, ArenaBytes);
                await CalledOperation.CallAsync(group, call, call.Source is { } place ? new byte[place.Length] : call.Inline, CancellationToken.None);
            }
            catch (FrameException)
            {
                faults++;
            }
            catch (ConsensusException)
            {
                refused++;
            }
        }

        Assert.InRange(faults, 2_000, 18_000);
        Assert.Equal(20_000, faults + refused);
        Assert.InRange(group.Calls.Count, 2_000, 18_000);
    }

    private static IEnumerable<byte[]> Operations()
    {
        yield return Operation(32, 0, [1.0, 2.0]);
        yield return Operation(33, 0, [1.0, 2.0]);
        yield return Operation(34, 2, [1.0, 2.0, 3.0]);
        yield return Operation(35, 4, [BitConverter.Int64BitsToDouble(1), BitConverter.Int64BitsToDouble(2), 1.0, 2.0, 3.0]);
        yield return Operation(36, 1, [BitConverter.Int64BitsToDouble(1), 0, BitConverter.Int64BitsToDouble(2), 1.0, 2.0, 3.0, 4.0]);
    }

    private static byte[] Operation(byte operation, int count, double[] numbers) => RawProgram.Call(
        request: 1,
        new Descriptor { Kind = (OperationKind)operation, Type = ElementType.F64, Count = count },
        [.. numbers.SelectMany(BitConverter.GetBytes)])[FrameHeader.Bytes..];
}
