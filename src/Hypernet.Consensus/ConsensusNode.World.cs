using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Membership;
using Hypernet.Network;

namespace Hypernet.Consensus;

public sealed partial class ConsensusNode
{
    /// <summary>What lies around the machine.</summary>
    private sealed class World(ConsensusNode node) : ITransportHandler, IMachineOutput
    {
        public void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload)
        {
            if (header.Type == FrameType.Parcel && payload.Length <= Bounds.ParcelBytes)
            {
                node._options.Delivered?.Invoke(peer, payload);
                return;
            }

            lock (node._gate)
            {
                if (header.Type == FrameType.Parcel)
                {
                    node._machine.Broke(peer, $"a parcel has {Bounds.ParcelBytes} bytes at most");
                }
                else if (header.Type == FrameType.Report)
                {
                    node._reports.Received(peer, payload);
                }
                else
                {
                    node._machine.Received(peer, header, payload);
                }
            }
        }

        public Memory<byte> RoomFor(int peer, in FrameHeader header, int length)
        {
            lock (node._gate)
            {
                return node._machine.RoomFor(peer, header, length);
            }
        }

        public void Lost(int peer, PeerLoss loss)
        {
            lock (node._gate)
            {
                node._machine.Lost(peer, loss);
            }
        }

        public void Restored(int peer)
        {
        }

        public void Renewed(int peer)
        {
            lock (node._gate)
            {
                node._reports.Renewed(peer);
            }
        }

        public void Send(int slot, in FrameHeader header, ReadOnlyMemory<byte> payload)
        {
            try
            {
                node._transport.Send(slot, header, payload);
            }
            catch (PeerOverrunException)
            {
                // The machine is in the middle of something: it is told afterwards.
                node._overruns.Enqueue(slot);
                node._timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        public void Forget(int slot) => node._transport.Forget(slot);

        public void Wake(TimeSpan after) => node._timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(after.TotalMilliseconds)), Timeout.InfiniteTimeSpan);

        public void MembersChanged(SlotSet members)
        {
            node.Desk?.MembersChanged(members);
            node._options.MembersChanged?.Invoke(members);
        }

        public void Met(int slot) => node.Desk?.Met(slot);

        public void AuditReceived(int slot, ReadOnlyMemory<byte> message) => node.Desk?.Received(slot, message);

        public void EvidenceAdded(OperationEvidence operation) => node.Desk?.Ended(operation);

        public void Diverged(int slot, ChainKey key, ulong count)
        {
            if (node.Desk is { } desk)
            {
                desk.Diverged(slot, key, count);
                return;
            }

            node._machine.Halt(new DivergenceException(
                $"Peer {slot} received other results than this one: among the first {count} of \"{key.Name}\". What was computed since is not to be trusted: start the group anew."));
        }

        public void InMinority(int slot) => node._options.Audit?.InMinority?.Invoke(slot);

        public void Told(int slot, ReadOnlyMemory<byte> word) => node._options.Told?.Invoke(slot, word);

        public void Violated(int slot, string rule) => node._options.Violated?.Invoke(slot, rule);

        public void Waiting(WaitingOperation operation) => node._options.Waiting?.Invoke(operation);

        public void Closed(ConsensusException reason)
        {
            if (reason is GroupClosedException)
            {
                node._left.TrySetResult();
            }
            else if (node._left.TrySetException(reason))
            {
                // Outstanding calls have it, too: nobody need ask for it here.
                _ = node._left.Task.Exception;
            }
        }
    }
}
