// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IReputation} from "../interfaces/IReputation.sol";
import {IStakeLedger} from "../interfaces/IStakeLedger.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";

/// @title Reputation
/// @notice See {IReputation}.
///
/// @dev Stake behind a peer is a pool: an amount A, and S shares of it, of which a user's stake has some. Earnings raise A,
/// slashing lowers it, and neither touches a user. All divisions are rounded down, in favor of those who stay, but for the
/// shares that a withdrawal costs, rounded up for the same reason. So:
///
/// - Nobody's loss is another one's gain: neither {placeStake} nor {withdrawStake} lowers A/S, as x·S/A shares for an
///   amount x, and s·A/S for s shares, are rounded down.
/// - The shares of all users are worth at most A: sums of numbers rounded down. What rounding keeps is theirs who stay, and
///   the last one, with all S shares, takes all of A.
/// - A is zero only if S is. Slashing takes at most A/20, which is below A; s < S shares are worth less than A. So nothing is
///   ever divided by zero, and a pool never stands at a factor of zero.
/// - S <= 2^72·A at all times: true for the first shares, 2^32 for each unit; kept by whatever does not lower A/S; and
///   slashing takes no more than leaves it true. That is after 540 faults at the least, each at 5 %, and costs 40 bits.
///   A is below 2^88 (Hypertoken's supply), so S fits into 160 bits, and products of an amount and shares into 248.
/// - A share is never worth so much that rounding matters. Earnings reach a pool only while it has 2^52 shares, so that they
///   raise a share's worth by at most 2^-52 of them, and who places gets at least 2^20 shares, so that it loses at most a
///   millionth. (Else somebody could stake one unit, let much be earned on it, and keep what others lose to rounding.)
contract Reputation is IReputation {
    struct Standing {
        uint128 points;
        uint32 strikes;
        uint16 backerBps;
        // Whether a share for backers was ever set: until then no job has one noted.
        bool hasShared;
    }

    struct Pool {
        uint96 amount;
        uint160 shares;
        // Of the shares, those on their way back.
        uint160 withdrawing;
    }

    struct Stake {
        uint256 placed;
        uint256 withdrawing;
        uint256 freeAt;
    }

    uint256 private constant FIRST_SHARES = 2 ** 32;
    uint256 private constant MOST_SHARES_PER_UNIT = 2 ** 72;
    uint256 private constant LEAST_PLACED_SHARES = 2 ** 20;
    uint256 private constant LEAST_EARNING_SHARES = 2 ** 52;
    uint256 private constant SLASHED_PART = 20;

    /// @inheritdoc IReputation
    uint256 public constant UNBONDING_SECONDS = 65 days;

    /// @inheritdoc IReputation
    uint16 public constant MOST_BACKER_BPS = 5_000;

    /// @inheritdoc IReputation
    address public immutable collateral;

    /// @inheritdoc IReputation
    mapping(address buyer => mapping(BuyerOutcome outcome => uint256 jobs)) public outcomesOf;

    mapping(address peer => Pool) private _pools;
    mapping(address user => mapping(address peer => Stake)) private _stakes;
    mapping(address seller => Standing) private _standings;
    mapping(address job => mapping(address seller => uint16 backerBps)) private _shares;

    modifier onlyCollateral() {
        // Check: the caller is Collateral.
        if (msg.sender != collateral) revert ReputationUnauthorized(msg.sender, collateral);
        _;
    }

    /// @param collateral_ The only holder of tokens, also of stake, and the only one that books.
    constructor(address collateral_) {
        collateral = collateral_;
    }

    /// @inheritdoc IReputation
    function placeStake(address peer, uint256 amount) external {
        Pool storage pool = _pools[peer];
        uint256 shares = pool.amount == 0 ? amount * FIRST_SHARES : (amount * pool.shares) / pool.amount;
        // Check: it is not lost to rounding.
        if (shares < LEAST_PLACED_SHARES) revert StakeTooSmall(amount);
        // Effect: the stake stands behind the peer. Casts fit: see above, and Collateral reverts if the amount is not there.
        pool.amount += uint96(amount);
        pool.shares += uint160(shares);
        _stakes[msg.sender][peer].placed += shares;
        emit StakePlaced(msg.sender, peer, amount, shares, _behind(pool));
        // Interaction: take it from the caller's free balance.
        IStakeLedger(collateral).lockStake(msg.sender, peer, amount);
    }

    /// @inheritdoc IReputation
    function startWithdrawal(address peer, uint256 amount) external {
        Pool storage pool = _pools[peer];
        Stake storage stake = _stakes[msg.sender][peer];
        uint256 have = _amountOf(pool, stake.placed);
        // Check: the caller has as much there.
        if (amount == 0) revert StakeZero();
        if (amount > have) revert StakeShort(have, amount);
        // Effect: the stake no longer counts, and is on its way back. Who takes all leaves no shares; for less, rounded up,
        // no more are needed than there are, since these are worth `have` only when rounded down.
        uint256 shares = amount == have ? stake.placed : Math.ceilDiv(amount * pool.shares, pool.amount);
        stake.placed -= shares;
        stake.withdrawing += shares;
        stake.freeAt = block.timestamp + UNBONDING_SECONDS;
        // Cast fits: they are some of the pool's shares.
        pool.withdrawing += uint160(shares);
        emit StakeWithdrawalStarted(msg.sender, peer, amount, shares, _behind(pool), stake.freeAt);
    }

    /// @inheritdoc IReputation
    function withdrawStake(address peer) external returns (uint256 amount) {
        Pool storage pool = _pools[peer];
        Stake storage stake = _stakes[msg.sender][peer];
        uint256 shares = stake.withdrawing;
        // Check: stake is on its way back, and has waited long enough.
        if (shares == 0) revert StakeNotWithdrawing(msg.sender, peer);
        if (block.timestamp < stake.freeAt) revert StakeNotFree(stake.freeAt);
        // Effect: it has arrived, as much as faults have left. Casts fit: it is a part of the pool.
        amount = _amountOf(pool, shares);
        pool.amount -= uint96(amount);
        pool.shares -= uint160(shares);
        pool.withdrawing -= uint160(shares);
        stake.withdrawing = 0;
        stake.freeAt = 0;
        emit StakeWithdrawn(msg.sender, peer, amount, shares);
        // Interaction: return it to the caller's free balance.
        IStakeLedger(collateral).releaseStake(msg.sender, peer, amount);
    }

    /// @inheritdoc IReputation
    function setBackerShare(uint16 backerBps) external {
        // Check: at least half stays with the peer.
        if (backerBps > MOST_BACKER_BPS) revert BackerShareTooHigh(backerBps, MOST_BACKER_BPS);
        // Effect: what it signs from now on, it shares so.
        Standing storage standing = _standings[msg.sender];
        standing.backerBps = backerBps;
        standing.hasShared = true;
        emit BackerShareSet(msg.sender, backerBps);
    }

    /// @inheritdoc IReputation
    function fixBackerShare(address seller, address job) external onlyCollateral {
        Standing storage standing = _standings[seller];
        if (!standing.hasShared || _shares[job][seller] == standing.backerBps) return;
        // Effect: what the seller shares of this job is fixed.
        _shares[job][seller] = standing.backerBps;
        emit BackerShareFixed(seller, job, standing.backerBps);
    }

    /// @inheritdoc IReputation
    function bookEarnings(
        address seller,
        address job,
        uint256 cells,
        uint256 earned,
        uint256 points
    ) external onlyCollateral returns (uint256 shared) {
        Standing storage standing = _standings[seller];
        if (points != 0) {
            // Effect: add the points. Casts and sums fit: 2^128 is 10^12 times Hypertoken's supply, all of it paid as fees.
            standing.points += uint128(points);
            emit ReputationChanged(seller, job, standing.points, standing.strikes);
        }
        Pool storage pool = _pools[seller];
        if (!standing.hasShared || pool.shares < LEAST_EARNING_SHARES) return 0;
        // Rounded down for each cell: all of a seller's cells have one price.
        shared = PaymentLib.feeDown(earned / cells, _shares[job][seller]) * cells;
        if (shared == 0) return 0;
        // Effect: the stake behind the seller has grown, also what is on its way back: it still bears the risk. The cast
        // fits: the pool is a part of Hypertoken's supply.
        pool.amount += uint96(shared);
        emit BackersPaid(seller, job, shared, _behind(pool));
    }

    /// @inheritdoc IReputation
    function bookFault(address seller, address job, uint256 lost) external onlyCollateral returns (uint256 slashed) {
        Standing storage standing = _standings[seller];
        // Effect: two thirds of the points remain, rounded down, and there is one strike more.
        standing.points = (standing.points * 2) / 3;
        ++standing.strikes;
        emit ReputationChanged(seller, job, standing.points, standing.strikes);
        // Effect: the stake behind the seller has shrunk, also what is on its way back; never below a unit for 2^72 shares.
        Pool storage pool = _pools[seller];
        uint256 most = pool.amount - Math.ceilDiv(pool.shares, MOST_SHARES_PER_UNIT);
        slashed = Math.min(Math.min(pool.amount / SLASHED_PART, lost), most);
        if (slashed == 0) return 0;
        // Cast fits: it is a part of the pool.
        pool.amount -= uint96(slashed);
        emit StakeSlashed(seller, job, slashed, _behind(pool));
    }

    /// @inheritdoc IReputation
    function bookOutcome(address buyer, address job, BuyerOutcome outcome) external onlyCollateral {
        // Effect: one job more that ended so.
        ++outcomesOf[buyer][outcome];
        emit BuyerRecorded(buyer, job, outcome);
    }

    /// @inheritdoc IReputation
    function standingOf(address seller) external view returns (uint256 behind, uint256 points, uint256 strikes) {
        Standing storage standing = _standings[seller];
        return (_behind(_pools[seller]), standing.points, standing.strikes);
    }

    /// @inheritdoc IReputation
    function stakeOf(
        address user,
        address peer
    ) external view returns (uint256 placed, uint256 withdrawing, uint256 freeAt) {
        Pool storage pool = _pools[peer];
        Stake storage stake = _stakes[user][peer];
        return (_amountOf(pool, stake.placed), _amountOf(pool, stake.withdrawing), stake.freeAt);
    }

    /// @inheritdoc IReputation
    function poolOf(address peer) external view returns (uint256 amount, uint256 shares, uint256 withdrawing) {
        Pool storage pool = _pools[peer];
        return (pool.amount, pool.shares, pool.withdrawing);
    }

    /// @inheritdoc IReputation
    function backerShareOf(address peer) external view returns (uint16) {
        return _standings[peer].backerBps;
    }

    /// @inheritdoc IReputation
    function backerShareIn(address job, address seller) external view returns (uint16) {
        return _shares[job][seller];
    }

    function _behind(Pool storage pool) private view returns (uint256) {
        // The second word is read only if there is a pool.
        return pool.shares == 0 ? 0 : _amountOf(pool, pool.shares - pool.withdrawing);
    }

    function _amountOf(Pool storage pool, uint256 shares) private view returns (uint256) {
        return shares == 0 ? 0 : (shares * pool.amount) / pool.shares;
    }
}
