namespace Hypernet.Agent.Desk;

/// <summary>How far a duty has come: tried at most once a block, done once.</summary>
internal sealed class DutyAttempt(ulong firstSeen)
{
    private ulong _lastTried;
    private bool _isUnderWay;
    private bool _isDone;
    private int _failures;

    /// <summary>The block after which the duty was due.</summary>
    public ulong FirstSeen { get; } = firstSeen;

    /// <summary>Sets a repetition apart whose predecessor was mined and failed.</summary>
    public string Suffix => _failures == 0 ? "" : $"#{_failures}";

    /// <summary>Whether it is to be tried now; then it is under way.</summary>
    public bool TryBegin(ulong block)
    {
        if (_isDone || _isUnderWay || _lastTried == block)
        {
            return false;
        }

        (_isUnderWay, _lastTried) = (true, block);
        return true;
    }

    /// <summary>The chain refused it beforehand, or could not be reached.</summary>
    public void TryLater() => _isUnderWay = false;

    /// <summary>It was mined.</summary>
    public void End(bool isSuccess)
    {
        _isUnderWay = false;
        _isDone = isSuccess;
        _failures += isSuccess ? 0 : 1;
    }
}
