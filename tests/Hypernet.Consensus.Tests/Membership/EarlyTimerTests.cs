using Hypernet.Consensus.Runs;
using Hypernet.Network;
using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class EarlyTimerTests
{
    [Fact]
    public void Timer_that_fires_early_is_set_again()
    {
        var timer = new Timer();
        var options = new ConsensusOptions { Transport = new SimulatedNetwork(2, seed: 1).Transport(0) };
        var machine = new ConsensusMachine(options, (context, output) => RunFactory.Create(context, output), timer);
        machine.Submit(Calls.Of(OperationKind.Barrier), new RecordedCall(null));
        timer.Asked.Clear();

        // No virtual time has passed: whatever fires now is early.
        machine.Tick();

        Assert.Equal([options.HeartbeatInterval], timer.Asked);
    }

    private sealed class Timer : IMachineOutput
    {
        public List<TimeSpan> Asked { get; } = [];

        public void Wake(TimeSpan after) => Asked.Add(after);

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
