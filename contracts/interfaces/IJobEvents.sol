// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AbortReason, JobStatus, SettlementPath, Verdict} from "../types/JobTypes.sol";

/// @title IJobEvents
/// @notice What a job says: its events, from which its complete state can be rebuilt, its errors, and what it answers.
interface IJobEvents {
    /// @notice Where the job as a whole stands.
    /// @param status The state.
    /// @param signed Slots taken.
    /// @param checkpoint The checkpoint in work, from 1; 0 before the start.
    /// @param settledGroups Groups that have settled it.
    /// @param shortGroups Groups with fewer active ranks than the quorum.
    /// @param seatings Replacements seated so far; with `signed`, the number of tenures.
    /// @param paidCells Cells that were settled as honest so far.
    /// @param barrierAt Unix time in seconds at which the checkpoint in work began; after a freeze in which the work window
    /// from there on was open, the end of that freeze. Rounds in which nobody has done anything begin then.
    /// @param unitPrice What the buyer has raised the unit price to, in the smallest unit; 0 if it has not.
    /// @param abortReason Why it was aborted.
    /// @param isRefunded Whether the buyer has been refunded.
    /// @param isCompensated Whether sellers are due a compensation, since the buyer has cancelled early.
    /// @param extensions How often an underbid in its last moments has extended the auction.
    /// @param frozenAt Unix time in seconds at which the present, or else the last freeze began.
    /// @param frozenSeconds Time spent in freezes that are over.
    /// @param seedBlock The block whose hash draws the ranks; 0 until armed.
    /// @param filledAt Unix time in seconds of the last signature.
    /// @param endedAt Unix time in seconds of the end; 0 before.
    /// @param announcedAt Unix time in seconds at which the buyer announced its termination; 0: it has not.
    struct Progress {
        JobStatus status;
        uint16 signed;
        uint16 checkpoint;
        uint16 settledGroups;
        uint16 shortGroups;
        uint16 seatings;
        uint24 paidCells;
        uint40 barrierAt;
        uint88 unitPrice;
        AbortReason abortReason;
        bool isRefunded;
        bool isCompensated;
        uint8 extensions;
        uint40 frozenAt;
        uint40 frozenSeconds;
        uint64 seedBlock;
        uint40 filledAt;
        uint40 endedAt;
        uint40 announcedAt;
    }

    /// @notice One seller's time in the job, or its application to one.
    /// @param ask Its price for a checkpoint, in the smallest unit of Hypertoken.
    /// @param signedAt Unix time in seconds of its signature; 0 for a replacement.
    /// @param number The tenure's number plus one; 0 for an application.
    /// @param rank Its rank; before the start its slot.
    /// @param firstCheckpoint The first checkpoint it works for.
    /// @param endCheckpoint The checkpoint in which a fault ended it; 0 if none has.
    /// @param lockedCells Cells of collateral it has locked in all: they stand for the last checkpoints of the job.
    /// @param forfeitedCells Of these, what its fault has cost.
    /// @param paidCells Settled cells that it has been paid for.
    /// @param isClosed Whether nothing is left to claim, for good; with number 0: it has given its slot back.
    /// @param agentKey The key that acts and signs for it.
    /// @param application Place on the list of applications plus one; 0 without an open application.
    /// @param group The group that it applied to.
    /// @param nonce How often it has left a slot of this job: what its next {Offer} names.
    /// @param isUnderbid Whether it has taken its slot from somebody.
    /// @param beneficiary The account that its earnings go to.
    struct Tenure {
        uint96 ask;
        uint40 signedAt;
        uint16 number;
        uint16 rank;
        uint16 firstCheckpoint;
        uint16 endCheckpoint;
        uint16 lockedCells;
        uint16 forfeitedCells;
        uint16 paidCells;
        bool isClosed;
        address agentKey;
        uint32 application;
        uint16 group;
        uint32 nonce;
        bool isUnderbid;
        address beneficiary;
    }

