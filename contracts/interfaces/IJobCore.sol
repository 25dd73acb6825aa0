// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobCore
/// @notice The way of a job without losses: signatures, rounds, money. See {IJob}.
interface IJobCore is IJobEvents {
    // Signing

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

    // Rounds

    /// @notice Commits a rank's result: {commitmentOf} of its tag, seal and salt.
    ///
    /// @dev Emits a {ResultCommitted} event.
    ///
    /// Requirements:
    /// - The job must be running or frozen, and the commitments of the group open: not all active ranks have committed,
    ///   and {clock} is at most t0 + work.
    /// - The caller must be the seller at this rank or its agent key, active, and not have committed.
    function commit(uint16 rank, bytes32 commitment) external;

    /// @notice Shows that ranks are alive though held up by others: a rank without a commitment then pays one k instead
    /// of the price of a missed checkpoint.
    ///
    /// @dev Emits a {PresenceShown} event for each rank.
    ///
    /// Notes:
    /// - An empty signature stands for the caller: it must be the seller at that rank or its agent key. Any other is the
    ///   signature of one of these over the EIP-712 struct
    ///   `Present(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,uint40 t0)` in the domain
    ///   (`Hypernet`, `1`, chain id, the job's address).
    /// - The rank may still commit in time, and the commitment counts.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the commitments of each group open, and {clock} at least t0 + work/2.
    /// - Each rank must be active and not have shown presence in this round.
    ///
    /// @param ranks The ranks, of any groups.
    /// @param signatures One for each rank: empty, or 65 bytes r, s, v.
    function present(uint16[] calldata ranks, bytes[] calldata signatures) external;

    /// @notice Opens a rank's commitment; anyone may, who knows the salt. If that makes the round complete and faultless,
    /// settles it too.
    ///
    /// @dev Emits a {ResultRevealed} event; when it settles, those of {settle}.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the commitments of the group closed, and {clock} at most the close + reveal.
    /// - The rank must have committed to exactly this, and not have revealed.
    ///
    /// @param digest The digest that the caller believes all active ranks revealed; 0, or another one: nothing is settled.
    function reveal(uint16 rank, bytes16 tag, bytes16 seal, bytes32 salt, bytes32 digest) external;

    /// @notice Decides a group's round by the table of docs/spec/job.md §4.
    ///
    /// @dev Emits {DigestOpened} and {CheckpointSettled} events when a quorum agrees, and {BarrierPassed} or
    /// {JobCompleted} if it was the last group; else {RoundInconclusive} and then {GroupRestarted} or {JobAborted};
    /// {SellerFaulted} and {SellerPaid} for each rank that leaves; {JobFrozen} when too few ranks are left.
    ///
    /// Requirements:
    /// - The job must be running or frozen, and the group not have settled.
    /// - Commitments must be closed, and every committed rank have revealed or the reveal window be over.
    /// - If a quorum of tags agrees, `digest` must be what they stand for; 0 only when a second reveal window has passed
    ///   without anybody opening it. If none agrees, `digest` is ignored.
    function settle(uint16 group, bytes32 digest) external;

    // Money

    /// @notice Pays a tenure's settled cells and returns their collateral; when the tenure or the job has ended, returns
    /// all the rest too. Anyone may, at any time.
    ///
    /// @dev Emits a {SellerPaid} event.
    ///
    /// Requirements:
    /// - There must be something to pay.
    function claim(uint32 tenure) external;

    /// @notice Claims for several tenures, and skips those that have nothing to claim.
    ///
    /// @dev Emits a {SellerPaid} event for each tenure paid.
    function claimMany(uint32[] calldata tenures) external;

    /// @notice Returns the escrow of all cells that were not settled to the buyer. Anyone may, once, when the job has
    /// ended; before or after the claims.
    ///
    /// @dev Emits a {BuyerRefunded} event.
    function refund() external;
}
