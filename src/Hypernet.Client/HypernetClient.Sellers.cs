namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    /// <summary>Lists sellers by account, page by page as they are read.</summary>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The sellers.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public IAsyncEnumerable<SellerView> SellersAsync(CancellationToken cancellationToken = default)
        => ListAsync("v1/sellers", WireJson.Default.PageSellerView, cancellationToken);

    /// <summary>Finds one seller.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The seller; null when it never signed a job.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<SellerView?> FindSellerAsync(string account, CancellationToken cancellationToken = default)
        => FindAsync($"v1/sellers/{Uri.EscapeDataString(account)}", WireJson.Default.SellerView, cancellationToken);
}
