// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AbortReason, Configuration, JobStatus, RoundPhase, SettlementPath, Verdict} from "../types/JobTypes.sol";
import {ICollateral} from "./ICollateral.sol";

/// @title IJob
/// @notice One placed computation, from its signatures to its last payment. docs/spec/job.md explains the states, the
/// windows and the prices of faults.
///
/// @dev Notes:
/// - The job holds no tokens and has no owner; its configuration is part of its code. It calls only Collateral.
/// - Groups count from 0, ranks from 0 (rank = group · replication + replica), checkpoints from 1, tenures from 0: the
///   first n are the signed slots, each replacement has the next number.
/// - Masks have one bit for each replica of a group, bit i for rank group · replication + i.
/// - Work and reveal deadlines are compared with {clock}, which stands still while the job is frozen.
/// - Every state that is not an end has an exit that anyone may call after a finite time.
/// - The complete state can be rebuilt from the events.
interface IJob {
    /// @notice Where the job as a whole stands.
    /// @param status The state.
    /// @param signed Slots taken.
    /// @param checkpoint The checkpoint in work, from 1; 0 before the start.
    /// @param settledGroups Groups that have settled it.
    /// @param shortGroups Groups with fewer active ranks than the quorum.
    /// @param seatings Draws that seated a replacement so far.
    /// @param paidCells Cells that were settled as honest so far.
    /// @param seedBlock The block whose hash draws the ranks; 0 until armed.
    /// @param filledAt Unix time in seconds of the last signature.
    /// @param frozenAt Unix time in seconds at which the present, or else the last freeze began.
    /// @param frozenSeconds Time spent in freezes that are over.
    /// @param endedAt Unix time in seconds of the end; 0 before.
    /// @param abortReason Why it was aborted.
    /// @param isRefunded Whether the buyer has been refunded.
    struct Progress {
        JobStatus status;
        uint16 signed;
        uint16 checkpoint;
        uint16 settledGroups;
        uint16 shortGroups;
        uint16 seatings;
        uint24 paidCells;
        uint64 seedBlock;
        uint40 filledAt;
        uint40 frozenAt;
        uint40 frozenSeconds;
        uint40 endedAt;
        AbortReason abortReason;
        bool isRefunded;
    }

    /// @notice One seller's time in the job.
    /// @param seller The account that signed or was seated.
    /// @param agentKey The key that acts and signs for it.
    /// @param beneficiary The account that its earnings go to.
    /// @param ask Its price for a checkpoint, in the smallest unit of Hypertoken.
    /// @param rank Its rank; before the start its slot.
    /// @param firstCheckpoint The first checkpoint it works for.
    /// @param endCheckpoint The checkpoint in which it left; 0 while it has not.
    /// @param lockedCells Cells of collateral it has locked in all: they stand for the last checkpoints of the job.
    /// @param forfeitedCells Of these, what its fault has cost.
    /// @param paidCells Settled cells that it has been paid for.
    /// @param signedAt Unix time in seconds of its signature; 0 for a replacement.
    /// @param isClosed Whether nothing is left to claim, for good.
    struct Tenure {
        address seller;
        address agentKey;
        address beneficiary;
        uint96 ask;
        uint16 rank;
        uint16 firstCheckpoint;
        uint16 endCheckpoint;
        uint16 lockedCells;
        uint16 forfeitedCells;
        uint16 paidCells;
        uint40 signedAt;
        bool isClosed;
    }

    /// @notice Where a group stands in the checkpoint in work.
    /// @param phase Commit, Reveal or Settled.
    /// @param attempt How often it has restarted empty.
    /// @param settledCheckpoint The last checkpoint it has settled.
    /// @param t0 Unix time in seconds at which the round began.
    /// @param closedAt Unix time in seconds at which commitments closed; 0 while they are open.
    /// @param active Ranks that take part.
    /// @param pending Replacements that take part from the next checkpoint on.
    /// @param committed Ranks that have committed.
    /// @param present Ranks that have shown presence.
    /// @param revealed Ranks that have revealed.
    /// @param isOpened Whether the digest of this round is open.
    /// @param hasRearmed Whether its round was begun anew at this checkpoint because nobody had committed.
    /// @param hasRestarted Whether it has restarted empty at this checkpoint.
    /// @param digest The opened digest of this round, else that of the last settled checkpoint.
    /// @param closeBlock The block whose hash draws the next replacement; 0 while no draw is armed.
    /// @param applicants Applications on the group's list.
    struct Group {
        RoundPhase phase;
        uint16 attempt;
        uint16 settledCheckpoint;
        uint40 t0;
        uint40 closedAt;
        uint16 active;
        uint16 pending;
        uint16 committed;
        uint16 present;
        uint16 revealed;
        bool isOpened;
        bool hasRearmed;
        bool hasRestarted;
        bytes32 digest;
        uint64 closeBlock;
        uint32 applicants;
    }

    /// @notice A seller's open application to a group.
    /// @param seller The applicant.
    /// @param agentKey The key that would act and sign for it.
    /// @param beneficiary The account that its earnings would go to.
    /// @param ask Its price for a checkpoint, in the smallest unit of Hypertoken.
    /// @param lockedCells Cells of collateral it has locked.
    struct Application {
        address seller;
        address agentKey;
        address beneficiary;
        uint96 ask;
        uint16 lockedCells;
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

    /// @notice A round ended without a majority; all active ranks of the group have left.
    /// @param agreeing Ranks with the most frequent tag.
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

    /// @notice Every group has a quorum again: deadlines run on (docs/spec/job.md §3).
    event JobResumed(uint40 resumedAt);

