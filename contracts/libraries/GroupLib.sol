// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobEvents} from "../interfaces/IJobEvents.sol";

/// @title GroupLib
/// @notice Packs where a group stands into one word, low bits first:
///
///     checkpoint 16 · attempt 16 · t0 40 · closedAt 40 · active 16 · pending 16 · committed 16 · present 16 · revealed 16
///     · isSettled 1 · hasRearmed 1 · hasRestarted 1 · hasExpelled 1
///
/// The compiler would write the word anew for each field of the struct, at 200 gas each.
///
/// @dev Every cast narrows to the width of the field that was packed there.
library GroupLib {
    uint256 private constant SETTLED = 1 << 192;
    uint256 private constant REARMED = 1 << 193;
    uint256 private constant RESTARTED = 1 << 194;
    uint256 private constant EXPELLED = 1 << 195;

    /// @notice The word of a group.
    function pack(IJobEvents.Group memory group) internal pure returns (uint256 word) {
        word = group.checkpoint;
        word |= uint256(group.attempt) << 16;
        word |= uint256(group.t0) << 32;
        word |= uint256(group.closedAt) << 72;
        word |= uint256(group.active) << 112;
        word |= uint256(group.pending) << 128;
        word |= uint256(group.committed) << 144;
        word |= uint256(group.present) << 160;
        word |= uint256(group.revealed) << 176;
        if (group.isSettled) word |= SETTLED;
        if (group.hasRearmed) word |= REARMED;
        if (group.hasRestarted) word |= RESTARTED;
        if (group.hasExpelled) word |= EXPELLED;
    }

    /// @notice Fills in the group of a word.
    function unpack(IJobEvents.Group memory group, uint256 word) internal pure {
        group.checkpoint = uint16(word);
        group.attempt = uint16(word >> 16);
        group.t0 = uint40(word >> 32);
        group.closedAt = uint40(word >> 72);
        group.active = uint16(word >> 112);
        group.pending = uint16(word >> 128);
        group.committed = uint16(word >> 144);
        group.present = uint16(word >> 160);
        group.revealed = uint16(word >> 176);
        group.isSettled = word & SETTLED != 0;
        group.hasRearmed = word & REARMED != 0;
        group.hasRestarted = word & RESTARTED != 0;
        group.hasExpelled = word & EXPELLED != 0;
    }
}
