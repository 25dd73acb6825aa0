// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobAnnex
/// @notice Losses: sellers that leave before their round is judged, and replacement of sellers that were lost. See {IJob}.
interface IJobAnnex is IJobEvents {
    // Leaving

    /// @notice Gives a rank up: the tenure ends, at the price of one k and without a strike.
    ///
    /// @dev Emits {SellerResigned}, {SellerFaulted} (verdict Delayed, or Missed) and {SellerPaid} events; {JobFrozen} if the
    /// group is short now.
    ///
    /// Notes:
    /// - If fewer ranks than the quorum are active without it, it pays what a missed checkpoint costs, with a strike. Those
    ///   of its group that are pending are active from then on, and its round begins anew.
    /// - Who is pending may leave at any time of a running job, at the price of one k.
    /// - The place is a vacancy as after any fault; the seller cannot come back to this job.
    ///
    /// Requirements:
    /// - The caller must be the seller at this rank or its agent key, and the job be running.
    /// - Active: the group must not have settled, the rank not have committed in this round, and less than half of the work
    ///   window have passed.
    function resign(uint16 rank) external;

    /// @notice Proves that a rank has bound itself to two different commitments in the present round of its group: its tenure
    /// ends at the price of a copied result. Anyone may.
    ///
    /// @dev Emits {SellerEquivocated}, {SellerFaulted} (verdict Copied) and {SellerPaid} events; {JobFrozen} if the group is
    /// short now.
    ///
    /// Notes:
    /// - A signature is that of the seller or its agent key over the struct of {IJobAccord-commitMany}:
    ///   `Commit(uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment)`. An empty one
    ///   stands for the chain itself: that commitment must be what the rank has committed and not revealed yet. (After the
    ///   reveal the chain knows it no longer.)
    /// - What the rank has committed or revealed is dropped with its tenure. If it was the last one awaited, commitments are
    ///   closed. Once they are closed, the round is judged by those that are left.
    /// - If the group is short while its commitments are open, those of it that are pending are active from then on, and its
    ///   round begins anew.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the group not have settled, and the rank be active.
    function equivocate(
        uint16 rank,
        bytes32 first,
        bytes calldata firstSignature,
        bytes32 second,
        bytes calldata secondSignature
    ) external;

    /// @notice Expels a rank that its group holds evidence against: it loses its place, and what a missed checkpoint costs.
    /// Anyone may bring the signatures.
    ///
    /// @dev Emits {SellerExpelled}, {SellerFaulted} and {SellerPaid} events.
    ///
    /// Notes:
    /// - The chain does not judge the evidence. That is why a quorum must stand up for it, why it costs no more than
    ///   silence, and why it comes before anybody else has committed.
    /// - What the rank itself has committed, or revealed, is dropped with its tenure: it counts in no tally.
    /// - A quorum stays, so that the group goes on. The place is a vacancy as after any other fault.
    /// - An empty signature stands for the caller: it must be the seller at that accuser's rank or its agent key. Any other
    ///   is the signature of one of these over the EIP-712 struct
    ///   `Expel(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,bytes32 evidenceHash)` in the domain
    ///   (`Hypernet`, `1`, chain id, the job's address), with the tenure that is to be expelled.
    ///
    /// Requirements:
    /// - The job must be running or frozen, and the group neither have settled, nor have a commitment of another rank in
    ///   this round, nor have expelled anybody at this checkpoint.
    /// - The rank must be active: one that is pending has done nothing yet. The accusers must be other active ranks of its group, each named once, and at least the
    ///   quorum.
    ///
    /// @param rank The rank to expel.
    /// @param evidenceHash What names the evidence.
    /// @param accusers Ranks of the same group.
    /// @param signatures One for each accuser: empty, or 65 bytes r, s, v.
    function expel(uint16 rank, bytes32 evidenceHash, uint16[] calldata accusers, bytes[] calldata signatures) external;

    // Replacement

    /// @notice Applies for a vacancy of a group and locks the caller's collateral for each checkpoint in which it can
    /// still be active.
    ///
    /// @dev Emits a {SellerApplied} event; for the first application to a vacancy also {DrawArmed}.
    ///
    /// Notes:
    /// - That is the checkpoints after the one in work; with it, if the job is frozen and the commitments of the group
    ///   are open.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the group have a vacancy and its list be open.
    /// - At least one checkpoint must be left to work for, and one seating.
    /// - The caller must not be the buyer, nor ever have had a place in this job, nor have an open application.
    /// - As for {sign}: trust, standing, ask, endpoint, free balance.
    ///
    /// @param ask Price per checkpoint, in the smallest unit of Hypertoken.
    /// @param agentKey As for {sign}.
    /// @param beneficiary As for {sign}.
    /// @param endpoint As for {sign}.
    function applyFor(
        uint16 group,
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external;

    /// @notice Takes back the caller's application; all its collateral returns.
    ///
    /// @dev Emits an {ApplicationWithdrawn} event.
    ///
    /// Requirements:
    /// - The caller must have an open application, and the list of its group be open, the job have ended, or all its
    ///   seatings be spent.
    function withdrawApplication() external;

    /// @notice Returns an applicant's collateral after the end of the job, on its behalf.
    ///
    /// @dev Emits an {ApplicationWithdrawn} event.
    ///
    /// Requirements:
    /// - The job must have ended, and the seller have an open application.
    function withdrawApplicationOf(address seller) external;

    /// @notice Draws one applicant for a vacancy of a group by the hash of the close block.
    ///
    /// @dev Emits a {SellerSeated} event; {JobResumed} if every group has a quorum again; {DrawArmed} if applicants and
    /// vacancies are left, or if the hash of the close block is gone: then the list is open again until the new one.
    /// {ApplicationWithdrawn} if no checkpoint is left to work for.
    ///
    /// Notes:
    /// - In a frozen job, if the commitments of the group are open, the replacement enters at once and the group's round
    ///   begins anew; otherwise it is pending until the next checkpoint.
    /// - Applications that were not drawn stay for the next vacancy; if none is armed, this arms the draw.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the group have a vacancy and an applicant, a seating be left, and a block
    ///   follow the close block.
    function seat(uint16 group) external;

    /// @notice Ends a frozen job that found no new sellers, or that its buyer has announced to terminate.
    ///
    /// @dev Emits a {JobAborted} event: NotRecruited, or Terminated if that can be had earlier.
    ///
    /// Requirements:
    /// - The job must be frozen, and this freeze have lasted two reveal windows.
    /// - The job's frozen time in all must be above the recruit window, or the announcement be two reveal windows old.
    function abort() external;
}
