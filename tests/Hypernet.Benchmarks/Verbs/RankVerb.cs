using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Secure;
using Hypernet.Consensus;
using Hypernet.Network;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>One rank of a group, started by <see cref="RankGroup"/>, that does what its standard input says until that ends.</summary>
internal static class RankVerb
{
    private const int OperationsBeforeLoss = 2000;

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        int rank = int.Parse(args[0], CultureInfo.InvariantCulture);
        var pipe = new RankPipe(Console.In, Console.Out);
        try
        {
            await ServeAsync(rank, pipe, cancellationToken);
            return 0;
        }
        catch (Exception fault) when (fault is BenchmarkException or ConsensusException or NetworkException)
        {
            await pipe.SendAsync(new RankAnswer { Fault = $"{fault.GetType().Name}: {fault.Message}" }, cancellationToken);
            return 1;
        }
    }

    private static async Task ServeAsync(int rank, RankPipe pipe, CancellationToken cancellationToken)
    {
        if (await pipe.ReceiveAsync<RankSecret>(cancellationToken) is not { } secret)
        {
            return;
        }

        using var key = secret.Token is null ? SessionKey.Create() : null;
        var transport = TcpTransport.Listen(new TcpTransportOptions
        {
            Token = secret.Token,
            Security = key is null ? null : new PeerSecurity { Key = key, AllowsLocalAddresses = true },
        });
        await pipe.SendAsync(new RankAnswer { Port = transport.LocalEndPoint.Port, KeyHash = key?.Hash.ToArray() }, cancellationToken);
        if (await pipe.ReceiveAsync<RankBook>(cancellationToken) is not { } book)
        {
            await transport.DisposeAsync();
            return;
        }

        Join(transport, book, rank);
        var clock = new ProofClock(transport);
        await using var node = await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = book.IsObserved ? clock : transport }, cancellationToken);
        var group = new BlockingGroup(node);
        while (await pipe.ReceiveAsync<RankRequest>(cancellationToken) is { } request)
        {
            var answer = request.Work == RankWork.Time
                ? await TimeAsync(group, request.Load!, cancellationToken)
                : await LoseAsync(group, clock, pipe, cancellationToken);
            await pipe.SendAsync(answer, cancellationToken);
        }
    }

    private static void Join(TcpTransport transport, RankBook book, int rank)
    {
        var places = book.Ports.Select(port => new IPEndPoint(IPAddress.Loopback, port));
        if (book.KeyHashes is { } keys)
        {
            transport.Join([.. places.Select(place => new PeerSeat(0, [PeerEndpoint.Of(place)]))], rank, new BookCredentials(rank, keys));
        }
        else
        {
            transport.Join([.. places], rank);
        }
    }

    private static async Task<RankAnswer> TimeAsync(BlockingGroup group, Load load, CancellationToken cancellationToken)
    {
        double[] values = Workload.Values(group.Rank, load.Bytes / sizeof(double));
        double[] means = new double[values.Length];
        double[] seconds = new double[load.Operations];
        double errorBound = 0;
        for (int k = -(load.Operations / 4) - 1; k < load.Operations; k++)
        {
            await group.BarrierAsync(cancellationToken: cancellationToken);
            long began = Stopwatch.GetTimestamp();
            var result = await group.AllReduceIntoAsync<double>(values, means, ReduceOperator.Mean, cancellationToken: cancellationToken);
            if (k >= 0)
            {
                seconds[k] = Stopwatch.GetElapsedTime(began).TotalSeconds;
            }

            errorBound = result.ErrorBound;
        }

        await CheckAsync(group, means, errorBound, cancellationToken);
        double[] slowest = (await group.AllReduceAsync(seconds, ReduceOperator.Max, cancellationToken: cancellationToken)).Value;
        return new RankAnswer { Seconds = slowest.Order().ElementAt(slowest.Length / 2) };
    }

    private static async Task<RankAnswer> LoseAsync(BlockingGroup group, ProofClock clock, RankPipe pipe, CancellationToken cancellationToken)
    {
        double[] value = [Workload.Value(group.Rank, 0)];
        for (long number = 0; ; number++)
        {
            var sum = await group.AllReduceAsync(value, ReduceOperator.Sum, cancellationToken: cancellationToken);
            long answeredAt = Stopwatch.GetTimestamp();
            if (sum.Contributors.Count < group.Size)
            {
                // Others are still to answer: to check this one now would take the cores away from them.
                await group.BarrierAsync(cancellationToken: cancellationToken);
                Workload.Check(sum.Value, sum.Contributors, sum.ErrorBound);
                return new RankAnswer { ProvenAt = clock.ProvenAt, AnsweredAt = answeredAt, Number = number };
            }

            if (number == OperationsBeforeLoss)
            {
                await pipe.SendAsync(new RankAnswer { IsUnderWay = true }, cancellationToken);
            }
        }
    }

    /// <summary>Equal bits at all ranks, and the sum of all their contributions.</summary>
    private static async Task CheckAsync(BlockingGroup group, double[] means, double errorBound, CancellationToken cancellationToken)
    {
        ulong digest = BitConverter.ToUInt64(SHA256.HashData(MemoryMarshal.AsBytes<double>(means)));
        ulong[] least = (await group.AllReduceAsync([digest], ReduceOperator.Min, cancellationToken: cancellationToken)).Value;
        ulong[] greatest = (await group.AllReduceAsync([digest], ReduceOperator.Max, cancellationToken: cancellationToken)).Value;
        if (least[0] != greatest[0])
        {
            throw new BenchmarkException($"ranks were given different bits: digests from {least[0]:x16} to {greatest[0]:x16}");
        }

        // Numbers of processes are powers of two here: the sum is the mean times that, to the last bit.
        Workload.Check([.. means.Select(mean => mean * group.Size)], [.. Enumerable.Range(0, group.Size)], errorBound * group.Size);
    }
}
