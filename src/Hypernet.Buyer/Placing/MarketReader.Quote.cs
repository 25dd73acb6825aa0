using System.Text;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Terms = Hypernet.Market.Terms;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    /// <summary>Asks the chain what a job would be and cost.</summary>
    /// <param name="package">The program with its inputs.</param>
    /// <param name="buyer">The account that would place it.</param>
    /// <param name="options">What differs from the manifest's terms; nothing if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LibraryRefusedException">The network does not offer a library.</exception>
    public async Task<JobQuote> QuoteAsync(
        JobPackage package, Account buyer, SubmitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var head = await HeadAsync(cancellationToken);
        var block = BlockParameter.AtHash(head.Hash);
        var terms = TermsOf(package, options ?? new SubmitOptions(), head.Timestamp.ToTime());
        var libraries = await ResolveAsync(package.Manifest.Libraries, block, cancellationToken);
        var parameters = await new ProtocolParametersContract(market.Chain, market.Deployment.ProtocolParameters).ValuesAsync(block, cancellationToken);
        var cell = terms.UnitPrice + terms.UnitPrice.ShareDown((int)parameters.FeeBps);
        return new JobQuote(
            package,
            buyer,
            terms,
            libraries,
            cell * (UInt128)(terms.Ranks * terms.Checkpoints),
            await market.Collateral.FreeOfAsync(buyer, block, cancellationToken));
    }

    /// <summary>Tries the placement on the node, without a transaction.</summary>
    /// <returns>The address that the job would have.</returns>
    /// <exception cref="EscrowShortException">Too little is free.</exception>
    /// <exception cref="ContractRevertedException">The factory would refuse; <see cref="ContractError.Describe"/> tells why.</exception>
    public async Task<Account> TryAsync(JobQuote quote, CancellationToken cancellationToken = default)
    {
        quote.EnsureFunded();
        var call = market.Factory.Place(PlacementOf(quote, PlacementNonce.New(quote.Terms.SpecHash)));
        byte[] answer = await market.Chain.CallAsync(call.From(quote.Buyer.ToAddress()), cancellationToken: cancellationToken);
        return default(JobFactoryAbi.PlaceCall).Decode(answer).ToAccount();
    }

    internal JobPlacement PlacementOf(JobQuote quote, Bytes32 nonce) => new(
        market.Deployment.Job,
        nonce,
        quote.Terms,
        quote.Libraries,
        new Uri(market.Server.Server, $"v1/artifacts/{quote.Terms.SpecHash.ToString()[2..]}").ToString());

    /// <summary>The same quote with the whole time to sign and to underbid before it.</summary>
    internal async Task<JobQuote> RenewAsync(JobQuote quote, CancellationToken cancellationToken)
    {
        var now = (await HeadAsync(cancellationToken)).Timestamp.ToTime();
        var windows = quote.Package.Manifest.Terms.Windows;
        return quote with { Terms = quote.Terms with { SignDeadline = now + windows.Sign, AuctionEnd = now + windows.Auction } };
    }

    private async Task<BlockHeader> HeadAsync(CancellationToken cancellationToken) =>
        await market.Chain.GetBlockAsync(BlockParameter.Latest, cancellationToken)
            ?? throw new InvalidOperationException("The node shows no latest block.");

    private static Terms TermsOf(JobPackage package, SubmitOptions options, DateTimeOffset now)
    {
        var terms = package.Manifest.Terms;
        return new Terms(
            options.UnitPrice ?? terms.UnitPrice,
            options.UnitCollateral ?? terms.UnitCollateral,
            terms.Groups,
            terms.Replication,
            terms.Quorum,
            package.Manifest.Checkpoints,
            terms.Windows.Work,
            terms.Windows.Reveal,
            terms.Windows.Recruit,
            now + terms.Windows.Sign,
            AuctionEnd: now + terms.Windows.Auction,
            terms.OnLoss,
            package.Manifest.Numerics is { } numerics ? Bytes32.Sha256(Encoding.UTF8.GetBytes(numerics)) : Bytes32.Zero,
            package.SpecHash,
            options.LeastStake,
            options.LeastPoints,
            options.MostStrikes,
            terms.Requirements);
    }

    // Only the seller's own system offers libraries yet, so all images are zero (docs/decisions/0002-first-behaviour.md).
    private async Task<ValueList<Bytes32>> ResolveAsync(ValueList<LibraryName> names, BlockParameter block, CancellationToken cancellationToken)
    {
        var registry = new LibraryRegistryContract(market.Chain, market.Deployment.LibraryRegistry);
        var ids = new List<Bytes32>();
        foreach (var name in names)
        {
            var id = LibraryRegistryContract.IdOf(name, Bytes32.Zero);
            var status = await registry.StatusOfAsync(id, block, cancellationToken);
            if (status is LibraryStatus.None or LibraryStatus.Banned)
            {
                throw new LibraryRefusedException(name, status == LibraryStatus.Banned);
            }

            ids.Add(id);
        }

        return [.. ids];
    }
}
