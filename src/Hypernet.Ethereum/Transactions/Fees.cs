namespace Hypernet.Ethereum.Transactions;

/// <summary>What a transaction offers, in wei per unit of gas.</summary>
/// <param name="MaxFee">At most in all.</param>
/// <param name="PriorityFee">At most to the block's builder.</param>
internal readonly record struct Fees(UInt256 MaxFee, UInt256 PriorityFee)
{
    /// <summary>The least that nodes take for a transaction in the place of one with these fees: a tenth more, by most nodes' rule, and some.</summary>
    public Fees Raised() => new(Raise(MaxFee), Raise(PriorityFee));

    private static UInt256 Raise(UInt256 fee) => (fee * 9 / 8) + 1;
}
