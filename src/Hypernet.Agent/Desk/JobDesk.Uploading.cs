using Hypernet.Client;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly HashSet<RoundContext> _uploaded = [];
    private bool _isUploading;
    private ulong _uploadTriedAt;

    private void Upload(JobState job)
    {
        if (!_isUploading && _uploadTriedAt != _block && NextUpload(job) is { } record)
        {
            (_isUploading, _uploadTriedAt) = (true, _block);
            _services.Loop.Start(() => UploadAsync(record));
        }
    }

    /// <summary>
    /// What the seller has computed and has still to store: only what stands on chain. Before that it would help those who
    /// have not computed, in this attempt or in the next one.
    /// </summary>
    private CheckpointRecord? NextUpload(JobState job) =>
        Journal.Records.Where(record => !_uploaded.Contains(record.Context) && StandsOnChain(job, record)).MinBy(record => record.Context.Checkpoint);

    private static bool StandsOnChain(JobState job, CheckpointRecord record)
    {
        var (checkpoint, digest) = ((int)record.Context.Checkpoint, record.Digest);
        return job.Groups.ElementAtOrDefault((int)record.Context.Group) is { } group
            && (group.Opened == digest || (group.SettledCheckpoint >= checkpoint && group.Digests[checkpoint - 1] == digest));
    }

    private async Task UploadAsync(CheckpointRecord record)
    {
        bool isDone = false;
        try
        {
            foreach (string path in Journal.FilesOf(record))
            {
                await PutAsync(path);
            }

            isDone = true;
        }
        catch (RequestRefusedException refused) when (!refused.IsTransient)
        {
            _services.Log.GivenUp(_job.ToString(), "storing a checkpoint", refused.Message);
            isDone = true;
        }
        catch (ApiException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), "storing a checkpoint", fault.Message);
        }

        _services.Loop.Post(() =>
        {
            _isUploading = false;
            if (isDone)
            {
                _uploaded.Add(record.Context);
                Journal.Prune(record.Context.Checkpoint);
            }
        });
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
