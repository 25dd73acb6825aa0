using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class MachineTests
{
    [Fact]
    public void Tick_that_comes_too_early_is_asked_for_again()
    {
        var world = new RecordingWorld();
        var machine = new ConsensusMachine(new ConsensusOptions { Transport = new SimulatedNetwork(2, 1).Transport(0) }, RunFactory.Create, world);
        machine.Submit(Calls.Sum("x", 1), new RecordedCall(null));
        machine.Tick();
        machine.Tick();

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromMilliseconds(250), 3), world.Wakes);
    }

    private sealed class RecordingWorld : IMachineOutput
    {
        public List<TimeSpan> Wakes { get; } = [];

        public void Wake(TimeSpan after) => Wakes.Add(after);

        public void Send(int slot, in FrameHeader header, ReadOnlyMemory<byte> payload)
        {
        }

        public void Forget(int slot)
        {
        }

        public void MembersChanged(SlotSet members)
        {
        }

        public void Violated(int slot, string rule)
        {
        }

        public void Waiting(WaitingOperation operation)
        {
        }

        public void Closed(ConsensusException reason)
        {
        }
    }
}
