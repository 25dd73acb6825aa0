// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IStakeLedger
/// @notice The part of Collateral, the only holder of tokens, by which Reputation keeps stake apart from free balances.
///
/// @dev Stake is kept for the peer that it stands behind: whose it is, Reputation knows.
interface IStakeLedger {
    /// @notice Moves an amount of a user's free balance to the stake behind a peer.
    ///
    /// @dev Emits a {ICollateral.Moved} event of kind Stake, for no job.
    ///
    /// Requirements:
    /// - The caller must be Reputation.
    /// - The user's free balance must cover the amount.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function lockStake(address user, address peer, uint256 amount) external;

    /// @notice Moves an amount of the stake behind a peer to a user's free balance.
    ///
    /// @dev Emits a {ICollateral.Moved} event of kind Unstake, for no job.
    ///
    /// Requirements:
    /// - The caller must be Reputation.
    /// - The stake behind the peer must cover the amount.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function releaseStake(address user, address peer, uint256 amount) external;
}