    /// @notice Where a group stands in the checkpoint in work.
    /// @param checkpoint The checkpoint in work.
    /// @param attempt How often the group has restarted empty.
    /// @param t0 Unix time in seconds at which the round began.
    /// @param closedAt Unix time in seconds at which commitments closed; 0 while they are open.
    /// @param active Ranks that take part.
    /// @param pending Replacements that take part from the next checkpoint on.
    /// @param committed Ranks that have committed.
    /// @param present Ranks that have shown presence.
    /// @param revealed Ranks that have revealed.
    /// @param isSettled Whether the checkpoint in work is decided.
    /// @param hasRearmed Whether the round was begun anew at this checkpoint because nobody had committed.
    /// @param hasRestarted Whether the group has restarted empty at this checkpoint.
    /// @param hasExpelled Whether the group has expelled one of its ranks at this checkpoint.
    struct Group {
        uint16 checkpoint;
        uint16 attempt;
        uint40 t0;
        uint40 closedAt;
        uint16 active;
        uint16 pending;
        uint16 committed;
        uint16 present;
        uint16 revealed;
        bool isSettled;
        bool hasRearmed;
        bool hasRestarted;
        bool hasExpelled;
    }

    // Signing

    /// @notice A seller took a slot and locked its collateral for all checkpoints.
    event SellerSigned(
        uint32 indexed tenure,
        address indexed seller,
        address agentKey,
        address beneficiary,
        uint96 ask,
        string endpoint
    );

    /// @notice A seller gave its slot back, for good; the rest of its collateral is free. The seller of the last slot, if
    /// that is another one, moves to this slot.
    /// @param forfeited What that costs, to the treasury, in the smallest unit of Hypertoken.
    event SellerUnsigned(uint32 indexed tenure, address indexed seller, uint256 forfeited);

    /// @notice A seller took a slot from another one, whose collateral is free.
    /// @param displaced The seller that had the slot.
    /// @param extensions How often the auction has been extended, by this underbid or before.
    event SellerUnderbid(
        uint32 indexed tenure,
        address indexed seller,
        address indexed displaced,
        address agentKey,
        address beneficiary,
        uint96 ask,
        uint8 extensions,
        string endpoint
    );

    /// @notice A seller lowered its ask, in the smallest unit of Hypertoken.
    event AskLowered(uint32 indexed tenure, address indexed seller, uint96 ask);

    /// @notice The buyer raised the unit price. Both in the smallest unit of Hypertoken.
    /// @param unitPrice The most that one seller is paid for one checkpoint, from now on.
    /// @param funded What the buyer has added to the escrow.
    event PriceRaised(uint96 unitPrice, uint256 funded);

    /// @notice All slots are taken.
    event JobFilled(uint40 filledAt);

    /// @notice The block was chosen whose hash draws the ranks.
    event SeedArmed(uint64 seedBlock);

    /// @notice The ranks are drawn: the rank of each slot follows from the seed (docs/spec/job.md §5). Checkpoint 1
    /// begins in all groups at `t0`, with all ranks active.
    event JobStarted(bytes32 seed, uint40 t0);

    // Rounds

    /// @notice A rank committed its result.
    /// @param closedAt Unix time in seconds at which this commitment, as the last one awaited, closed the commitments of
    /// the group; 0 if they stay open.
    event ResultCommitted(
        uint16 indexed group,
        uint16 indexed checkpoint,
        uint16 indexed rank,
        uint16 attempt,
        uint32 tenure,
        bytes32 commitment,
        uint40 closedAt
    );

    /// @notice A rank showed that it is alive, though held up.
    event PresenceShown(
        uint16 indexed group,
        uint16 indexed checkpoint,
        uint16 indexed rank,
        uint16 attempt,
        uint32 tenure
    );

