using System.Text;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §8: slots find in the middle of an interval that they received different results of a name. All audit the operations
/// of that name up to there at once, since nothing goes on, and whatever comes of it ends the group.
/// </summary>
internal sealed partial class AuditDesk
{
    private const int MostAlarms = 16;
    private const int MostName = 1 << 12;

    private readonly int[] _alarms = new int[party.Seats.Slots];
    private readonly Dictionary<ChainKey, ulong> _passed = [];
    private (ChainKey Key, ulong Count)? _alarm;
    private (ChainKey Key, ulong Count)? _answered;

    /// <inheritdoc/>
    public void Diverged(int slot, ChainKey key, ulong count) => Raise(key, count);

    /// <inheritdoc/>
    public void Ended(OperationEvidence operation) => Answer();

    private void Hear(AuditMessage alarm)
    {
        var reader = new FieldReader(alarm.Head.Span);
        ulong count = reader.ReadUInt64();
        var name = reader.ReadRest();
        if (reader.IsWhole && name.Length <= MostName && _alarms[alarm.From]++ < MostAlarms && alarm.IsSigned(party.Signer))
        {
            Raise(new ChainKey(0, Encoding.UTF8.GetString(name)), count);
        }
    }

    // Several slots find several differences: the least in one order is audited by all.
    private void Raise(ChainKey key, ulong count)
    {
        if (_alarm is { } raised && raised.Key.CompareTo(key) is var order && (order < 0 || (order == 0 && raised.Count <= count)))
        {
            return;
        }

        _alarm = (key, count);
        var writer = new FieldWriter();
        writer.Write(count);
        writer.Write(Encoding.UTF8.GetBytes(key.Name));
        var message = new AuditMessage(AuditKind.Alarm, default, 0, 0, party.Self, AuditMessage.Everybody, writer.Written, default, default).Signed(party.Signer).ToBytes();
        foreach (int slot in line.View.Members.Where(slot => slot != party.Self))
        {
            line.Send(slot, message);
        }

        Answer();
        if (IsAlarmAwaited)
        {
            line.Wake(Patience);
        }
    }

    // Whether there is an alarm whose operations have not ended here.
    private bool IsAlarmAwaited => _alarm is { } alarm && alarm != _answered && alarm.Count > _passed.GetValueOrDefault(alarm.Key);

    // Whoever raised it has stopped, or has lied: what has not ended until now will not.
    private void Abandon() =>
        line.Halt(AuditOutcome.Undecided($"A slot claims to have received other results of \"{_alarm!.Value.Key.Name}\" than others, and for long has no result come here that could be compared."));

    // As soon as all that is to be audited has ended here: until then the audit of another alarm may go on.
    private void Answer()
    {
        if (_alarm is not { } alarm || _answered == alarm)
        {
            return;
        }

        ulong first = _passed.GetValueOrDefault(alarm.Key);
        var operations = line.Evidence(alarm.Key.Name).Where(operation => operation.Key == alarm.Key && operation.Number >= first && operation.Number < alarm.Count).ToList();
        if (alarm.Count > first && (ulong)operations.Count == alarm.Count - first)
        {
            _answered = alarm;
            Start(new AuditInterval(alarm.Key, alarm.Count, operations), outcome => line.Halt(
                outcome.End != AuditEnd.Passed ? outcome
                : AuditOutcome.Undecided($"A slot claimed to have received other results of \"{alarm.Key.Name}\" than others, and they are those of what was computed.")));
        }
    }

    private void NotePassed(IEnumerable<OperationEvidence> operations)
    {
        foreach (var operation in operations)
        {
            _passed[operation.Key] = Math.Max(_passed.GetValueOrDefault(operation.Key), operation.Number + 1);
        }
    }
}
