namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    /// <summary>Lists jobs, newest first, page by page as they are read.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public IAsyncEnumerable<JobView> JobsAsync(JobQuery? query = null, CancellationToken cancellationToken = default)
    {
        string path = new QueryText("v1/jobs").Add("state", query?.State).Add("buyer", query?.Buyer).Add("seller", query?.Seller).ToString();
        return ListAsync(path, WireJson.Default.PageJobView, cancellationToken);
    }

    /// <summary>Finds one job.</summary>
    /// <param name="address">The job's contract.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; null when the server knows of none there.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<JobDetails?> FindJobAsync(string address, CancellationToken cancellationToken = default)
        => FindAsync($"v1/jobs/{Uri.EscapeDataString(address)}", WireJson.Default.JobDetails, cancellationToken);

    /// <summary>Lists the events of one job, those of reverted blocks left out, oldest first. It ends at the last one stored: <see cref="EventsAsync"/> goes on.</summary>
    /// <param name="address">The job's contract.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <returns>The events.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public IAsyncEnumerable<EventView> JobEventsAsync(string address, CancellationToken cancellationToken = default)
        => ListAsync($"v1/jobs/{Uri.EscapeDataString(address)}/events", WireJson.Default.PageEventView, cancellationToken);
}
