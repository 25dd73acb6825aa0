// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Snapshot, Terms} from "../types/JobTypes.sol";

/// @title IJobFactory
/// @notice The scheduler of the white paper (§3.2): validates the terms of a job, creates its contract, funds it, and
/// announces it.
///
/// @dev Notes:
/// - Job events count only when they come from an address that {JobPlaced} announced.
/// - Anybody may register an implementation of {IJob}. Those that the timelock lists earn reputation; any of them touches
///   only the funds of users who trust it ({ICollateral.trust}).
interface IJobFactory {
    /// @notice What a buyer places.
    /// @param implementation A registered implementation of {IJob}.
    /// @param nonce Chosen by the buyer, once per job: a retry with the same nonce cannot place a second one.
    /// @param terms The terms.
    /// @param libraries Ids of the libraries that the program uses, at most 32.
    /// @param manifestUri Where the program's package is found, at most 256 bytes.
    struct Placement {
        address implementation;
        uint256 nonce;
        Terms terms;
        bytes32[] libraries;
        string manifestUri;
    }

    /// @notice An ERC-2612 permit of the buyer for Collateral.
    /// @param amount What is deposited, in the smallest unit of Hypertoken.
    /// @param deadline Unix time in seconds until which the permit can be shown.
    struct Permit {
        uint256 amount;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice The terms that have a range, as {TermOutOfRange} names them.
    enum Term {
        UnitPrice,
        UnitCollateral,
        Groups,
        Replication,
        Quorum,
        Checkpoints,
        WorkSeconds,
        RevealSeconds,
        RecruitSeconds,
        SignDeadline,
        AuctionEnd,
        LeastStake,
        Libraries,
        ManifestUri
    }

    /// @notice A job was placed and is open.
    /// @param job The job's contract.
    /// @param buyer The account that placed it.
    /// @param specHash SHA-256 of the program's package, as in `terms`.
    /// @param implementation The code that the job's contract runs.
    /// @param nonce The buyer's nonce.
    /// @param escrow What the buyer has funded, in the smallest unit of Hypertoken.
    /// @param snapshot The protocol's parameters that hold for this job.
    /// @param terms The buyer's terms.
    /// @param libraries Ids of the libraries that the program uses.
    /// @param manifestUri Where the program's package is found.
    event JobPlaced(
        address indexed job,
        address indexed buyer,
        bytes32 indexed specHash,
        address implementation,
        uint256 nonce,
        uint256 escrow,
        Snapshot snapshot,
        Terms terms,
        bytes32[] libraries,
        string manifestUri
    );

    /// @notice Somebody brought an own kind of job contract.
    event ImplementationRegistered(address indexed implementation, bytes32 indexed codeHash, address indexed account);

    /// @notice The timelock approved of an implementation, or no longer does; jobs placed before keep what they had.
    event ImplementationListed(address indexed implementation, bytes32 indexed codeHash, bool isListed);

    /// @notice Place and sign are paused.
    error PlacementPaused();

    /// @notice A term is out of the range that the protocol allows; both ends of it are included.
    /// @param value In the term's unit; for Libraries and ManifestUri their number and length in bytes.
    error TermOutOfRange(Term term, uint256 value, uint256 least, uint256 most);

    /// @notice The buyer has already placed a job with this nonce.
    error NonceUsed(address buyer, uint256 nonce, address job);

    /// @notice The implementation was never registered.
    error ImplementationUnknown(address implementation);

    /// @notice The implementation is registered already.
    error ImplementationKnown(address implementation);

    /// @notice The address holds no code.
    error ImplementationEmpty(address implementation);

    /// @notice The implementation's code is no longer the one that was registered.
    error ImplementationChanged(address implementation, bytes32 registered, bytes32 found);

    /// @notice Only the timelock lists implementations.
    error ListingUnauthorized(address account, address timelock);

    /// @notice Places a job and funds it from the caller's free balance in Collateral.
    ///
    /// @dev Emits a {JobPlaced} event.
    ///
    /// Notes:
    /// - The escrow is (u + ⌊u·feeBps/10⁴⌋)·n·C: price and fee of every cell.
    /// - The job's address depends on buyer, nonce and the whole configuration: after a reorg the same address can only
    ///   hold the same job.
    ///
    /// Requirements:
    /// - Place must not be paused, and the implementation be registered with the code it still has.
    /// - The terms must be in the ranges of {IProtocolParameters}, the sign deadline at most 30 days ahead, `auctionEnd` 0
    ///   or from now to 7 days after the sign deadline, and every library usable.
    /// - The caller must not have used the nonce, must trust the implementation, and have the escrow free.
    ///
    /// Assumptions:
    /// - The token moves exactly the amounts asked for.
    /// - Fewer than `quorum` replicas of a group collude.
    ///
    /// @return job The job's contract.
    function place(Placement calldata placement) external returns (address job);

    /// @notice Deposits from the caller's wallet by a permit, then places a job as {place} does.
    ///
    /// @dev Emits {ICollateral.Deposited} and {JobPlaced} events.
    ///
    /// Notes:
    /// - A permit that somebody else has already shown does no harm: the allowance is there.
    ///
    /// Requirements:
    /// - As {place}; and the permit, or an allowance given before, must cover `permit.amount`.
    ///
    /// @return job The job's contract.
    function placeWithPermit(Placement calldata placement, Permit calldata permit) external returns (address job);

    /// @notice Registers an own kind of job contract.
    ///
    /// @dev Emits an {ImplementationRegistered} event.
    ///
    /// Requirements:
    /// - The address must hold code and not be registered.
    function register(address implementation) external;

    /// @notice Lists an implementation, so that its jobs earn reputation, or ends that for new jobs.
    ///
    /// @dev Emits an {ImplementationListed} event.
    ///
    /// Requirements:
    /// - The caller must be the timelock, and the implementation be registered.
    function list(address implementation, bool isListed_) external;

    /// @notice The job that a buyer placed with a nonce; zero if none.
    function jobOf(address buyer, uint256 nonce) external view returns (address);

    /// @notice The hash of an implementation's code when it was registered; zero if it was not.
    function codeHashOf(address implementation) external view returns (bytes32);

    /// @notice Whether jobs of an implementation, placed now, earn reputation.
    function isListed(address implementation) external view returns (bool);

    /// @notice The implementation that every user trusts by default.
    function genesisImplementation() external view returns (address);
}
