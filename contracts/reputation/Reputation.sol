// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IReputation} from "../interfaces/IReputation.sol";
import {IStakeLedger} from "../interfaces/IStakeLedger.sol";

/// @title Reputation
/// @notice See {IReputation}.
contract Reputation is IReputation {
    struct Standing {
        uint128 points;
        uint32 strikes;
    }

    struct Stake {
        uint256 placed;
        uint256 withdrawing;
        uint256 freeAt;
    }

    /// @inheritdoc IReputation
    uint256 public constant UNBONDING_SECONDS = 65 days;

    /// @inheritdoc IReputation
    address public immutable collateral;

    /// @inheritdoc IReputation
    mapping(address buyer => mapping(BuyerOutcome outcome => uint256 jobs)) public outcomesOf;

    /// @inheritdoc IReputation
    mapping(address user => mapping(address peer => Stake)) public stakeOf;

    mapping(address peer => uint256 amount) private _behind;
    mapping(address seller => Standing) private _standings;

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
        // Check: there is something to place.
        if (amount == 0) revert StakeZero();
        // Effect: the stake stands behind the peer. Sums cannot overflow: they stay below Hypertoken's supply.
        stakeOf[msg.sender][peer].placed += amount;
        uint256 behind = _behind[peer] += amount;
        emit StakePlaced(msg.sender, peer, amount, behind);
        // Interaction: take it from the caller's free balance.
        IStakeLedger(collateral).lockStake(msg.sender, amount);
    }

    /// @inheritdoc IReputation
    function startWithdrawal(address peer, uint256 amount) external {
        Stake storage stake = stakeOf[msg.sender][peer];
        // Check: the caller has placed as much.
        if (amount == 0) revert StakeZero();
        if (amount > stake.placed) revert StakeShort(stake.placed, amount);
        // Effect: the stake no longer counts, and is on its way back.
        stake.placed -= amount;
        stake.withdrawing += amount;
        stake.freeAt = block.timestamp + UNBONDING_SECONDS;
        uint256 behind = _behind[peer] -= amount;
        emit StakeWithdrawalStarted(msg.sender, peer, amount, behind, stake.freeAt);
    }

    /// @inheritdoc IReputation
    function withdrawStake(address peer) external returns (uint256 amount) {
        Stake storage stake = stakeOf[msg.sender][peer];
        // Check: stake is on its way back, and has waited long enough.
        amount = stake.withdrawing;
        if (amount == 0) revert StakeNotWithdrawing(msg.sender, peer);
        if (block.timestamp < stake.freeAt) revert StakeNotFree(stake.freeAt);
        // Effect: it has arrived.
        stake.withdrawing = 0;
        stake.freeAt = 0;
        emit StakeWithdrawn(msg.sender, peer, amount);
        // Interaction: return it to the caller's free balance.
        IStakeLedger(collateral).releaseStake(msg.sender, amount);
    }

    /// @inheritdoc IReputation
    function bookPoints(address seller, address job, uint256 fee) external onlyCollateral {
        Standing storage standing = _standings[seller];
        // Effect: add the points. Casts and sums fit: 2^128 is 10^12 times Hypertoken's supply, all of it paid as fees.
        standing.points += uint128(fee);
        emit ReputationChanged(seller, job, standing.points, standing.strikes);
    }

    /// @inheritdoc IReputation
    function bookFault(address seller, address job) external onlyCollateral {
        Standing storage standing = _standings[seller];
        // Effect: two thirds of the points remain, rounded down, and there is one strike more.
        standing.points = (standing.points * 2) / 3;
        ++standing.strikes;
        emit ReputationChanged(seller, job, standing.points, standing.strikes);
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
        return (_behind[seller], standing.points, standing.strikes);
    }
}
