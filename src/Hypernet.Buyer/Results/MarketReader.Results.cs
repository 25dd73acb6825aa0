using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Fetches what each group delivered into <c>group-0.result</c>, <c>group-1.result</c>, … The chain names the digest, the
    /// digest the checkpoint record, the record the result: nothing is taken on the server's word.
    /// </summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="folder">Where the files go; created if it is missing.</param>
    /// <param name="options">Which results; those of a complete job if null.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>One result for each group, by number.</returns>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    /// <exception cref="NoResultException">There is no result, or not yet.</exception>
    /// <exception cref="ResultRefusedException">A result cannot be had, or is not what stands on chain.</exception>
    /// <exception cref="ApiException">The server failed.</exception>
    public async Task<IReadOnlyList<GroupResult>> FetchResultsAsync(
        Account job, string folder, ResultOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ResultOptions();
        var digests = await DigestsAsync(job, options, cancellationToken);
        Directory.CreateDirectory(folder);
        var results = new List<GroupResult>();
        for (int group = 0; group < digests.Count; group++)
        {
            string path = Path.Combine(folder, $"group-{group}.result");
            results.Add(await FetchAsync(job, group, digests[group], path, options, cancellationToken));
        }

        return results;
    }

    // All at one block, so that no reorg mixes two histories.
    private async Task<IReadOnlyList<Bytes32>> DigestsAsync(Account job, ResultOptions options, CancellationToken cancellationToken)
    {
        ulong height = await market.Chain.GetBlockNumberAsync(cancellationToken);
        var block = BlockParameter.AtNumber(height);
        var contract = await market.FindJobAsync(job, block, cancellationToken);
        var status = await contract.StatusAsync(block, cancellationToken);
        if (status != JobStatus.Completed && !options.AcceptsPartial)
        {
            throw new NoResultException(job, status, "it has no complete result");
        }

        var configuration = await contract.ConfigurationAsync(block, cancellationToken);
        var settled = await SettledAsync(job, height, cancellationToken);
        return [.. Enumerable.Range(0, configuration.Terms.Groups).Select(group => settled.TryGetValue(group, out var digest)
            ? digest
            : throw new NoResultException(job, status, $"group {group} has settled no checkpoint"))];
    }

    // The last digest of each group. The contract keeps none; its log, as the node tells it, does.
    private async Task<Dictionary<int, Bytes32>> SettledAsync(Account job, ulong height, CancellationToken cancellationToken)
    {
        var filter = new LogFilter { Addresses = [job.ToAddress()], Topics = [[JobAbi.CheckpointSettledEvent.EventTopic]] };
        var digests = new Dictionary<int, Bytes32>();
        foreach (var log in await market.Chain.GetLogsAsync(filter, market.Deployment.Block, height, cancellationToken))
        {
            if (JobEvents.TryDecode(log, out var happened) && happened is JobEvent.CheckpointSettled settled)
            {
                digests[settled.Group] = settled.Digest;
            }
        }

        return digests;
    }

    private async Task<GroupResult> FetchAsync(
        Account job, int group, Bytes32 digest, string path, ResultOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var record = await FetchRecordAsync(job, group, digest, options, cancellationToken);
            bool isFound = await IsFoundAsync(
                () => market.Server.GetArtifactAsync(IdOf(record.Result), path, options.MaxBytes, cancellationToken), options, cancellationToken);
            return isFound
                ? new GroupResult(group, (int)record.Context.Checkpoint, digest, record.Result, new FileInfo(path).Length, path)
                : throw new ResultRefusedException(group, $"(SHA-256 {IdOf(record.Result)}) is not in the artifact store of {market.Server.Server}");
        }
        catch (Exception fault) when (fault is ArtifactMismatchException or ArtifactTooLargeException)
        {
            throw new ResultRefusedException(group, $"is refused: {fault.Message}", fault);
        }
    }

    private async Task<CheckpointRecord.Reached> FetchRecordAsync(
        Account job, int group, Bytes32 digest, ResultOptions options, CancellationToken cancellationToken)
    {
        byte[]? found = null;
        await IsFoundAsync(
            async () => (found = await market.Server.ReadArtifactAsync(IdOf(digest), CheckpointRecord.Length, cancellationToken)) is not null, options, cancellationToken);
        byte[] bytes = found ?? throw new ResultRefusedException(group, $"has the digest {digest} on chain, but no such record is in the artifact store of {market.Server.Server}");
        try
        {
            var record = CheckpointRecord.Parse(bytes);
            var context = record.Context;
            bool isOurs = context.ChainId == market.Deployment.ChainId && context.Job == job && context.Group == (uint)group;
            return record is CheckpointRecord.Reached reached && isOurs
                ? reached
                : throw new ResultRefusedException(group, $"has a record of another round on chain: {record}");
        }
        catch (RecordException fault)
        {
            throw new ResultRefusedException(group, $"has a digest on chain that is of no checkpoint record: {fault.Message}", fault);
        }
    }

    // Sellers store what they computed when it is settled, so it may still be on its way.
    private async Task<bool> IsFoundAsync(Func<Task<bool>> look, ResultOptions options, CancellationToken cancellationToken)
    {
        long began = _time.GetTimestamp();
        while (!await look())
        {
            if (_time.GetElapsedTime(began) >= options.Patience)
            {
                return false;
            }

            await Task.Delay(BetweenLooks, _time, cancellationToken);
        }

        return true;
    }

    private static ArtifactId IdOf(Bytes32 hash)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        hash.CopyTo(bytes);
        return ArtifactId.FromBytes(bytes);
    }
}
