// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Standing} from "../types/JobTypes.sol";
import {IJobFactory} from "./IJobFactory.sol";
import {IProtocolParameters} from "./IProtocolParameters.sol";
import {IReputation} from "./IReputation.sol";
import {IStakeLedger} from "./IStakeLedger.sol";

/// @title ICollateral
/// @notice The only holder of Hypertoken in the market: what users have free, the escrow and collateral of each job, and
/// the stake behind each peer, as an internal ledger.
///
/// @dev Notes:
/// - The sum of all entries is {accounted} and changes in deposits and withdrawals only. Tokens sent here by a plain
///   transfer belong to nobody and are skimmed to the treasury.
/// - A job moves only its own balance, and takes only from users who trust its implementation. Whether the user called
///   the job, or signed, is checked by the implementation's code: the user's trust in that code is the guard, and no
///   vote changes it for anybody.
/// - A job's implementation is known from the factory's registration, never from the job.
/// - Every movement is a {Moved} event: a double-entry ledger against which the events of jobs can be checked.
///
/// Assumptions:
/// - The token moves exactly the amount asked for, calls nobody, and its supply is below 2^88.
interface ICollateral is IStakeLedger {
    /// @notice What a movement is for. Fund and Lock go from a user's free balance into a job; Stake from there behind a
    /// peer; Unstake back; Slash from stake to the treasury; Backers from a job to the stake behind its seller; all others
    /// from a job to a user's free balance.
    enum Movement {
        // The buyer's escrow, when it places the job or raises the price.
        Fund,
        // A seller's collateral.
        Lock,
        // The price of settled cells, to the seller's beneficiary.
        Pay,
        // Collateral, back to the seller.
        CollateralBack,
        // The fee of settled cells, to the treasury.
        Fee,
        // Collateral that a fault has cost, to the treasury; the event names the seller.
        Forfeit,
        // Escrow, back to the buyer.
        Refund,
        // For a slot held in a job that its buyer cancelled, to the seller.
        Compensation,
        // The share of settled cells that goes to those who placed stake on the seller.
        Backers,
        // A user's stake, from its free balance.
        Stake,
        // A user's stake, back to its free balance.
        Unstake,
        // Stake that a peer's fault has cost, to the treasury.
        Slash
    }

    /// @notice What leaves a job at once, and to whom. All amounts in the smallest unit of Hypertoken.
    /// @param seller The seller that it is about.
    /// @param beneficiary The account that its earnings go to.
    /// @param buyer The job's buyer.
    /// @param cells Settled cells that are paid, all at one price.
    /// @param earned Their price: to the beneficiary, but for what the seller shares with its backers.
    /// @param fee To the treasury.
    /// @param rest Escrow that is not needed, to the buyer.
    /// @param collateral Back to the seller.
    /// @param compensation To the seller.
    /// @param forfeited Collateral that a fault of the seller has cost, to the treasury.
    /// @param isVerified Whether at least two replicas agreed on each cell, so that the fee counts as points.
    /// @param isStrike Whether the fault goes on the seller's record.
    struct Payout {
        address seller;
        address beneficiary;
        address buyer;
        uint256 cells;
        uint256 earned;
        uint256 fee;
        uint256 rest;
        uint256 collateral;
        uint256 compensation;
        uint256 forfeited;
        bool isVerified;
        bool isStrike;
    }

    /// @notice Tokens came in.
    event Deposited(address indexed user, uint256 amount);

    /// @notice Tokens went out.
    event Withdrawn(address indexed user, uint256 amount);

    /// @notice A user allowed, or no longer allows, jobs of an implementation to take from its free balance.
    event ImplementationTrusted(address indexed user, address indexed implementation, bool isTrusted);

    /// @notice Tokens that belonged to nobody went to the treasury's free balance.
    event Skimmed(address indexed treasury, uint256 amount);

    /// @notice An amount moved in the ledger.
    /// @param job The job whose balance changed; zero for Stake, Unstake and Slash.
    /// @param user The account it came from or went to; for Fee the treasury, for Forfeit the seller that lost it; for
    /// Backers and Slash the peer behind which the stake stands.
    event Moved(address indexed job, address indexed user, Movement indexed kind, uint256 amount);

    /// @notice The ledger was bound to its factory and reputation, for good.
    event Connected(address indexed factory, address indexed reputation);

    /// @notice Only the deployer may connect, and only once.
    error ConnectUnauthorized(address account);

    /// @notice Only the factory opens jobs and deposits for others.
    error FactoryUnauthorized(address account, address factory);

    /// @notice Only Reputation moves stake.
    error StakeUnauthorized(address account, address reputation);

    /// @notice The caller is no job of the factory.
    error JobUnknown(address account);

    /// @notice The user has less free than it needs, in the smallest unit of Hypertoken.
    error CollateralShort(uint256 have, uint256 need);

    /// @notice The job has less than it wants to move, in the smallest unit of Hypertoken.
    error JobBalanceShort(address job, uint256 have, uint256 need);

    /// @notice The user does not trust the implementation of the job.
    error ImplementationUntrusted(address user, address implementation);

    /// @notice The seller's standing is below the job's terms.
    error StandingShort(address seller, uint256 stake, uint256 points, uint256 strikes);

    /// @notice Binds the ledger to the factory, whose jobs it keeps, and to the reputation, which it writes.
    ///
    /// @dev Emits a {Connected} event.
    ///
    /// Requirements:
    /// - The caller must be the deployer, for the first time.
    function connect(IJobFactory factory_, IReputation reputation_) external;

    /// @notice Takes tokens of the caller into its free balance.
    ///
    /// @dev Emits a {Deposited} event.
    ///
    /// Requirements:
    /// - The caller must have approved Collateral for `amount`.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function deposit(uint256 amount) external;