    /// @notice A rank's commitment was opened.
    event ResultRevealed(
        uint16 indexed group,
        uint16 indexed checkpoint,
        uint16 indexed rank,
        uint16 attempt,
        uint32 tenure,
        bytes16 tag,
        bytes16 seal
    );

    /// @notice The digest that a quorum of tags stands for was opened.
    /// @param hasFailed Whether these tags say that the program failed.
    event DigestOpened(uint16 indexed group, uint16 indexed checkpoint, uint16 attempt, bytes32 digest, bool hasFailed);

    /// @notice A group's checkpoint is decided: each honest rank has earned one cell.
    /// @param checkpoint That checkpoint. If all ranks together settled it, it may be ahead of the one in work: those between
    /// are settled with it, each of them one cell, and the job goes on, or ends, after it.
    /// @param honest Ranks that keep their place.
    /// @param faulty Ranks that leave, each with its own {SellerFaulted}.
    event CheckpointSettled(
        uint16 indexed group,
        uint16 indexed checkpoint,
        uint16 attempt,
        bytes32 digest,
        uint16 honest,
        uint16 faulty,
        SettlementPath path
    );

    /// @notice A seller lost collateral, and its place; what it had earned and what is left of its collateral is paid out
    /// at once.
    /// @param amount Forfeited, in the smallest unit of Hypertoken.
    event SellerFaulted(
        uint32 indexed tenure,
        address indexed seller,
        uint16 indexed checkpoint,
        uint16 group,
        uint16 rank,
        Verdict verdict,
        uint256 amount
    );

    /// @notice A quorum of its group expelled a seller; its own {SellerFaulted} follows. What it has committed in this
    /// round is void.
    /// @param accusers The ranks that signed.
    /// @param evidenceHash What names the evidence that they hold.
    event SellerExpelled(
        uint32 indexed tenure,
        address indexed seller,
        uint16 indexed checkpoint,
        uint16 group,
        uint16 attempt,
        uint16 rank,
        uint16 accusers,
        bytes32 evidenceHash
    );

    /// @notice A seller gave its rank up; its own {SellerFaulted} follows.
    /// @param t0 Unix time in seconds at which the group's round begins anew, since it is short and those that were pending
    /// take part from now on; 0 if it does not. Nobody has shown presence in it yet; commitments stand.
    /// @param closedAt Unix time in seconds at which the commitments of the group have closed, if they have by now: this
    /// closes them if all others had committed. Without meaning for a rank that was pending.
    event SellerResigned(
        uint32 indexed tenure,
        address indexed seller,
        uint16 indexed checkpoint,
        uint16 group,
        uint16 rank,
        uint40 t0,
        uint40 closedAt
    );

    /// @notice A seller was found to have bound itself to two commitments in one round; its own {SellerFaulted} follows. What
    /// it has committed in this round is void.
    /// @param first One commitment.
    /// @param second The other one.
    /// @param t0 As in {SellerResigned}.
    /// @param closedAt As in {SellerResigned}; also if they had closed before.
    event SellerEquivocated(
        uint32 indexed tenure,
        address indexed seller,
        uint16 indexed checkpoint,
        uint16 group,
        uint16 attempt,
        uint16 rank,
        bytes32 first,
        bytes32 second,
        uint40 t0,
        uint40 closedAt
    );

    /// @notice A round ended without a quorum that agrees and is opened; all active ranks of the group have left.
    /// @param agreeing The replicas with the tag of a quorum, which nobody opened in time or too few have sealed; empty if no
    /// tag had a quorum.
    event RoundInconclusive(uint16 indexed group, uint16 indexed checkpoint, uint16 attempt, uint16 agreeing);

    /// @notice A group's round begins anew: with the next attempt after an inconclusive one, with the same if nobody had
    /// committed.
    /// @param active Ranks that take part from now on, those among them that were pending included.
    /// @param t0 Unix time in seconds at which it begins.
    event GroupRestarted(uint16 indexed group, uint16 indexed checkpoint, uint16 attempt, uint16 active, uint40 t0);

