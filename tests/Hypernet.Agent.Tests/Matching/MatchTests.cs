using Hypernet.Agent.Desk;
using Hypernet.Agent.Matching;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Matching;

public sealed class MatchTests
{
    private static readonly JobEvent.JobPlaced Placed = new Story().State.Placed;
    private static readonly MachineShare Machine = new(Cpus: 2, MemoryMiB: 1024, StorageMiB: 2048, Collateral: null);

    [Fact]
    public void Job_that_fits_is_taken()
    {
        Assert.Null(Refusal());
        Assert.Null(Refusal(terms => terms with { Requirements = new Requirements { Cpus = 2, MemoryMiB = 1024, StorageMiB = 2048 } }));
    }

    [Fact]
    public void Own_job_and_those_of_refused_buyers_are_refused()
    {
        Assert.Equal("it is the seller's own", Refusal(seller: Placed.Buyer));
        Assert.Equal(
            $"buyer {Placed.Buyer} is refused by the terms of use",
            Refusal(own: new TermsOfUse { RefusedBuyers = new HashSet<Account> { Placed.Buyer } }));
    }

    [Fact]
    public void Price_below_the_least_is_refused()
    {
        Assert.Null(Refusal(own: new TermsOfUse { LeastPrice = Placed.Terms.UnitPrice }));
        Assert.StartsWith("it pays 0.000000000000001 for a checkpoint", Refusal(own: new TermsOfUse { LeastPrice = Amount.Parse("1") }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 1, 1, "it needs 3 CPUs, 2 are free")]
    [InlineData(1, 1025, 1, "it needs 1025 MiB of memory, 1024 are free")]
    [InlineData(1, 1, 2049, "it needs 2049 MiB of storage, 2048 are free")]
    public void Job_that_is_larger_than_the_free_part_of_the_machine_is_refused(int cpus, int memory, int storage, string reason)
    {
        var need = new Requirements { Cpus = cpus, MemoryMiB = memory, StorageMiB = storage };

        Assert.Equal(reason, Refusal(terms => terms with { Requirements = need }));
    }

    [Fact]
    public void Other_machines_are_refused()
    {
        Assert.Equal(
            "it needs the architecture Arm64, this is X64",
            Refusal(terms => terms with { Requirements = new Requirements { Architecture = Architecture.Arm64 } }));
    }

    [Fact]
    public void Numerics_are_portable_or_those_of_the_sandbox()
    {
        Assert.Null(Refusal(terms => terms with { Numerics = Bytes32.Sha256("x86-64"u8) }));
        Assert.Equal("it needs another class of CPUs than x86-64", Refusal(terms => terms with { Numerics = Bytes32.Sha256("other"u8) }));
    }

    [Fact]
    public void Collateral_at_risk_stays_within_the_limit()
    {
        Assert.Null(Refusal(machine: Machine with { Collateral = Placed.Terms.FullCollateral }));
        Assert.StartsWith("it locks", Refusal(machine: Machine with { Collateral = new Amount(5999) }), StringComparison.Ordinal);
    }

    private static string? Refusal(
        Func<Terms, Terms>? change = null, MachineShare? machine = null, TermsOfUse? own = null, Account? seller = null)
    {
        var terms = change?.Invoke(Placed.Terms) ?? Placed.Terms with { Requirements = new Requirements { StorageMiB = 64 } };
        return Match.Refusal(JobState.Of(Placed with { Terms = terms }), seller ?? Story.Person(1), machine ?? Machine, own ?? new TermsOfUse());
    }
}
