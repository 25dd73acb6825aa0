namespace Hypernet.Market;

public sealed partial record JobState
{
    private JobState Pay(JobEvent.SellerPaid paid)
    {
        JobState state = ChangeTenure(paid, paid.Tenure, tenure => tenure with
        {
            PaidCells = tenure.PaidCells + paid.Cells,
            Earned = tenure.Earned + paid.Earned,
            ReleasedCells = tenure.ReleasedCells + CellsOf(paid.Collateral),
            Compensated = tenure.Compensated + paid.Compensation,
            IsClosed = paid.IsClosed,
        });
        return state with
        {
            Money = Money with
            {
                Earned = Money.Earned + paid.Earned,
                Fees = Money.Fees + paid.Fee,
                Refunded = Money.Refunded + paid.Rest,
                Released = Money.Released + paid.Collateral,
                Compensated = Money.Compensated + paid.Compensation,
            },
        };
    }

    private int CellsOf(Amount collateral) => checked((int)(collateral.Units / Terms.UnitCollateral.Units));
}
