using Hypernet.Agent.Checkpoints;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>What other groups give to keep.</summary>
internal sealed partial class CheckpointExchange
{
    private void TakeOffer(Standing standing, int giver, Bytes32 digest)
    {
        if (!standing.Awaits(giver, digest))
        {
            return;
        }

        if (_kept.Find(digest) is not null)
        {
            _send(giver, new ParcelHead(ParcelKind.Held, digest).With());
            return;
        }

        lock (_gate)
        {
            bool isDue = !_failures.TryGetValue((giver, digest), out var failed) || _block >= failed.From;
            if (!isDue || !_reading.Add(digest))
            {
                return;
            }
        }

        Start(() => KeepAsync(standing, giver, digest));
    }

    private async Task KeepAsync(Standing standing, int giver, Bytes32 digest)
    {
        string? fault;
        try
        {
            fault = await ReadAsync(giver, digest);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            fault = $"gives something that cannot be written: {full.Message}";
        }
        finally
        {
            lock (_gate)
            {
                _reading.Remove(digest);
            }
        }

        if (fault is null)
        {
            var (group, checkpoint) = standing.PlaceOf(digest);
            _log.Keeps(_job, checkpoint, group, giver);
            _send(giver, new ParcelHead(ParcelKind.Held, digest).With());
            return;
        }

        _log.NotKept(_job, giver, fault);
        lock (_gate)
        {
            int times = _failures.GetValueOrDefault((giver, digest)).Times;
            _failures[(giver, digest)] = (times + 1, _block + (1UL << Math.Min(times, MostDoublings)));
        }
    }

    /// <summary>Reads all that a digest stands for; what is wrong in words, or null if it is kept.</summary>
    private async Task<string?> ReadAsync(int giver, Bytes32 digest)
    {
        long taken = 0;
        bool isKept = false;
        try
        {
            string? fault = await ReadAsync(CheckpointPart.Record, digest);
            if (fault is not null)
            {
                return fault;
            }

            if (StoredRecord.TryParse(await File.ReadAllBytesAsync(_kept.UnfinishedOf(digest, CheckpointPart.Record), _stop.Token)) is not { } record)
            {
                return "gives something that is no record";
            }

            if (record is CheckpointRecord.Reached reached)
            {
                fault = await ReadAsync(CheckpointPart.Result, reached.Result) ?? await ReadAsync(CheckpointPart.State, reached.State);
                if (fault is not null)
                {
                    return fault;
                }
            }

            _kept.Keep(record, giver, taken);
            isKept = true;
            return null;
        }
        finally
        {
            if (!isKept)
            {
                _kept.Drop(digest);
                _kept.Return(giver, taken);
            }
        }

        async Task<string?> ReadAsync(CheckpointPart part, Bytes32 hash)
        {
            await using var file = File.Create(_kept.UnfinishedOf(digest, part));
            string? fault = await _reader.ReadAsync(giver, digest, part, hash, TryTake, file, _stop.Token);
            if (fault is null)
            {
                await file.FlushAsync(_stop.Token);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            return fault;
        }

        bool TryTake(long bytes)
        {
            bool isTaken = _kept.TryTake(giver, bytes);
            taken += isTaken ? bytes : 0;
            return isTaken;
        }
    }
}
