using Hypernet.Network;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Consensus.Membership;

/// <summary>The bytes of docs/spec/dac.md §2, said and understood by the machines themselves.</summary>
public sealed class ConversationTests
{
    public static TheoryData<Conversation> Conversations => [.. Conversation.All];

    [Theory]
    [MemberData(nameof(Conversations))]
    public void Slots_send_these_bytes_and_understand_them(Conversation conversation) => new Group(conversation).Play();

    [Fact]
    public void Every_frame_is_sent_and_heard_by_a_machine()
    {
        var heard = Conversation.All.SelectMany(conversation => conversation.Steps.Where(step => step.Header is not null && !conversation.Puppets.Contains(step.Slot)));
        var sent = Conversation.All.SelectMany(conversation => conversation.Steps.Where(step => step.Header is not null && !conversation.Puppets.Contains(step.Of)));
        var types = Enum.GetValues<FrameType>().Where(type => type >= FrameType.Data && type is not (FrameType.Audit or FrameType.Report or FrameType.Word or FrameType.Parcel));

        Assert.Equal(types, heard.Select(step => step.Header!.Type).Distinct().Order());
        Assert.Equal(types, sent.Select(step => step.Header!.Type).Distinct().Order());
    }

    /// <summary>The slots of a conversation, each of them a machine, and what is on its way between them.</summary>
    private sealed class Group
    {
        private readonly Conversation _conversation;
        private readonly ManualTimeProvider _time = new();
        private readonly Slot[] _slots;
        private readonly Dictionary<(int From, int To), Queue<(FrameHeader Header, byte[] Payload)>> _links = [];

        public Group(Conversation conversation)
        {
            _conversation = conversation;
            _slots = [.. Enumerable.Range(0, conversation.Size).Select(slot => new Slot(this, slot))];
        }

        public void Play()
        {
            for (int i = 0; i < _conversation.Steps.Count; i++)
            {
                var step = _conversation.Steps[i];
                string place = $"step {i}, {step}";
                if (step.Does == Conversation.Happening.Hears)
                {
                    Deliver(step, place);
                }
                else if (step.Does == Conversation.Happening.Waits)
                {
                    _time.Advance(TimeSpan.FromMilliseconds(step.Count));
                    _slots[step.Slot].Machine.Tick();
                }
                else
                {
                    _slots[step.Slot].Do(step, place);
                }
            }

            Assert.All(_links, link => Assert.True(link.Value.Count == 0, $"from {link.Key}: {link.Value.FirstOrDefault()}"));
            Assert.All(_slots, slot => Assert.Empty(slot.Endings));
        }

        private void Deliver(Conversation.Step step, string place)
        {
            if (!_conversation.Puppets.Contains(step.Of))
            {
                var (header, payload) = _links.TryGetValue((step.Of, step.Slot), out var link) && link.TryDequeue(out var sent) ? sent : default;
                Assert.True(payload is not null, $"{place}: nothing was sent");
                Assert.Equal($"{place}: {step.FrameHeader} {Convert.ToHexString(step.Bytes)}", $"{place}: {header} {Convert.ToHexString(payload)}");
            }

            if (!_conversation.Puppets.Contains(step.Slot))
            {
                _slots[step.Slot].Machine.Received(step.Of, step.FrameHeader, step.Bytes);
            }
        }

        private void Send(int from, int to, in FrameHeader header, ReadOnlyMemory<byte> payload)
        {
            if (!_links.TryGetValue((from, to), out var link))
            {
                _links[(from, to)] = link = new Queue<(FrameHeader Header, byte[] Payload)>();
            }

            link.Enqueue((header, payload.ToArray()));
        }

        /// <summary>One machine, and the world around it.</summary>
        private sealed class Slot : IMachineOutput
        {
            private readonly Group _group;
            private readonly int _self;

            public Slot(Group group, int self)
            {
                _group = group;
                _self = self;
                Machine = Start(process: 0);
            }

            public ConsensusMachine Machine { get; private set; }

            /// <summary>What has ended, and no step has said so yet.</summary>
            public List<string> Endings { get; } = [];

            public void Do(Conversation.Step step, string place)
            {
                switch (step.Does)
                {
                    case Conversation.Happening.Calls:
                        var call = new OperationCall { Descriptor = step.Descriptor!, Name = step.Name, Contribution = Convert.FromHexString(step.Value) };
                        Machine.Submit(call, new RecordedCall(ended => Endings.Add(Describe(step.Name, ended))));
                        break;
                    case Conversation.Happening.Joins:
                        Machine = Start((ulong)step.Count);
                        Machine.Join();
                        break;
                    case Conversation.Happening.Loses:
                        Machine.Lost(step.Of, PeerLoss.Refused);
                        break;
                    case Conversation.Happening.Leaves:
                        Machine.Leave();
                        break;
                    case Conversation.Happening.Asks:
                        Machine.Ask(ConsensusMachine.KeyOf(step.Name, 0), (missing, _) => Endings.Add($"{step.Name}: {missing}"));
                        break;
                    case Conversation.Happening.Keeps:
                        Assert.Equal((place, step.Count), (place, Machine.Kept));
                        break;
                    default:
                        string ending = step.Does switch
                        {
                            Conversation.Happening.Receives => $"{step.Name}: {step.Value} of {string.Join(", ", step.Slots)}",
                            Conversation.Happening.Learns => $"{step.Name}: {string.Join(", ", step.Slots)}",
                            _ => $"{step.Name}: {step.Value}",
                        };
                        Assert.True(Endings.Remove(ending), $"{place}: expected {ending}, there is {string.Join("; ", Endings)}");
                        break;
                }
            }

            public void Send(int slot, in FrameHeader header, ReadOnlyMemory<byte> payload) => _group.Send(_self, slot, header, payload);

            public void Violated(int slot, string rule) => Endings.Add($"{slot} broke: {rule}");

            public void Closed(ConsensusException reason) => Endings.Add($": {reason.GetType().Name}");

            public void Forget(int slot) => _group._links.Remove((_self, slot));

            public void Wake(TimeSpan after)
            {
            }

            public void MembersChanged(SlotSet members)
            {
            }

            public void Waiting(WaitingOperation operation)
            {
            }

            private ConsensusMachine Start(ulong process) => new(
                new ConsensusOptions
                {
                    Transport = new Place(_self, _group._conversation.Size, _group._time),
                    Quorum = _group._conversation.Replicas > 1 ? QuorumRule.Replicas : QuorumRule.Survivors,
                    Replicas = _group._conversation.Replicas,
                },
                Runs.RunFactory.Create,
                this,
                process);

            private static string Describe(string name, RecordedCall call) => call.Result is { } result
                ? $"{name}: {Convert.ToHexString(result.Value.Span)} of {result.Contributors}"
                : $"{name}: {call.Fault!.GetType().Name}: {call.Fault.Message}";
        }

        /// <summary>A place in the peer book: the machine looks at nothing else.</summary>
        private sealed class Place(int self, int count, TimeProvider time) : ITransport
        {
            public int Self => self;

            public int Count => count;

            public TimeProvider Time => time;

            public void Start(ITransportHandler handler) => throw new NotSupportedException();

            public void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload) => throw new NotSupportedException();

            public void Forget(int peer) => throw new NotSupportedException();

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
