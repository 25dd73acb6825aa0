using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hypernet.Benchmarks.Ranks;
using Hypernet.Benchmarks.Secure;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;
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

        var style = secret.Style;
        using var key = style.IsSecure ? SessionKey.Create() : null;
        var transport = TcpTransport.Listen(new TcpTransportOptions
        {
            Token = key is null ? secret.Token : default,
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
        using var signer = new RankSigner(secret.Token);
        await using var node = await ConsensusNode.JoinAsync(Options(style.IsObserved ? clock : transport, style, signer), cancellationToken);
        var audits = new RankAudits(node, style.AuditedEach);
        IGroup group = style.Replicas == 1 ? new BlockingGroup(node) : node;
        while (await pipe.ReceiveAsync<RankRequest>(cancellationToken) is { } request)
        {
            var answer = request.Work == RankWork.Time
                ? await TimeAsync(group, audits, request.Load!, style.Replicas, cancellationToken)
                : await LoseAsync(group, clock, pipe, cancellationToken);
            await pipe.SendAsync(answer, cancellationToken);
        }
    }

    private static ConsensusOptions Options(ITransport transport, RankStyle style, IAuditSigner signer) => style.Replicas == 1
        ? new ConsensusOptions { Transport = transport }
        : new ConsensusOptions
        {
            Transport = transport,
            Quorum = QuorumRule.Replicas,
            Replicas = style.Replicas,

            // More processes than cores: who gets none for a while is not gone.
            LeastSilence = TimeSpan.FromSeconds(30),
            Audit = style.IsSealed ? new AuditOptions { Signer = style.AuditedEach > 0 ? signer : null } : null,
        };

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

    private static async Task<RankAnswer> TimeAsync(IGroup group, RankAudits audits, Load load, int replicas, CancellationToken cancellationToken)
    {
        double[] values = Workload.Values(group.Rank, load.Bytes / sizeof(double));
        double[] means = new double[values.Length];
        double[] seconds = new double[load.Operations];
        double errorBound = 0;
        double audited = audits.Seconds;
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
            await audits.CountAsync(cancellationToken);
        }

        audited = (audits.Seconds - audited) / ((load.Operations * 5 / 4) + 1);

        await CheckAsync(group, means, errorBound, cancellationToken);

        // Replicas must give the same, and what each measures is its own.
        double[] slowest = replicas > 1 ? seconds : (await group.AllReduceAsync(seconds, ReduceOperator.Max, cancellationToken: cancellationToken)).Value;
        return new RankAnswer { Seconds = slowest.Order().ElementAt(slowest.Length / 2) + audited };
    }

    private static async Task<RankAnswer> LoseAsync(IGroup group, ProofClock clock, RankPipe pipe, CancellationToken cancellationToken)
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
    private static async Task CheckAsync(IGroup group, double[] means, double errorBound, CancellationToken cancellationToken)
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
