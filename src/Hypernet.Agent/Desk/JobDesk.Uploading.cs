using Hypernet.Client;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly HashSet<RoundContext> _uploaded = [];
    private bool _isUploading;
    private ulong _uploadTriedAt;

    /// <summary>
    /// Stores what the seller has computed as soon as nobody can profit from it any more: when the group's commitments
    /// are closed.
    /// </summary>
    private void Upload(JobState job, BlockHeader head)
    {
        if (_isUploading || _uploadTriedAt == head.Number || OwnTenure(job) is not { } tenure || job.Groups.Count == 0)
        {
            return;
        }

        var group = job.Groups[job.GroupOf(tenure.Rank)];
        var now = DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp);
        bool isClosed = job.HasEnded || job.PhaseOf(group, now) != RoundPhase.Commit;
        var round = RoundOf(job, group);
        if (isClosed && !_uploaded.Contains(round) && Journal.Find(round) is { } record)
        {
            (_isUploading, _uploadTriedAt) = (true, head.Number);
            _services.Loop.Start(() => UploadAsync(round, record));
        }
    }

    private async Task UploadAsync(RoundContext round, CheckpointRecord record)
    {
        bool isStored = false;
        try
        {
            await PutAsync(Journal.RecordPath(round));
            if (record is CheckpointRecord.Reached)
            {
                await PutAsync(Journal.ResultPath(round));
                await PutAsync(Journal.StatePath(round));
            }

            isStored = true;
        }
        catch (ApiException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), "storing a checkpoint", fault.Message);
        }
        finally
        {
            _services.Loop.Post(() =>
            {
                _isUploading = false;
                if (isStored)
                {
                    _uploaded.Add(round);
                    Journal.Prune(round.Checkpoint);
                }
            });
        }
    }

    private async Task PutAsync(string path)
    {
        await using var file = File.OpenRead(path);
        await _services.Server.PutArtifactAsync(file, (request, _) => ValueTask.FromResult(Sign(request)), _services.Stopping);
    }

    private byte[] Sign(UploadRequest request) =>
        new ArtifactUpload(new Hash32(request.Artifact.ToBytes()), (ulong)request.Bytes, (ulong)request.Expires.ToUnixTimeSeconds())
            .Sign(_services.Key, _services.Deployment);
}
