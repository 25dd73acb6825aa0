// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

/// @title Governed
/// @notice A contract in which only the timelock, and so only a vote, decides. The right is born with the timelock and
/// cannot be moved: there is no deployer's right to hand over.
abstract contract Governed {
    /// @notice The account that executes what a vote has carried.
    address public immutable timelock;

    /// @notice Only the timelock may do this.
    error GovernedUnauthorized(address account, address timelock);

    modifier onlyTimelock() {
        // Check: the caller is the timelock.
        if (msg.sender != timelock) revert GovernedUnauthorized(msg.sender, timelock);
        _;
    }

    constructor(address timelock_) {
        timelock = timelock_;
    }
}
