using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Buyer.Tests.Placing;

[Collection(BuyerMarketTests.Name)]
public sealed class SubmitTests(BuyerMarket market) : IDisposable
{
    private readonly JobSource _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Submitted_job_stands_on_chain_as_the_manifest_says_and_its_files_in_the_store()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("1"));

        var placed = await buyer.SubmitAsync(_source.Path);

        var terms = placed.Placed.Terms;
        Assert.Equal((Amount.Parse("0.5"), Amount.Parse("1"), 1, 1, 1), (terms.UnitPrice, terms.UnitCollateral, terms.Groups, terms.Quorum, terms.Checkpoints));
        Assert.Equal(Amount.Parse("0.505"), placed.Placed.Escrow);
        Assert.Equal(Amount.Parse("0.495"), (await market.Reader.BalanceAsync(person.Account)).Free);
        Assert.Equal(terms, (await new JobContract(market.Access.Chain, placed.Job).ConfigurationAsync()).Terms);
        Assert.NotNull(await market.Access.Server.ReadArtifactAsync(ArtifactId.Parse(terms.SpecHash.ToString()), 1 << 20));
        Assert.NotNull(await market.Access.Server.ReadArtifactAsync(ArtifactId.Parse(_source.HashOf("data.csv")), 1 << 20));
        Assert.Equal(placed.Job, placed.Placed.Job);
        Assert.False(placed.WasResumed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Interrupted_submission_is_taken_up_and_never_placed_twice(bool isMinedBetween)
    {
        var person = await market.PersonAsync();
        await using (var buyer = await market.OpenAsync(person))
        {
            await buyer.DepositAsync(Amount.Parse("0.505"));
            await market.MineAtOnceAsync(false);
            using var interrupt = new CancellationTokenSource();
            var progress = new ActionProgress(step => { if (step is SubmitStep.Placing) { interrupt.Cancel(); } });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => buyer.SubmitAsync(_source.Path, progress: progress, cancellationToken: interrupt.Token));
        }

        await market.MineAtOnceAsync(isMinedBetween);
        if (isMinedBetween)
        {
            await market.MineAsync();
        }

        await using var again = await market.OpenAsync(person);
        await using (var package = await JobPackage.PrepareAsync(_source.Path))
        {
            Assert.True(await again.IsInterruptedAsync(await market.Reader.QuoteAsync(package, person.Account)));
        }

        var resuming = again.SubmitAsync(_source.Path, progress: new ActionProgress(step => { }));
        if (!isMinedBetween)
        {
            await market.MineAtOnceAsync(true);
            await market.MineAsync();
        }

        var resumed = await resuming;

        Assert.True(resumed.WasResumed);
        Assert.Equal(Amount.Zero, (await market.Reader.BalanceAsync(person.Account)).Free);

        // Once its end was seen, the same job may be placed again on purpose.
        await again.DepositAsync(Amount.Parse("0.505"));
        var second = await again.SubmitAsync(_source.Path);
        Assert.False(second.WasResumed);
        Assert.NotEqual(resumed.Job, second.Job);
    }

    [Fact]
    public async Task Short_balance_costs_nothing_and_says_what_is_missing()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);

        var fault = await Assert.ThrowsAsync<EscrowShortException>(() => buyer.SubmitAsync(_source.Path));

        Assert.Equal((Amount.Zero, Amount.Parse("0.505")), (fault.Have, fault.Need));
    }

    [Fact]
    public async Task Unknown_library_is_named()
    {
        _source.With("python@host", "fortran@77");
        await using var package = await JobPackage.PrepareAsync(_source.Path);

        var fault = await Assert.ThrowsAsync<LibraryRefusedException>(() => market.Reader.QuoteAsync(package, Account.None));

        Assert.Equal(("fortran@77", false), (fault.Library.ToString(), fault.IsBanned));
    }

    [Fact]
    public async Task Trial_places_nothing()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("2"));
        await using var package = await JobPackage.PrepareAsync(_source.Path);
        var quote = await market.Reader.QuoteAsync(package, person.Account, new SubmitOptions { UnitPrice = Amount.Parse("1") });

        await market.Reader.TryAsync(quote);

        Assert.Equal((Amount.Parse("1.01"), Amount.Parse("0.01")), (quote.Escrow, quote.Fee));
        Assert.Equal(Amount.Parse("2"), (await market.Reader.BalanceAsync(person.Account)).Free);
    }

    private sealed class ActionProgress(Action<SubmitStep> act) : IProgress<SubmitStep>
    {
        public void Report(SubmitStep value) => act(value);
    }
}
