// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IReputation
/// @notice What the chain knows about the good name of sellers and buyers (white paper §3.5): stake that users place on
/// a peer, and what its earnings bring them and its faults cost them; points and strikes of sellers, records of buyers.
///
/// @dev Notes:
/// - `book…` and {fixBackerShare} are called by Collateral only, inside its own movements and only for jobs whose
///   implementation was listed when they were placed; they never revert then, so that a reputation can hold up no money.
/// - Stake stays in Collateral, which knows for each peer how much stands behind it. Whose it is, is known here, by shares:
///   what is earned and lost changes what a share is worth.
/// - Here reputation decides whether a seller may sign; it never weighs a result.
interface IReputation {
    /// @notice How a job ended for its buyer.
    enum BuyerOutcome {
        Completed,
        Cancelled,
        Terminated,
        Aborted
    }

    /// @notice A user placed stake on a peer.
    /// @param shares New shares, of the user.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    event StakePlaced(address indexed user, address indexed peer, uint256 amount, uint256 shares, uint256 behind);

    /// @notice A user took stake from behind a peer; it is free at `freeAt`.
    /// @param shares Shares of the user that are on their way back.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    /// @param freeAt Unix time in seconds.
    event StakeWithdrawalStarted(
        address indexed user,
        address indexed peer,
        uint256 amount,
        uint256 shares,
        uint256 behind,
        uint256 freeAt
    );

    /// @notice Stake went back to the user's free balance in Collateral.
    /// @param shares Shares of the user that are no more.
    event StakeWithdrawn(address indexed user, address indexed peer, uint256 amount, uint256 shares);

    /// @notice A peer set the part of its earnings that goes to its backers, in basis points, for what it signs from now on.
    event BackerShareSet(address indexed peer, uint16 backerBps);

    /// @notice The part of a seller's earnings in a job that goes to its backers, in basis points; none without this event.
    event BackerShareFixed(address indexed seller, address indexed job, uint16 backerBps);

    /// @notice A peer's fault in a job took a part of the stake behind it, also of what is on its way back.
    /// @param amount In the smallest unit of Hypertoken.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    event StakeSlashed(address indexed peer, address indexed job, uint256 amount, uint256 behind);

    /// @notice A peer's share of a payout went to those that placed stake on it: their stake has grown.
    /// @param amount In the smallest unit of Hypertoken.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    event BackersPaid(address indexed peer, address indexed job, uint256 amount, uint256 behind);

    /// @notice A seller's points or strikes changed.
    /// @param points After the change: fees moved by its verified cells, in the smallest unit of Hypertoken.
    /// @param strikes After the change: faults.
    event ReputationChanged(address indexed seller, address indexed job, uint256 points, uint256 strikes);

    /// @notice How a job ended was put on its buyer's record.
    event BuyerRecorded(address indexed buyer, address indexed job, BuyerOutcome outcome);

    /// @notice Only Collateral books reputation.
    error ReputationUnauthorized(address account, address collateral);

    /// @notice An amount of stake must be above zero.
    error StakeZero();

    /// @notice The amount is worth so few shares that rounding would matter: below 2^20.
    error StakeTooSmall(uint256 amount);

    /// @notice The part for backers is above the most, in basis points.
    error BackerShareTooHigh(uint256 backerBps, uint256 most);

    /// @notice The user has less stake behind the peer than it asks for.
    error StakeShort(uint256 have, uint256 need);

    /// @notice The user has no stake on its way back from this peer.
    error StakeNotWithdrawing(address user, address peer);

    /// @notice The stake on its way back is not free yet.
    /// @param freeAt Unix time in seconds.
    error StakeNotFree(uint256 freeAt);

    /// @notice Places stake from the caller's free balance in Collateral on a peer.
    ///
    /// @dev Emits a {StakePlaced} event.
    ///
    /// Notes:
    /// - From now on it grows by what the peer shares of its earnings ({setBackerShare}), and each of its faults takes a
    ///   twentieth at most.
    /// - Rounding costs at most a millionth of it, in favor of those who are there.
    ///
    /// Requirements:
    /// - `amount` must be worth 2^20 shares (the first unit behind a peer is worth 2^32), and the caller's free balance in
    ///   Collateral cover it.
    ///
    /// @param peer The account of a seller; the caller's own is allowed.
    /// @param amount In the smallest unit of Hypertoken.
    function placeStake(address peer, uint256 amount) external;

    /// @notice Takes stake from behind a peer; it counts no more at once and is free after the unbonding time.
    ///
    /// @dev Emits a {StakeWithdrawalStarted} event.
    ///
    /// Notes:
    /// - What is already on its way back from this peer joins it and waits anew.
    /// - On its way it still shares in what the peer earns and in what its faults take.
    ///
    /// Requirements:
    /// - `amount` must be above zero and at most the caller's stake behind the peer.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function startWithdrawal(address peer, uint256 amount) external;

    /// @notice Returns to the caller's free balance what is on its way back from a peer.
    ///
    /// @dev Emits a {StakeWithdrawn} event.
    ///
    /// Requirements:
    /// - The unbonding time must have passed.
    ///
    /// @return amount In the smallest unit of Hypertoken.
    function withdrawStake(address peer) external returns (uint256 amount);

