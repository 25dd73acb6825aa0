using System.Security.Cryptography;
using System.Text;

namespace Hypernet.Buyer;

/// <summary>
/// Placements whose end nobody has seen yet, one file each, so that a submission which was interrupted is taken up again
/// instead of placed twice. The same job, terms and account lead to the same file.
/// </summary>
internal sealed class OpenPlacements(string folder, ulong chainId)
{
    /// <summary>The interrupted submission of the same job; null if there is none.</summary>
    public async Task<OpenPlacement?> FindAsync(JobQuote quote, CancellationToken cancellationToken)
    {
        string path = PathOf(quote);
        return File.Exists(path) ? OpenPlacement.Parse(await File.ReadAllTextAsync(path, cancellationToken)) : null;
    }

    /// <summary>Keeps a placement before the chain hears of it.</summary>
    public async Task KeepAsync(JobQuote quote, OpenPlacement placement, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = PathOf(quote);
        string unfinished = $"{path}.new";
        await File.WriteAllTextAsync(unfinished, placement.ToString(), cancellationToken);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The placement has come to its end.</summary>
    public void Forget(JobQuote quote) => File.Delete(PathOf(quote));

    // The sign deadline counts from the latest block, so it differs at each attempt.
    private string PathOf(JobQuote quote)
    {
        string identity = $"{chainId}/{quote.Buyer}/{quote.Terms with { SignDeadline = default }}";
        return Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))));
    }
}
