// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IStakeLedger
/// @notice The part of Collateral, the only holder of tokens, by which Reputation keeps stake apart from free balances.
interface IStakeLedger {
    /// @notice Moves an amount of a user's free balance to its stake.
    ///
    /// @dev Emits a {ICollateral.Moved} event of kind Stake, for no job.
    ///
    /// Requirements:
    /// - The caller must be Reputation.
    /// - The user's free balance must cover the amount.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function lockStake(address user, uint256 amount) external;

    /// @notice Moves an amount of a user's stake back to its free balance.
    ///
    /// @dev Emits a {ICollateral.Moved} event of kind Unstake, for no job.
    ///
    /// Requirements:
    /// - The caller must be Reputation.
    /// - The user's stake must cover the amount.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function releaseStake(address user, uint256 amount) external;
}
