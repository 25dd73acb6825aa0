using System.Net;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class BuyerClient
{
    /// <summary>Packs, checks, uploads and places a job.</summary>
    /// <param name="path">A <c>job.yaml</c>, or the folder that holds one.</param>
    /// <param name="options">What differs from the manifest's terms; nothing if null.</param>
    /// <param name="progress">Told of each step; nobody if null.</param>
    /// <param name="cancellationToken">Ends the wait; a placement that was sent goes on, and the same submission takes it up.</param>
    /// <exception cref="ManifestException">The manifest is malformed.</exception>
    /// <exception cref="BuyerException">The job is refused before it costs anything; the message says why.</exception>
    /// <exception cref="ContractRevertedException">The factory refused.</exception>
    /// <exception cref="ApiException">The server failed.</exception>
    public async Task<PlacedJob> SubmitAsync(
        string path, SubmitOptions? options = null, IProgress<SubmitStep>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var package = await JobPackage.PrepareAsync(path, cancellationToken);
        var quote = await Reader.QuoteAsync(package, Account, options, cancellationToken);
        return await PlaceAsync(quote, progress, cancellationToken);
    }

    /// <summary>
    /// Uploads and places a job as it was quoted; its time to sign begins with the transaction. An interrupted attempt at the
    /// same job is taken up, never repeated.
    /// </summary>
    /// <param name="quote">The job, of <see cref="MarketReader.QuoteAsync"/>.</param>
    /// <param name="progress">Told of each step; nobody if null.</param>
    /// <param name="cancellationToken">As for <see cref="SubmitAsync"/>.</param>
    /// <exception cref="EscrowShortException">Too little is free in the market.</exception>
    /// <exception cref="ContractRevertedException">The factory refused.</exception>
    /// <exception cref="ApiException">The server failed.</exception>
    public async Task<PlacedJob> PlaceAsync(JobQuote quote, IProgress<SubmitStep>? progress = null, CancellationToken cancellationToken = default)
    {
        if (await FindInterruptedAsync(quote, cancellationToken) is { } open)
        {
            return await FinishAsync(quote, open, wasResumed: true, progress, cancellationToken);
        }

        quote.EnsureFunded();
        await UploadAsync(quote.Package, progress, cancellationToken);
        var nonce = PlacementNonce.New(quote.Terms.SpecHash);
        var call = _market.Factory.Place(Reader.PlacementOf(await Reader.RenewAsync(quote, cancellationToken), nonce));
        open = new OpenPlacement(nonce, call.To, call.Data);
        await _placements.KeepAsync(quote, open, cancellationToken);
        return await FinishAsync(quote, open, wasResumed: false, progress, cancellationToken);
    }

    /// <summary>Whether an interrupted attempt at the same job has been sent: its escrow may have left the free balance already.</summary>
    public async Task<bool> IsInterruptedAsync(JobQuote quote, CancellationToken cancellationToken = default) =>
        await FindInterruptedAsync(quote, cancellationToken) is not null;

    // One that no node has heard of is dropped: its sign deadline may be near or over.
    private async Task<OpenPlacement?> FindInterruptedAsync(JobQuote quote, CancellationToken cancellationToken)
    {
        if (await _placements.FindAsync(quote, cancellationToken) is not { } open)
        {
            return null;
        }

        var pending = await _sender.ResumeAsync(cancellationToken);
        bool isSent = pending.Any(sent => sent.Key == open.Intent.Key)
            || await _market.Factory.JobOfAsync(Account, open.Nonce, cancellationToken: cancellationToken) is not null;
        return isSent ? open : null;
    }

    private async Task<PlacedJob> FinishAsync(
        JobQuote quote, OpenPlacement open, bool wasResumed, IProgress<SubmitStep>? progress, CancellationToken cancellationToken)
    {
        var sent = await _sender.SendAsync(open.Intent, cancellationToken);
        progress?.Report(new SubmitStep.Placing(sent.Hash));
        var placed = PlacedBy(await sent.WaitAsync(cancellationToken), wasResumed);
        _placements.Forget(quote);
        return placed;
    }

    private PlacedJob PlacedBy(TransactionReceipt receipt, bool wasResumed)
    {
        var factory = _market.Deployment.JobFactory.ToAddress();
        foreach (var log in receipt.Logs.Where(log => log.Address == factory))
        {
            if (FactoryEvents.TryDecode(log, out var placed))
            {
                return new PlacedJob(placed, receipt.TransactionHash, receipt.BlockNumber, receipt.GasUsed, wasResumed);
            }
        }

        throw new InvalidOperationException($"Transaction {receipt.TransactionHash} succeeded, but the factory announced no job in it.");
    }

    private async Task UploadAsync(JobPackage package, IProgress<SubmitStep>? progress, CancellationToken cancellationToken)
    {
        await _market.EnsureServerAsync(cancellationToken);
        await UploadAsync("program.tar.gz", package.Archive, package.SpecHash, progress, cancellationToken);
        foreach (var input in package.Inputs)
        {
            await using var data = File.OpenRead(Path.Combine(package.Folder, input.Path));
            await UploadAsync(input.Path, data, input.Sha256, progress, cancellationToken);
        }
    }

    private async Task UploadAsync(string name, Stream content, Bytes32 expected, IProgress<SubmitStep>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new SubmitStep.Uploading(name, content.Length));
        var stored = await PutAsync(name, content, cancellationToken);
        if (!Bytes32.TryParse(stored.Sha256, out var found) || found != expected)
        {
            // It was another file when the manifest was checked: sellers would refuse the job.
            throw new InputHashException(name, expected, found);
        }
    }

    private async Task<ArtifactView> PutAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            return await _market.Server.PutArtifactAsync(content, SignAsync, cancellationToken);
        }
        catch (RequestRefusedException refused) when (refused.Status is HttpStatusCode.RequestEntityTooLarge)
        {
            throw new JobFileException(name, $"is refused by the server: {refused.Message}", refused);
        }
    }

    private ValueTask<byte[]> SignAsync(UploadRequest request, CancellationToken cancellationToken)
    {
        var upload = new ArtifactUpload(new Hash32(request.Artifact.ToBytes()), (ulong)request.Bytes, (ulong)request.Expires.ToUnixTimeSeconds());
        return ValueTask.FromResult(upload.Sign(_key, _market.Deployment));
    }
}
