namespace Hypernet.Consensus;

/// <summary>The ranks that compute together, as one of them sees them.</summary>
public interface IGroup
{
    /// <summary>The own number, from 0.</summary>
    int Rank { get; }

    /// <summary>How many ranks there were at the beginning: numbers are never given again.</summary>
    int Size { get; }

    /// <summary>The ranks of the current view.</summary>
    SlotSet Members { get; }

    /// <summary>Calls an operation. Many may be outstanding: those of one name are matched by their order.</summary>
    /// <param name="call">What is called and given. The contribution is copied before this returns.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation: other ranks still count on the contribution.</param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidCallException">The call contradicts itself.</exception>
    /// <exception cref="ProgramMismatchException">Another rank called something else under the same number.</exception>
    /// <exception cref="RankLostException">A rank that the operation needs is gone.</exception>
    /// <exception cref="LeftBehindException">The others went on without this rank.</exception>
    ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default);
}