    /// @notice All groups have settled: the next checkpoint begins everywhere, and pending ranks become active.
    /// @param checkpoint The checkpoint that begins.
    /// @param t0 Unix time in seconds at which it begins.
    event BarrierPassed(uint16 indexed checkpoint, uint40 t0);

    // Replacement

    /// @notice A seller applied for a vacancy of a group and locked its collateral.
    /// @param lockedCells Cells of collateral locked.
    event SellerApplied(
        uint16 indexed group,
        address indexed seller,
        address agentKey,
        address beneficiary,
        uint96 ask,
        uint16 lockedCells,
        string endpoint
    );

    /// @notice An application ended without a seat; its collateral is back.
    event ApplicationWithdrawn(uint16 indexed group, address indexed seller);

    /// @notice The block was chosen whose hash draws a replacement for a group; from it on the list is closed.
    ///
    /// @dev It holds until the group's next {SellerSeated}, or until its last application is withdrawn.
    ///
    /// @param closeBlock 0: there will be no draw, since no checkpoint is left to work for.
    event DrawArmed(uint16 indexed group, uint64 closeBlock);

    /// @notice The draw gave a vacancy to an applicant.
    /// @param firstCheckpoint The first checkpoint it works for; if that is not the one in work, it is pending.
    /// @param lockedCells Cells of collateral that stay locked; the others are back.
    /// @param t0 Unix time in seconds at which the group's round begins anew; 0 if it does not.
    event SellerSeated(
        uint16 indexed group,
        uint32 indexed tenure,
        address indexed seller,
        uint16 rank,
        uint16 firstCheckpoint,
        uint16 lockedCells,
        uint40 t0
    );

    /// @notice A group has too few active ranks: deadlines stand still.
    event JobFrozen(uint40 frozenAt);

    /// @notice Every group has a quorum again: deadlines run on.
    ///
    /// @dev For each group that has not settled the checkpoint in work, with c = closedAt, or t0 + work where that was
    /// before frozenAt, or none:
    /// - none: t0 becomes `resumedAt`, and nobody has shown presence yet;
    /// - frozenAt <= c + reveal: closedAt becomes `resumedAt`;
    /// - frozenAt <= c + 2·reveal: closedAt becomes `resumedAt` − reveal − 1 (the digest can be opened for one more window);
    /// - else closedAt becomes c.
    event JobResumed(uint40 resumedAt);

    // Ends and money

    /// @notice The buyer wants the job to end. From `work` seconds later on the checkpoint then in work is the last one.
    event TerminationAnnounced(uint40 announcedAt);

    /// @notice The last checkpoint is settled in all groups: that of the terms, or the one in work when the buyer's
    /// termination took effect.
    event JobCompleted();

    /// @notice The job ended early; what was settled is paid.
    event JobAborted(AbortReason reason);

    /// @notice The job ended before it started.
    /// @param compensation What each seller is due that held its slot long enough, in the smallest unit of Hypertoken.
    event JobCancelled(uint256 compensation);

    /// @notice A seller was paid. All amounts in the smallest unit of Hypertoken.
    /// @param cells Settled cells that are paid now.
    /// @param earned Price, to its beneficiary.
    /// @param fee To the treasury.
    /// @param rest What its ask left of the escrow of these cells, to the buyer.
    /// @param collateral Back to the seller.
    /// @param compensation To the seller, for a slot it held in a job that its buyer cancelled.
    /// @param isClosed Whether nothing is left to claim, for good.
    event SellerPaid(
        uint32 indexed tenure,
        address indexed seller,
        uint16 cells,
        uint256 earned,
        uint256 fee,
        uint256 rest,
        uint256 collateral,
        uint256 compensation,
        bool isClosed
    );

    /// @notice The escrow of all cells that were not settled went back to the buyer.
    /// @param amount In the smallest unit of Hypertoken.
    event BuyerRefunded(address indexed buyer, uint256 amount);

