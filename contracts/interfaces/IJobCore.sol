// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobCore
/// @notice The way of a job without losses: rounds and money. See {IJob}.
interface IJobCore is IJobEvents {
    // Rounds

    /// @notice Commits a rank's result: {commitmentOf} of its tag, seal and salt.
    ///
    /// @dev Emits a {ResultCommitted} event.
    ///
    /// Notes:
    /// - The round is named so that a commitment that comes late, when signatures have settled its checkpoint, binds nobody
    ///   in the next one to what cannot be opened there.
    ///
    /// Requirements:
    /// - The job must be running or frozen, and the commitments of the group open: not all active ranks have committed,
    ///   and {clock} is at most t0 + work.
    /// - The round must be the one that the group is in.
    /// - The caller must be the seller at this rank or its agent key, active, and not have committed.
    ///
    /// @param rank The caller's.
    /// @param checkpoint The round's, from 1.
    /// @param attempt The round's, from 0.
    /// @param commitment The hash.
    function commit(uint16 rank, uint16 checkpoint, uint16 attempt, bytes32 commitment) external;

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
    /// - Ranks that the second requirement does not hold for are skipped, if it holds for another one: nobody can
    ///   make the call fail by going ahead of it.
    ///
    /// Requirements:
    /// - The job must be running or frozen.
    /// - The rank must be active and not have shown presence in this round, the commitments of its group open, and {clock}
    ///   at least t0 + work/2.
    /// - Its signature must be good.
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