    /// @notice Sets the part of the caller's earnings that goes to those who have placed stake on it.
    ///
    /// @dev Emits a {BackerShareSet} event.
    ///
    /// Notes:
    /// - It holds for jobs that the caller signs, or in which it is seated, from now on.
    ///
    /// Requirements:
    /// - It must be at most {MOST_BACKER_BPS}.
    ///
    /// @param backerBps In basis points of the price.
    function setBackerShare(uint16 backerBps) external;

    /// @notice Fixes, for one job, the part of a seller's earnings that goes to its backers, as the seller has set it by
    /// now. To be called when it signs and when it is seated.
    ///
    /// @dev Emits a {BackerShareFixed} event if that is not what is fixed already.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    function fixBackerShare(address seller, address job) external;

    /// @notice Books what a seller is paid. To be called inside the payment.
    ///
    /// @dev Emits a {ReputationChanged} event if there are points, and a {BackersPaid} event if there is something to share.
    ///
    /// Notes:
    /// - Of each cell, backers get ⌊price·share/10⁴⌋, with the share that was fixed for the job.
    /// - There are backers if the shares behind the seller, those on their way back included, are at least 2^52: those of a
    ///   millionth of a millionth of a token that was placed first.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    ///
    /// @param cells Settled cells, at least one, all at one price.
    /// @param earned Their price, in the smallest unit of Hypertoken.
    /// @param points The fee moved by these of them that at least two honest replicas verified, in the smallest unit of
    /// Hypertoken.
    /// @return shared What goes to the stake behind the seller, in the smallest unit of Hypertoken.
    function bookEarnings(
        address seller,
        address job,
        uint256 cells,
        uint256 earned,
        uint256 points
    ) external returns (uint256 shared);

    /// @notice Books a fault of a seller: two thirds of its points remain, rounded down, it has one strike more, and the
    /// stake behind it loses a twentieth, rounded down, but no more than the seller itself. To be called inside the forfeit
    /// movement, after the earnings of the same tenure.
    ///
    /// @dev Emits a {ReputationChanged} event, and a {StakeSlashed} event if stake is lost.
    ///
    /// Notes:
    /// - Stake is slashed no further once a unit of it stands for 2^72 shares: after 540 faults at the least.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    ///
    /// @param lost Collateral that the fault costs the seller, in the smallest unit of Hypertoken.
    /// @return slashed What the stake behind the seller loses, in the smallest unit of Hypertoken.
    function bookFault(address seller, address job, uint256 lost) external returns (uint256 slashed);

    /// @notice Books how a job ended on its buyer's record.
    ///
    /// @dev Emits a {BuyerRecorded} event.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    function bookOutcome(address buyer, address job, BuyerOutcome outcome) external;

    /// @notice What a job's terms compare a seller with before it signs.
    /// @return behind The stake behind it, in the smallest unit of Hypertoken.
    /// @return points Fees moved by its verified cells, less what its faults took, in the smallest unit of Hypertoken.
    /// @return strikes Its faults.
    function standingOf(address seller) external view returns (uint256 behind, uint256 points, uint256 strikes);

    /// @notice What a user has behind a peer, as much as earnings and faults have made of it.
    /// @return placed In the smallest unit of Hypertoken.
    /// @return withdrawing On its way back to the user, in the smallest unit of Hypertoken.
    /// @return freeAt Unix time in seconds at which `withdrawing` is free.
    function stakeOf(
        address user,
        address peer
    ) external view returns (uint256 placed, uint256 withdrawing, uint256 freeAt);

    /// @notice All stake behind a peer.
    /// @return amount That on its way back included, in the smallest unit of Hypertoken.
    /// @return shares Shares of it.
    /// @return withdrawing Of these, the shares that are on their way back.
    function poolOf(address peer) external view returns (uint256 amount, uint256 shares, uint256 withdrawing);

    /// @notice The part of a peer's earnings, in basis points, that goes to its backers in what it signs from now on.
    function backerShareOf(address peer) external view returns (uint16);

    /// @notice The part of a seller's earnings in a job, in basis points, that goes to its backers.
    function backerShareIn(address job, address seller) external view returns (uint16);

    /// @notice How many jobs of a buyer ended so.
    function outcomesOf(address buyer, BuyerOutcome outcome) external view returns (uint256);

    /// @notice Time from the start of a withdrawal until stake is free, in seconds.
    ///
    /// @dev Longer than twice the longest possible checkpoint, so that stake cannot leave between a fault and its
    /// verdict: a group may let one work window pass idle (7 days), end a round as inconclusive (7 + 2 days), wait frozen
    /// (7 days) and run another round (7 + 2 days), in all 32 days.
    function UNBONDING_SECONDS() external view returns (uint256);

    /// @notice The most that a peer can share with its backers, in basis points.
    function MOST_BACKER_BPS() external view returns (uint16);

    /// @notice The contract that holds all tokens, the only one that books.
    function collateral() external view returns (address);
}
