using System.Net;
using System.Security.Cryptography;
using Hypernet.Consensus;
using Hypernet.Network;

namespace Hypernet.Benchmarks.Nist;

/// <summary>Ranks of this process, over TCP on the loopback address.</summary>
internal static class NistGroup
{
    // At least as many as there are ranks, and the same for any number of them.
    private static readonly LeastSquaresOptions Options = new() { Partitions = 64 };

    /// <summary>Fits all files by one group.</summary>
    /// <returns>By the name of the file, what each rank received.</returns>
    internal static async Task<IReadOnlyDictionary<string, LeastSquaresFit[]>> FitAsync(IReadOnlyList<NistFile> files, int ranks, CancellationToken cancellationToken)
    {
        var options = new TcpTransportOptions { Token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes) };
        var transports = Enumerable.Range(0, ranks).Select(_ => TcpTransport.Listen(options)).ToList();
        IPEndPoint[] book = [.. transports.Select(transport => transport.LocalEndPoint)];
        var nodes = new List<ConsensusNode>();
        foreach (var transport in transports)
        {
            transport.Join(book, nodes.Count);
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = transport }, cancellationToken));
        }

        try
        {
            var fits = new Dictionary<string, LeastSquaresFit[]>();
            foreach (var file in files)
            {
                fits.Add(file.Name, await Task.WhenAll(nodes.Select(node => FitAsync(node, file, cancellationToken))));
            }

            return fits;
        }
        finally
        {
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    private static async Task<LeastSquaresFit> FitAsync(ConsensusNode node, NistFile file, CancellationToken cancellationToken)
    {
        var own = Enumerable.Range(0, Options.Partitions).Where(partition => partition * node.Size / Options.Partitions == node.Rank);
        var fit = await node.LeastSquaresAsync(file.Coefficients.Length, [.. own.Select(partition => RowsOf(file, partition))], Options, cancellationToken);
        return fit.Contributors.Count == node.Size && fit.Value.Rows == file.Rows.Count ? fit.Value
            : throw new BenchmarkException($"{file.Name}: the fit is of {fit.Value.Rows} rows of ranks {fit.Contributors}, not of all {file.Rows.Count} of {node.Size} ranks");
    }

    private static LeastSquaresPartition RowsOf(NistFile file, int index)
    {
        var partition = new LeastSquaresPartition(index, file.Coefficients.Length);
        foreach (var (row, value) in file.Rows.Where((_, row) => row * Options.Partitions / file.Rows.Count == index))
        {
            partition.Add(row, value);
        }

        return partition;
    }
}
