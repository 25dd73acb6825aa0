// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Where a job stands in its life (docs/spec/job.md §1). Completed, Cancelled and Aborted are ends.
enum JobStatus {
    Open,
    Filled,
    Running,
    Frozen,
    Completed,
    Cancelled,
    Aborted
}

/// @notice A replica's outcome in a round (docs/spec/job.md §4).
enum Verdict {
    Undecided,
    Honest,
    Wrong,
    Copied,
    Withheld,
    Missed,
    Delayed,
    Expelled
}

/// @notice What a round without a majority leads to: the job is aborted, or the group restarts with new sellers.
enum LossPolicy {
    Abort,
    Restart
}

/// @notice Why a job was aborted.
enum AbortReason {
    // The job was not aborted.
    None,
    // A round had no majority, and the policy or the limit of one restart allows no other.
    Inconclusive,
    // Twice at one checkpoint nobody of a group committed, though a quorum of it was alive.
    NoWork,
    // A quorum agrees that the program failed.
    ProgramFailed,
    // The job waited for new sellers longer than its recruit window allows.
    NotRecruited,
    // The buyer had announced a termination, and the job was frozen.
    Terminated
}

/// @notice How a checkpoint was settled.
enum SettlementPath {
    // By commit and reveal.
    Tally,
    // By the signatures of all active ranks of the group.
    Unanimous,
    // By the signatures of all active ranks of the job.
    Together
}

/// @notice Instruction set of a seller's machine.
enum Architecture {
    Any,
    X64,
    Arm64
}

/// @notice The least that a seller's machine must offer to one rank.
/// @param cpus Logical CPUs.
/// @param memoryMiB Main memory, in MiB.
/// @param storageMiB Disk space, in MiB.
/// @param upKbps Bandwidth to the network, in kbit/s.
/// @param downKbps Bandwidth from the network, in kbit/s.
/// @param architecture Instruction set.
struct Requirements {
    uint16 cpus;
    uint32 memoryMiB;
    uint32 storageMiB;
    uint32 upKbps;
    uint32 downKbps;
    Architecture architecture;
}

/// @notice What a buyer offers and asks for; constant for the life of the job.
/// @param unitPrice The most that one seller is paid for one checkpoint, in the smallest unit of Hypertoken; the buyer may
/// raise it while the job is open.
/// @param unitCollateral What a seller locks for each checkpoint, in the smallest unit; a tenth to ten times the price.
/// @param groups Number of replication groups, from 1.
/// @param replication Replicas of a group, 1 to 16.
/// @param quorum Equal results that carry a checkpoint; more than half of `replication`.
/// @param checkpoints Number of checkpoints, from 1.
/// @param workSeconds Time from the begin of a round to the last commitment, in seconds.
/// @param revealSeconds Time from the close of commitments to the last reveal, in seconds; once more as long for opening
/// the digest.
/// @param recruitSeconds Frozen time that the whole job has to find new sellers, in seconds.
/// @param signDeadline Unix time in seconds until which sellers sign.
/// @param auctionEnd Unix time in seconds until which slots are underbid; 0: there is no auction.
/// @param lossPolicy What a round without a majority leads to.
/// @param numerics 0 for portable results, else the hash of the known-answer test of a class of CPUs.
/// @param specHash SHA-256 of the program's package.
/// @param leastStake Stake that must be behind a seller, in the smallest unit of Hypertoken.
/// @param leastPoints Points that a seller must have, in the smallest unit of Hypertoken.
/// @param mostStrikes Strikes that a seller may have.
/// @param requirements The least that a seller's machine must offer.
struct Terms {
    uint96 unitPrice;
    uint96 unitCollateral;
    uint16 groups;
    uint8 replication;
    uint8 quorum;
    uint16 checkpoints;
    uint24 workSeconds;
    uint24 revealSeconds;
    uint24 recruitSeconds;
    uint40 signDeadline;
    uint40 auctionEnd;
    LossPolicy lossPolicy;
    bytes32 numerics;
    bytes32 specHash;
    uint96 leastStake;
    uint96 leastPoints;
    uint16 mostStrikes;
    Requirements requirements;
}

/// @notice What a job keeps of the protocol's parameters, as they were when it was placed.
/// @param feeBps The treasury's fee, in basis points of the price of a paid cell.
/// @param cancelBps A seller's compensation for the buyer's early cancel, in basis points of the unit price.
/// @param holdSeconds Time that a slot must have been held to earn the compensation, in seconds.
/// @param drawBlocks Blocks between the first application to a vacancy and its draw.
struct Snapshot {
    uint16 feeBps;
    uint16 cancelBps;
    uint24 holdSeconds;
    uint8 drawBlocks;
}

/// @notice The whole configuration of a job: the immutable arguments of its contract.
/// @param buyer The account that placed the job.
/// @param librariesHash keccak256(abi.encodePacked(ids)) of the libraries named in {IJobFactory.JobPlaced}.
/// @param snapshot The protocol's parameters when the job was placed.
/// @param terms The buyer's terms.
struct Configuration {
    address buyer;
    bytes32 librariesHash;
    Snapshot snapshot;
    Terms terms;
}

/// @notice What a seller asks for and names when it takes a place in a job; signed, anybody may bring it.
/// @param seller The seller.
/// @param ask Price per checkpoint, in the smallest unit of Hypertoken.
/// @param agentKey The key that acts and signs for the seller in this job; zero for the seller itself.
/// @param beneficiary The account that earnings go to; zero for the seller itself.
/// @param endpoint Where the peers of this job reach the seller, at most 128 bytes.
/// @param nonce How often the seller has left a slot of this job: an offer holds until then.
/// @param deadline Unix time in seconds until which it can be brought.
struct Offer {
    address seller;
    uint96 ask;
    address agentKey;
    address beneficiary;
    string endpoint;
    uint256 nonce;
    uint40 deadline;
}

/// @notice What a seller must have in {IReputation} to take a place in a job.
/// @param stake Least stake behind it, in the smallest unit of Hypertoken.
/// @param points Least points, in the smallest unit of Hypertoken.
/// @param strikes Most strikes.
struct Standing {
    uint96 stake;
    uint96 points;
    uint16 strikes;
}

/// @notice What names a round of a group: no commitment is worth anything in another one.
/// @param job The job.
/// @param checkpoint The checkpoint, from 1.
/// @param attempt How often the group has restarted empty in this job.
/// @param group The group, from 0.
struct RoundContext {
    address job;
    uint16 checkpoint;
    uint16 attempt;
    uint16 group;
}
