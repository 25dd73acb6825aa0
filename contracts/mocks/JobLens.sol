// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {JobViews} from "../market/JobViews.sol";

/// @title JobLens
/// @notice The views of a job, and one that tells at once what it has stored. Tests put it in place of the views, for the
/// time of one `eth_call`; not deployed anywhere.
contract JobLens is JobViews {
    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobViews(collateral) {}

    /// @param sellers Whose tenures are asked for.
    /// @return current As {IJobViews-progress}.
    /// @return drawn The seed, zero before the draw.
    /// @return groups As {IJobViews-group}, of each group.
    /// @return closeBlocks Of the draws of each group.
    /// @return applicants Number of them, of each group.
    /// @return words As {IJobViews-wordOf}, of each rank.
    /// @return tenures As stored: as {IJobViews-tenureOf}, but for what follows from something else.
    function look(
        address[] calldata sellers
    )
        external
        view
        returns (
            Progress memory current,
            bytes32 drawn,
            Group[] memory groups,
            uint64[] memory closeBlocks,
            uint256[] memory applicants,
            bytes32[] memory words,
            Tenure[] memory tenures
        )
    {
        Turn memory turn;
        turn.rules = _rules();
        current = _state;
        drawn = _seed;
        groups = new Group[](turn.rules.groups);
        closeBlocks = new uint64[](turn.rules.groups);
        applicants = new uint256[](turn.rules.groups);
        for (uint16 id = 0; id < groups.length; ++id) {
            turn.group = groups[id];
            _readGroup(turn.group, id, turn.rules.replication);
            turn.group.closedAt = uint40(_closeOf(turn));
            closeBlocks[id] = _closeBlocks[id];
            applicants[id] = _applicants[id].length;
        }
        words = new bytes32[](turn.rules.ranks);
        for (uint16 rank = 0; rank < words.length; ++rank) words[rank] = _wordOf[rank];
        tenures = new Tenure[](sellers.length);
        for (uint256 i = 0; i < sellers.length; ++i) tenures[i] = _sellers[sellers[i]];
    }
}
