using Hypernet.Agent.Checkpoints;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>Where a program finds the state that it goes on from, if neither its own disk has it nor the artifact store.</summary>
internal sealed partial class CheckpointExchange
{
    private static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(5);

    /// <summary>Asks mates, and the keepers of the group, for the state that a digest stands for. One search at a time.</summary>
    /// <param name="digest">As it stands on chain.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<FoundState> FindStateAsync(Bytes32 digest, CancellationToken cancellationToken)
    {
        if (_standing is not { } standing)
        {
            return new FoundState(null, "there are no peers yet");
        }

        var search = _search = new StateSearch(digest, standing.Holders);
        try
        {
            foreach (int rank in standing.Holders)
            {
                _send(rank, new ParcelHead(ParcelKind.Ask, digest).With());
            }

            var faults = new List<string>();
            while (await search.NextAsync(OfferTime, _time, cancellationToken) is { } rank)
            {
                var (state, fault) = await ReadStateAsync(rank, digest, cancellationToken);
                if (state is not null)
                {
                    return new FoundState(state, $"rank {rank}");
                }

                faults.Add($"rank {rank} {fault}");
            }

            return new FoundState(null, faults.Count > 0 ? string.Join(", ", faults) : $"none of ranks {string.Join(", ", standing.Holders)} offers it");
        }
        finally
        {
            _search = null;
        }
    }

    private async Task<(byte[]? State, string? Fault)> ReadStateAsync(int rank, Bytes32 digest, CancellationToken cancellationToken)
    {
        using var record = new MemoryStream();
        using var state = new MemoryStream();
        string? fault = await _reader.ReadAsync(rank, digest, CheckpointPart.Record, digest, _ => true, record, cancellationToken);
        if (fault is not null)
        {
            return (null, fault);
        }

        if (StoredRecord.TryParse(record.ToArray()) is not CheckpointRecord.Reached reached)
        {
            return (null, "has a record without a state");
        }

        // At most what a program can hand in: the parcel's form sees to that.
        fault = await _reader.ReadAsync(rank, digest, CheckpointPart.State, reached.State, _ => true, state, cancellationToken);
        return (fault is null ? state.ToArray() : null, fault);
    }
}
