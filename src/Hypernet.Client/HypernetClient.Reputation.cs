namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    /// <summary>Asks what the chain knows of a seller's good name.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its reputation; all zero where the chain knows nothing.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<ReputationView> ReputationAsync(string account, CancellationToken cancellationToken = default)
        => GetAsync($"v1/sellers/{Uri.EscapeDataString(account)}/reputation", WireJson.Default.ReputationView, cancellationToken);

    /// <summary>Asks what the market knows of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The account; all zero where the market knows nothing.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<AccountView> AccountAsync(string account, CancellationToken cancellationToken = default)
        => GetAsync($"v1/accounts/{Uri.EscapeDataString(account)}", WireJson.Default.AccountView, cancellationToken);

    /// <summary>Lists stakes of which something is left, by user, then peer, page by page as they are read.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The stakes.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public IAsyncEnumerable<StakeView> StakesAsync(StakeQuery? query = null, CancellationToken cancellationToken = default)
    {
        string path = new QueryText("v1/stakes").Add("user", query?.User).Add("peer", query?.Peer).ToString();
        return ListAsync(path, WireJson.Default.PageStakeView, cancellationToken);
    }
}
