using System.Security.Cryptography;
using Hypernet.Network;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>The ranks of one group, each a process with a node of its own.</summary>
internal sealed class RankGroup : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private readonly RankProcess[] _ranks;

    private RankGroup(int size) => _ranks = [.. Enumerable.Range(0, size).Select(rank => new RankProcess(rank))];

    internal static async Task<RankGroup> StartAsync(int size, RankStyle style, CancellationToken cancellationToken)
    {
        var group = new RankGroup(size);
        await group.AskAsync(new RankSecret(RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes), style), cancellationToken);
        var answers = await AnswersAsync(group._ranks, cancellationToken);
        byte[][]? keys = style.IsSecure ? [.. answers.Select(answer => answer.KeyHash!)] : null;
        await group.AskAsync(new RankBook([.. answers.Select(answer => answer.Port)], keys), cancellationToken);
        return group;
    }

    /// <summary>What runs often is compiled a second time, after some tenths of a second, by all processes at once.</summary>
    internal async Task WarmUpAsync(IEnumerable<Load> loads, CancellationToken cancellationToken)
    {
        foreach (var load in loads)
        {
            long began = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(began) < WarmUp)
            {
                await TimeAsync([load], cancellationToken);
            }
        }
    }

    /// <summary>Times operations as mpi/allreduce.c does, and has every rank check the results.</summary>
    /// <returns>Median seconds of an operation at its slowest rank, by its size in bytes.</returns>
    internal async Task<IReadOnlyDictionary<long, double>> TimeAsync(IReadOnlyList<Load> loads, CancellationToken cancellationToken)
    {
        var seconds = new Dictionary<long, double>();
        foreach (var load in loads)
        {
            await AskAsync(new RankRequest(RankWork.Time, load), cancellationToken);
            seconds.Add(load.Bytes, (await AnswersAsync(_ranks, cancellationToken)).Max(answer => answer.Seconds));
        }

        return seconds;
    }

    /// <summary>Kills a rank while operations go on one after the other.</summary>
    /// <param name="victim">Which rank.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>From the first proof of the death at any survivor to the answer without the victim at the last one.</returns>
    internal async Task<double> LoseAsync(int victim, CancellationToken cancellationToken)
    {
        await AskAsync(new RankRequest(RankWork.Lose), cancellationToken);
        await AnswersAsync(_ranks, cancellationToken);
        _ranks[victim].Kill();
        var answers = await AnswersAsync(_ranks.Where(rank => rank.Rank != victim), cancellationToken);
        if (answers.Select(answer => answer.Number).Distinct().Count() != 1)
        {
            throw new BenchmarkException($"survivors went on without the killed rank at different operations: {string.Join(", ", answers.Select(answer => answer.Number))}");
        }

        // Some hear of it from others before they find out themselves.
        long provenAt = answers.Min(answer => answer.ProvenAt > 0 ? answer.ProvenAt : long.MaxValue);
        return TimeProvider.System.GetElapsedTime(provenAt, answers.Max(answer => answer.AnsweredAt)).TotalSeconds;
    }

    /// <summary>Lets all ranks end.</summary>
    internal Task EndAsync(CancellationToken cancellationToken) => Task.WhenAll(_ranks.Select(rank => rank.EndAsync(cancellationToken)));

    public void Dispose()
    {
        foreach (var rank in _ranks)
        {
            rank.Dispose();
        }
    }

    private Task AskAsync<T>(T request, CancellationToken cancellationToken) => Task.WhenAll(_ranks.Select(rank => rank.SendAsync(request, cancellationToken)));

    private static async Task<RankAnswer[]> AnswersAsync(IEnumerable<RankProcess> ranks, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await Task.WhenAll(ranks.Select(rank => rank.AnswerAsync(limit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"a rank did not answer within {Limit.TotalMinutes} minutes");
        }
    }
}