    // Ends and money

    /// @notice The last checkpoint is settled in all groups.
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

    /// @notice The job is neither running nor frozen.
    error JobNotRunning(JobStatus status);

    /// @notice The job is not frozen.
    error JobNotFrozen(JobStatus status);

    /// @notice The job can only be cancelled while it is open or filled.
    error JobNotCancellable(JobStatus status);

    /// @notice The job has not ended.
    error JobNotEnded(JobStatus status);

    /// @notice Sign is paused for the whole network.
    error JobPaused();

    /// @notice The time to sign is over, in unix seconds.
    error SignClosed(uint256 signDeadline);

    /// @notice Before this time only the buyer cancels, and only while the job is open; in unix seconds.
    error CancelTooEarly(uint256 notBefore);

    /// @notice The buyer cannot sell to itself.
    error SellerIsBuyer(address buyer);

    /// @notice The seller has or had a place in this job, or an open application to it.
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

    /// @notice The lists are not of the same length.
    error LengthsDiffer(uint256 ranks, uint256 signatures);

    /// @notice The group has settled the checkpoint in work.
    error GroupSettled(uint256 group, uint256 checkpoint);

    /// @notice Commitments of the group are closed.
    error CommitsClosed(uint256 group);

    /// @notice Commitments of the group are still open.
    error CommitsOpen(uint256 group);

    /// @notice The rank has committed already.
    error AlreadyCommitted(uint256 rank);

    /// @notice A commitment cannot be zero.
    error CommitmentZero(uint256 rank);

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

    /// @notice What was revealed is not what was committed.
    error CommitmentMismatch(uint256 rank, bytes32 commitment);

    /// @notice Ranks that have committed may still reveal, until this unix second of {clock}.
    error RevealsOpen(uint256 group, uint256 until);

    /// @notice A quorum of tags agrees and the digest is not that; one that is can be opened until this unix second of
    /// {clock}.
    error DigestMismatch(uint256 group, bytes32 digest, uint256 until);

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

    // Signing

    /// @notice Signs the job at an ask per checkpoint and locks the caller's collateral for all checkpoints.
    ///
    /// @dev Emits a {SellerSigned} event; for the last slot also {JobFilled} and {SeedArmed}.
    ///
    /// Requirements:
    /// - The job must be open, {clock} at most the sign deadline, and sign not be paused.
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

    /// @notice Opens a rank's commitment. Anyone may, who knows the salt.
    ///
    /// @dev Emits a {ResultRevealed} event.
    ///
    /// Requirements:
    /// - The job must be running or frozen, the commitments of the group closed, and {clock} at most the close + reveal.
    /// - The rank must have committed to exactly this, and not have revealed.
    function reveal(uint16 rank, bytes16 tag, bytes16 seal, bytes32 salt) external;

    /// @notice Opens a rank's commitment and, if that makes the round complete and faultless, settles it: otherwise the
    /// digest is ignored.
    ///
    /// @dev Emits a {ResultRevealed} event; when it settles, those of {settle}.
    ///
    /// Requirements:
    /// - As the other `reveal`.
    ///
    /// @param digest The digest that the caller believes in.
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
    /// - The caller must have an open application, and the list of its group be open or the job have ended.
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
    /// - The job must be running or frozen, the group have a vacancy and an applicant, and a block follow the close
    ///   block.
    function seat(uint16 group) external;

    /// @notice Ends a frozen job that found no new sellers.
    ///
    /// @dev Emits a {JobAborted} event.
    ///
    /// Requirements:
    /// - The job's frozen time in all must be above the recruit window, and this freeze have lasted two reveal windows.
    function abort() external;

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

    // Views

    /// @notice The job's configuration, which never changes.
    function configuration() external view returns (Configuration memory);

    /// @notice Where the job stands.
    function status() external view returns (JobStatus);

    /// @notice Where the job stands, in full.
    function progress() external view returns (Progress memory);

    /// @notice The draw of the ranks; 0 before the start.
    function seed() external view returns (bytes32);

    /// @notice The unix second that work and reveal deadlines are compared with: the block's time, or while the job is
    /// frozen the time at which it froze.
    function clock() external view returns (uint40);

    /// @notice A seller's time in the job; a slot before the start.
    function tenure(uint32 id) external view returns (Tenure memory);

    /// @notice Number of tenures so far, slots included.
    function tenures() external view returns (uint32);

    /// @notice The tenure that a seller has or had.
    /// @return isKnown Whether there is one.
    /// @return id Its number.
    function tenureOf(address seller) external view returns (bool isKnown, uint32 id);

    /// @notice The tenure that is, or was last, at a rank.
    function tenureAt(uint16 rank) external view returns (uint32 id);

    /// @notice The rank that a slot was drawn to.
    function rankOf(uint16 slot) external view returns (uint16 rank);

    /// @notice The slot that was drawn to a rank.
    function slotOf(uint16 rank) external view returns (uint16 slot);

    /// @notice Where a group stands.
    function group(uint16 id) external view returns (Group memory);

    /// @notice The word that a rank has committed or revealed last: a commitment, or tag (high 128 bits) and seal.
    function wordOf(uint16 rank) external view returns (bytes32);

    /// @notice A seller's open application.
    /// @return groupId The group that it is for.
    /// @return application The application; all zero if there is none.
    function applicationOf(address seller) external view returns (uint16 groupId, Application memory application);

    /// @notice What {claim} would pay now.
    function claimable(uint32 id) external view returns (ICollateral.Payout memory);

    /// @notice The ledger that holds the job's money.
    function COLLATERAL() external view returns (ICollateral);
}
