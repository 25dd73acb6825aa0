// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IReputation
/// @notice What the chain knows about the good name of sellers and buyers (white paper §3.5): stake that users place on
/// a peer, points and strikes of sellers, records of buyers.
///
/// @dev Notes:
/// - `book…` is called by Collateral only, inside its own movements and only for jobs whose implementation was listed
///   when they were placed; it never reverts then, so that a reputation can hold up no money.
/// - Stake stays in Collateral, as a part of the user's balance there that is not free.
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
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    event StakePlaced(address indexed user, address indexed peer, uint256 amount, uint256 behind);

    /// @notice A user took stake from behind a peer; it is free at `freeAt`.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    /// @param freeAt Unix time in seconds.
    event StakeWithdrawalStarted(
        address indexed user,
        address indexed peer,
        uint256 amount,
        uint256 behind,
        uint256 freeAt
    );

    /// @notice Stake went back to the user's free balance in Collateral.
    event StakeWithdrawn(address indexed user, address indexed peer, uint256 amount);

    /// @notice A peer's fault in a job took a part of the stake behind it.
    /// @param behind The stake behind the peer after it, in the smallest unit of Hypertoken.
    event StakeSlashed(address indexed peer, address indexed job, uint256 amount, uint256 behind);

    /// @notice A peer's share of a payout went to those that placed stake on it.
    event BackersPaid(address indexed peer, address indexed job, uint256 amount);

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
    /// Requirements:
    /// - `amount` must be above zero and the caller's free balance in Collateral must cover it.
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

    /// @notice Books points for a seller: the fee moved by its cells. To be called inside the fee movement, for cells
    /// verified by at least two honest replicas.
    ///
    /// @dev Emits a {ReputationChanged} event.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    ///
    /// @param fee In the smallest unit of Hypertoken.
    function bookPoints(address seller, address job, uint256 fee) external;

    /// @notice Books a fault of a seller: two thirds of its points remain, rounded down, and it has one strike more. To
    /// be called inside the forfeit movement, after the points of the same tenure.
    ///
    /// @dev Emits a {ReputationChanged} event.
    ///
    /// Requirements:
    /// - The caller must be Collateral.
    function bookFault(address seller, address job) external;

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

    /// @notice What a user has behind a peer.
    /// @return placed In the smallest unit of Hypertoken.
    /// @return withdrawing On its way back to the user, in the smallest unit of Hypertoken.
    /// @return freeAt Unix time in seconds at which `withdrawing` is free.
    function stakeOf(
        address user,
        address peer
    ) external view returns (uint256 placed, uint256 withdrawing, uint256 freeAt);

    /// @notice How many jobs of a buyer ended so.
    function outcomesOf(address buyer, BuyerOutcome outcome) external view returns (uint256);

    /// @notice Time from the start of a withdrawal until stake is free, in seconds.
    ///
    /// @dev Longer than twice the longest possible checkpoint, so that stake cannot leave between a fault and its
    /// verdict: a group may let one work window pass idle (7 days), end a round as inconclusive (7 + 2 days), wait frozen
    /// (7 days) and run another round (7 + 2 days), in all 32 days.
    function UNBONDING_SECONDS() external view returns (uint256);

    /// @notice The contract that holds all tokens, the only one that books.
    function collateral() external view returns (address);
}
