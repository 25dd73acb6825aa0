// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobViews} from "../interfaces/IJobViews.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {RankLib} from "../libraries/RankLib.sol";
import {Configuration, JobStatus} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";

/// @title JobViews
/// @notice The part of a job's code that only answers. See {IJobViews}.
///
/// @dev Runs only by delegatecall, on the storage of a {Job}.
contract JobViews is JobBase, IJobViews {
    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobBase(collateral) {}

    /// @inheritdoc IJobViews
    function drawOf(uint16 id) external view returns (uint64, uint256) {
        return (_closeBlocks[id], _applicants[id].length);
    }

    /// @inheritdoc IJobViews
    function configuration() external view returns (Configuration memory) {
        return ConfigurationLib.unpack(Clones.fetchCloneArgs(address(this)));
    }

    /// @inheritdoc IJobViews
    function status() external view returns (JobStatus) {
        return _state.status;
    }

    /// @inheritdoc IJobViews
    function progress() external view returns (Progress memory) {
        return _state;
    }

    /// @inheritdoc IJobViews
    function unitPrice() external view returns (uint256) {
        return _unitPrice(_rules());
    }

    /// @inheritdoc IJobViews
    function auctionEnd() external view returns (uint256) {
        return _auctionEnd(_rules());
    }

    /// @inheritdoc IJobViews
    function seed() external view returns (bytes32) {
        return _seed;
    }

    /// @inheritdoc IJobViews
    function clock() external view returns (uint40) {
        return _clock();
    }

    /// @inheritdoc IJobViews
    function tenureOf(address seller) external view returns (Tenure memory current) {
        current = _sellers[seller];
        if (current.number != 0) current.rank = _rankOf(_sellers[seller], _rules());
        current.agentKey = _agentKeyOf(seller);
        current.beneficiary = _beneficiaryOf(seller);
    }

    /// @inheritdoc IJobViews
    function sellerOf(uint32 tenure) external view returns (address) {
        return _sellerOf[tenure];
    }

    /// @inheritdoc IJobViews
    function rankOf(uint16 slot) external view returns (uint16) {
        return uint16(RankLib.rankOf(_seed, slot, _requireDrawn(slot).ranks));
    }

    /// @inheritdoc IJobViews
    function slotOf(uint16 rank) external view returns (uint16) {
        return uint16(RankLib.slotOf(_seed, rank, _requireDrawn(rank).ranks));
    }

    /// @inheritdoc IJobViews
    function tenureAt(uint16 rank) external view returns (uint32) {
        return _tenureAt(rank, _requireDrawn(rank));
    }

    /// @inheritdoc IJobViews
    function group(uint16 id) external view returns (Group memory) {
        Turn memory turn;
        turn.rules = _rules();
        // Check: the ranks are drawn, and there is such a group.
        if (_state.checkpoint == 0) revert RanksNotDrawn();
        if (id >= turn.rules.groups) revert GroupUnknown(id, turn.rules.groups);
        _readGroup(turn.group, id, turn.rules.replication);
        turn.group.closedAt = uint40(_closeOf(turn));
        return turn.group;
    }

    /// @inheritdoc IJobViews
    function wordOf(uint16 rank) external view returns (bytes32) {
        return _wordOf[rank];
    }

    function _requireDrawn(uint256 rank) private view returns (ConfigurationLib.Rules memory rules) {
        rules = _rules();
        // Check: the ranks are drawn, and there is such a rank.
        if (_state.checkpoint == 0) revert RanksNotDrawn();
        if (rank >= rules.ranks) revert RankUnknown(rank, rules.ranks);
    }
}
