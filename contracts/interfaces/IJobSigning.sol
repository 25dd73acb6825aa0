// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobSigning
/// @notice A job before its ranks are drawn: from the first signature to the start, or to the cancel. See {IJob}.
interface IJobSigning is IJobEvents {
    /// @notice Signs the job at an ask per checkpoint and locks the caller's collateral for all checkpoints.
    ///
    /// @dev Emits a {SellerSigned} event; for the last slot also {JobFilled} and {SeedArmed}.
    ///
    /// Requirements:
    /// - The job must be open, the sign deadline not have passed, and sign not be paused.
    /// - The caller must not be the buyer nor have a slot, must trust the job's implementation, and reach the least
    ///   stake, the least points and the most strikes of the terms.
    /// - `ask` must be at most the unit price, `endpoint` at most 128 bytes.
    /// - The caller's free balance must cover k·C.
    ///
    /// @param ask Price per checkpoint, in the smallest unit of Hypertoken.
    /// @param agentKey The key that acts and signs for the caller in this job; zero for the caller itself.
    /// @param beneficiary The account that earnings go to; zero for the caller itself. Collateral always returns to the
    /// caller.
    /// @param endpoint Where the peers of this job reach the seller.
    /// @return tenure The caller's slot, counted from 0, which is its tenure's number from the start on.
    function sign(
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external returns (uint32 tenure);

    /// @notice Ends the job before it starts. Everybody gets back what it brought.
    ///
    /// @dev Emits a {JobCancelled} event.
    ///
    /// Notes:
    /// - Compensation: while the job is open and the sign deadline has not passed, each seller that has held its slot for
    ///   the hold time is due ⌊u·cancelBps/10⁴⌋·C of the buyer's escrow, at most k·C.
    ///
    /// Requirements:
    /// - Open: the caller must be the buyer, or the sign deadline have passed.
    /// - Filled: the recruit window must have passed since the last signature.
    function cancel() external;

    /// @notice Chooses the next block as the one whose hash draws the ranks.
    ///
    /// @dev Emits a {SeedArmed} event.
    ///
    /// Requirements:
    /// - The job must be filled, and the hash of the block chosen before be gone.
    function arm() external;

    /// @notice Draws the ranks and begins checkpoint 1.
    ///
    /// @dev Emits a {JobStarted} event.
    ///
    /// Requirements:
    /// - The job must be filled, and a block follow the seed block, whose hash must not be gone.
    function start() external;
}