    // Errors

    /// @notice The job takes no more signatures.
    error JobNotOpen(JobStatus status);

    /// @notice The job is not waiting for its start.
    error JobNotFilled(JobStatus status);

    /// @notice The job is not running, nor, where that would do, frozen.
    error JobNotRunning(JobStatus status);

    /// @notice The job is not frozen.
    error JobNotFrozen(JobStatus status);

    /// @notice The job can only be cancelled while it is open or filled.
    error JobNotCancellable(JobStatus status);

    /// @notice The job has not ended.
    error JobNotEnded(JobStatus status);

    /// @notice Sign and underbid are paused for the whole network.
    error JobPaused();

    /// @notice The time to sign is over, in unix seconds.
    error SignClosed(uint256 signDeadline);

    /// @notice The auction is over, in unix seconds; 0: there is none.
    error AuctionClosed(uint256 auctionEnd);

    /// @notice Slots are still underbid until this unix second.
    error AuctionOpen(uint256 auctionEnd);

    /// @notice Nobody has this slot.
    error SlotUnknown(uint256 slot, uint256 signed);

    /// @notice The account has no slot.
    error NoSlot(address account);

    /// @notice The ask is not below the present one, or not far enough; in the smallest unit of Hypertoken.
    /// @param most The highest ask that is.
    error AskNotLower(uint256 ask, uint256 most);

    /// @notice The slot cannot be given back before this time, in unix seconds.
    error UnsignTooEarly(uint256 notBefore);

    /// @notice The offer held until this time, in unix seconds.
    error OfferExpired(uint256 deadline);

    /// @notice The offer names another nonce than the seller's next.
    error OfferNonceUnfit(address seller, uint256 nonce, uint256 next);

    /// @notice The offer is not signed by the seller it names.
    error OfferUnauthorized(address seller, address signer);

    /// @notice Only the buyer raises the price.
    error BuyerUnauthorized(address account, address buyer);

    /// @notice The price is out of the range that it can be raised to, in the smallest unit of Hypertoken.
    error PriceOutOfRange(uint256 unitPrice, uint256 least, uint256 most);

    /// @notice Before this time only the buyer cancels, and only while the job is open; in unix seconds.
    error CancelTooEarly(uint256 notBefore);

    /// @notice The buyer cannot sell to itself.
    error SellerIsBuyer(address buyer);

    /// @notice The seller has a place in this job, an open application to it, or has given its slot or tenure up.
    error SellerKnown(address seller);

    /// @notice The ask is above the unit price, in the smallest unit of Hypertoken.
    error AskTooHigh(uint256 ask, uint256 unitPrice);

    /// @notice The endpoint is longer than 128 bytes.
    error EndpointTooLong(uint256 length, uint256 most);

    /// @notice The seed block is armed and its hash can still be had.
    error SeedStillArmed(uint256 seedBlock);

    /// @notice No block follows the seed block yet, or none is armed.
    error SeedNotReady(uint256 seedBlock);

    /// @notice The seed block's hash can no longer be had: call `arm`.
    error SeedGone(uint256 seedBlock);

    /// @notice There is no such group.
    error GroupUnknown(uint256 group, uint256 groups);

    /// @notice There is no such rank.
    error RankUnknown(uint256 rank, uint256 ranks);

    /// @notice There is no such tenure.
    error TenureUnknown(uint256 tenure);

    /// @notice Nobody is active at this rank.
    error RankNotActive(uint256 rank);

    /// @notice The caller, or the signer, is neither the seller at this rank nor its agent key.
    error RankUnauthorized(uint256 rank, address account);

    /// @notice A list is not of the length that another one, or the job, asks for.
    error LengthsDiffer(uint256 need, uint256 have);

    /// @notice The group has settled the checkpoint in work.
    error GroupSettled(uint256 group, uint256 checkpoint);