    /// @notice Takes tokens of a user, whose permit the factory has just shown, into that user's free balance.
    ///
    /// @dev Emits a {Deposited} event.
    ///
    /// Requirements:
    /// - The caller must be the factory.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function depositFor(address user, uint256 amount) external;

    /// @notice Gives free tokens back to the caller.
    ///
    /// @dev Emits a {Withdrawn} event.
    ///
    /// Requirements:
    /// - The caller's free balance must cover `amount`. Nothing else can stop a withdrawal.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function withdraw(uint256 amount) external;

    /// @notice Allows jobs of an implementation to take from the caller's free balance, or no longer.
    ///
    /// @dev Emits an {ImplementationTrusted} event.
    ///
    /// Notes:
    /// - Only the genesis implementation is trusted by default; that trust can be withdrawn too.
    /// - What a job holds already stays with it.
    function trust(address implementation, bool isTrusted_) external;

    /// @notice Credits the treasury with tokens that belong to nobody.
    ///
    /// @dev Emits a {Skimmed} event.
    ///
    /// @return amount In the smallest unit of Hypertoken.
    function skim() external returns (uint256 amount);

    /// @notice Opens the account of a new job and moves the buyer's escrow into it.
    ///
    /// @dev Emits a {Moved} event of kind Fund.
    ///
    /// Requirements:
    /// - The caller must be the factory.
    /// - The buyer must trust the implementation and have `amount` free.
    ///
    /// @param isListed Whether the implementation may write reputation; kept for the life of the job.
    /// @param amount In the smallest unit of Hypertoken.
    function open(address job, address implementation, bool isListed, address buyer, uint256 amount) external;

    /// @notice Moves more escrow of its buyer into the calling job.
    ///
    /// @dev Emits a {Moved} event of kind Fund.
    ///
    /// Requirements:
    /// - The caller must be a job, and the buyer trust its implementation.
    /// - The buyer's free balance must cover `amount`.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function fund(address buyer, uint256 amount) external;

    /// @notice Moves a seller's collateral into the calling job.
    ///
    /// @dev Emits a {Moved} event of kind Lock.
    ///
    /// Notes:
    /// - Fixes what the seller shares of this job with its backers, as {fixBackerShare} does.
    ///
    /// Requirements:
    /// - The caller must be a job, and the seller trust its implementation.
    /// - The seller's standing must reach `least`, and its free balance cover `amount`.
    ///
    /// @param amount In the smallest unit of Hypertoken.
    function lock(address seller, uint256 amount, Standing calldata least) external;

    /// @notice Fixes the part of a seller's earnings in the calling job that goes to its backers, as it has set it by now
    /// (if the job's implementation was listed when it was placed).
    ///
    /// Requirements:
    /// - The caller must be a job.
    function fixBackerShare(address seller) external;

    /// @notice Moves amounts out of the calling job, to all that have a part in them.
    ///
    /// @dev Emits a {Moved} event for each part above zero, of the kinds Backers, Pay, Fee, Refund, CollateralBack,
    /// Compensation, Forfeit, Slash.
    ///
    /// Notes:
    /// - If the job's implementation was listed when it was placed, the fee of verified cells counts as the seller's
    ///   points, its backers get their part of the price, and then a fault is booked: its points shrink, a strike goes on
    ///   its record, and the stake behind it is slashed ({IReputation-bookFault}). None of this can make the call fail.
    ///
    /// Requirements:
    /// - The caller must be a job whose balance covers the sum.
    function pay(Payout calldata payout) external;

    /// @notice As {pay} for each of several sellers of one job, with one {Moved} event of kind Fee and one of kind Refund.
    ///
    /// @dev Emits the {Moved} events of {pay}.
    ///
    /// Notes:
    /// - A payout without amounts moves nothing.
    ///
    /// Requirements:
    /// - The caller must be a job whose balance covers the sum.
    ///
    /// @param buyer The account that the rests of all go to; what the payouts name is not asked.
    function payMany(address buyer, Payout[] calldata payouts) external;

    /// @notice Puts the end of the calling job on its buyer's record (if its implementation was listed when placed).
    ///
    /// Requirements:
    /// - The caller must be a job.
    function conclude(address buyer, IReputation.BuyerOutcome outcome) external;

    /// @notice What a user can withdraw or use, in the smallest unit of Hypertoken.
    function freeOf(address user) external view returns (uint256);

    /// @notice The stake behind a peer, unbonding included, in the smallest unit of Hypertoken.
    function stakedOf(address peer) external view returns (uint256);

    /// @notice What a job holds, and how it was opened.
    /// @return implementation Zero for an address that is no job.
    /// @return balance In the smallest unit of Hypertoken.
    /// @return isListed Whether the job writes reputation.
    function accountOf(address job) external view returns (address implementation, uint88 balance, bool isListed);

    /// @notice Whether jobs of an implementation may take from a user's free balance.
    function isTrusted(address user, address implementation) external view returns (bool);

    /// @notice The sum of all entries of the ledger, in the smallest unit of Hypertoken.
    function accounted() external view returns (uint256);

    /// @notice Whether place and sign are paused now.
    function isPaused() external view returns (bool);

    /// @notice The currency.
    function token() external view returns (address);

    /// @notice The account that fees and forfeited collateral go to.
    function treasury() external view returns (address);

    /// @notice The factory whose jobs this ledger keeps; zero until connected.
    function factory() external view returns (IJobFactory);

    /// @notice The reputation that this ledger writes; zero until connected.
    function reputation() external view returns (IReputation);

    /// @notice The protocol's parameters.
    function parameters() external view returns (IProtocolParameters);
}
