// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobAccord
/// @notice The fast way of a job: what ranks have agreed on among themselves is settled by their signatures, and a quarrel
/// goes on chain with the commitments they have bound themselves to. And the buyer's way out. See {IJob}.
///
/// @dev Notes:
/// - A signature is that of the seller at that rank or of its agent key, over the named EIP-712 struct in the domain
///   (`Hypernet`, `1`, chain id, the job's address). But for {commitMany}, an empty one stands for the caller, who must be
///   one of these.
/// - Anyone may bring the signatures.
interface IJobAccord is IJobEvents {
    /// @notice Commits results of several ranks, each as its own {IJobCore-commit} would.
    ///
    /// @dev Emits a {ResultCommitted} event for each rank that had not committed.
    ///
    /// Notes:
    /// - The struct is `Commit(uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment)`.
    /// - The caller signs for itself, too: a signature is of one round, a call is not.
    /// - A rank that has committed in this round is skipped, whatever it has committed to: nobody stops the others by going
    ///   ahead of this call with one of them.
    ///
    /// Requirements:
    /// - The lists must be of the same length.
    /// - The job must be running or frozen. Each rank that has not committed must be active, and the commitments of its
    ///   group open.
    ///
    /// @param ranks The ranks, of any groups.
    /// @param commitments One for each rank.
    /// @param signatures One for each rank: 65 bytes r, s, v.
    function commitMany(uint16[] calldata ranks, bytes32[] calldata commitments, bytes[] calldata signatures) external;

    /// @notice Settles the checkpoint in work for a group whose active ranks all attest the same result. Each has earned
    /// one cell.
    ///
    /// @dev Emits a {CheckpointSettled} event; {BarrierPassed} or {JobCompleted} if it was the last group.
    ///
    /// Notes:
    /// - The struct is `Attest(uint16 group,uint16 checkpoint,uint16 attempt,bytes32 digest)`.
    /// - It does not matter what they have committed or revealed, or whether commitments are closed, as long as the round
    ///   is not judged.
    /// - Who attests says that the digest is that of a result. A failure of the program goes by commit and reveal: the
    ///   contracts cannot tell its digest from a result's, and would pay it.
    ///
    /// Requirements:
    /// - The job must be running or frozen, and the group not have settled.
    /// - All active ranks of the group must have signed, and be at least the quorum.
    ///
    /// @param digest SHA-256 of the checkpoint record.
    /// @param signatures One for each active rank of the group, by rank: empty, or 65 bytes r, s, v.
    function settleUnanimous(uint16 group, bytes32 digest, bytes[] calldata signatures) external;

    /// @notice Settles all checkpoints up to one, the one in work included, for all groups, by the word of all active ranks
    /// of the job. Each has earned a cell for each checkpoint that its group had not settled.
    ///
    /// @dev Emits a {CheckpointSettled} event for each group that had not settled `upTo`, with that checkpoint; then
    /// {BarrierPassed} or {JobCompleted}.
    ///
    /// Notes:
    /// - The struct is that of {settleUnanimous}, with `upTo` for the checkpoint: who signs it attests all before it too.
    /// - What ranks have committed or revealed in the rounds under way is void.
    ///
    /// Requirements:
    /// - The job must be running and have at most 256 ranks.
    /// - `upTo` must be the checkpoint in work or a later one, at most the last; no later one while a rank is pending, or
    ///   once a termination has taken effect.
    /// - All active ranks of the job must have signed.
    ///
    /// @param digests The digest of each group at `upTo`; without effect where a group has settled that already.
    /// @param signatures One for each active rank of the job, by rank: empty, or 65 bytes r, s, v.
    function settleAll(uint16 upTo, bytes32[] calldata digests, bytes[] calldata signatures) external;

    /// @notice Announces that the buyer wants no more than what is under way. From `work` seconds later on the checkpoint
    /// then in work is the last one: the job is complete when all groups have settled it, and the rest goes back.
    ///
    /// @dev Emits a {TerminationAnnounced} event.
    ///
    /// Notes:
    /// - Until then all goes on as it was: what ranks have agreed on but not settled yet, they can settle.
    /// - A job that is frozen can be aborted two reveal windows after the announcement ({IJobAnnex-abort}).
    ///
    /// Requirements:
    /// - The job must be running or frozen. The caller must be its buyer, and not have announced before.
    function terminate() external;
}