    /// @notice The group is in this round, not in the one that was named.
    error RoundMismatch(uint256 group, uint256 checkpoint, uint256 attempt);

    /// @notice Commitments of the group are closed.
    error CommitsClosed(uint256 group);

    /// @notice Commitments of the group are still open.
    error CommitsOpen(uint256 group);

    /// @notice The rank has committed already.
    error AlreadyCommitted(uint256 rank);

    /// @notice The rank has shown presence already.
    error AlreadyPresent(uint256 rank);

    /// @notice Presence is shown in the second half of the work window, in unix seconds of {clock}.
    error PresenceTooEarly(uint256 notBefore);

    /// @notice The rank has not committed.
    error NotCommitted(uint256 rank);

    /// @notice The rank has revealed already.
    error AlreadyRevealed(uint256 rank);

    /// @notice The reveal window is over, in unix seconds of {clock}.
    error RevealClosed(uint256 group, uint256 deadline);

    /// @notice What was revealed, or is said to stand on chain, is not what was committed.
    error CommitmentMismatch(uint256 rank, bytes32 commitment);

    /// @notice Ranks that have committed may still reveal, until this unix second of {clock}.
    error RevealsOpen(uint256 group, uint256 until);

    /// @notice A quorum of tags agrees and the digest is not that; one that is can be opened until this unix second of
    /// {clock}.
    error DigestMismatch(uint256 group, bytes32 digest, uint256 until);

    /// @notice Fewer ranks of the group are active than the quorum.
    error QuorumShort(uint256 group, uint256 have, uint256 need);

    /// @notice All ranks together can settle only from the checkpoint in work on, up to the last one: of the job, or that in
    /// work while a rank is pending or a termination has taken effect.
    error CheckpointOutOfRange(uint256 checkpoint, uint256 least, uint256 most);

    /// @notice The job has too many ranks to settle all together.
    error RanksTooMany(uint256 ranks, uint256 most);

    /// @notice Only the buyer terminates.
    error TerminationUnauthorized(address account, address buyer);

    /// @notice The buyer has announced a termination before, at this unix second.
    error TerminationKnown(uint256 announcedAt);

    /// @notice An active rank resigns before this unix second.
    error ResignTooLate(uint256 notFrom);

    /// @notice A commitment does not contradict itself.
    error CommitmentsEqual(bytes32 commitment);

    /// @notice A rank of the group besides the one to expel has committed: it is too late in this round.
    error CommitsBegun(uint256 group);

    /// @notice The group has expelled one of its ranks at this checkpoint, and may not expel another.
    error ExpulsionSpent(uint256 group, uint256 checkpoint);

    /// @notice The accuser is not another active rank of the group, or was named before.
    error AccuserUnfit(uint256 rank);

    /// @notice Fewer ranks accuse than the quorum.
    error AccusersShort(uint256 have, uint256 need);

    /// @notice The job has not drawn its ranks, so nothing can be known about them.
    error RanksNotDrawn();

    /// @notice The group has no vacancy.
    error NoVacancy(uint256 group);

    /// @notice No checkpoint is left in which a replacement could work.
    error NoCheckpointLeft(uint256 checkpoint);

    /// @notice The list of applications is closed until somebody calls `seat`.
    error ApplicationsClosed(uint256 group, uint256 closeBlock);

    /// @notice The account has no open application.
    error NoApplication(address account);

    /// @notice The group has no applicant.
    error NoApplicant(uint256 group);

    /// @notice No block follows the close block yet.
    error DrawNotReady(uint256 group, uint256 closeBlock);

    /// @notice The job has seated as many replacements as it may.
    error SeatingsSpent(uint256 most);

    /// @notice A frozen job can be aborted from this unix second on.
    error AbortTooEarly(uint256 notBefore);

    /// @notice The tenure has nothing to claim.
    error NothingToClaim(uint256 tenure);

    /// @notice The buyer was refunded already.
    error AlreadyRefunded(address buyer);
}
