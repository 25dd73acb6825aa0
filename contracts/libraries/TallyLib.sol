// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Verdict} from "../types/JobTypes.sol";

/// @title TallyLib
/// @notice Counts what the replicas of a group revealed, and judges each (docs/spec/job.md §4).
///
/// @dev A mask has bit i for replica i of the group; a group has at most 16. A cast of a word to bytes16 keeps its tag.
library TallyLib {
    /// @notice What the replicas of a group did in a round.
    /// @param committed Those that committed.
    /// @param present Those that showed presence.
    /// @param revealed Of those that committed, those that revealed.
    /// @param agreeing A quorum with one tag; empty if there is none.
    /// @param sealed_ Of the agreeing, those whose seal fits the opened digest; empty if nobody opened it.
    /// @param isOpened Whether somebody opened the digest.
    /// @param hasFailed Whether their tag says that the program failed.
    /// @param isCarried Whether the sealed ones are a quorum.
    struct Round {
        uint16 committed;
        uint16 present;
        uint16 revealed;
        uint16 agreeing;
        uint16 sealed_;
        bool isOpened;
        bool hasFailed;
        bool isCarried;
    }

    /// @notice Number of replicas in a mask.
    function count(uint256 mask) internal pure returns (uint256 replicas) {
        for (; mask != 0; mask &= mask - 1) ++replicas;
    }

    /// @notice The replicas that hold the most frequent tag; among equals, that of the lowest replica.
    /// @param words Tag (high 128 bits) and seal of each replica.
    /// @param revealed The replicas whose words count.
    /// @return holders Mask; empty if nobody revealed.
    /// @return tag Their tag.
    function mostFrequent(bytes32[] memory words, uint16 revealed) internal pure returns (uint16 holders, bytes16 tag) {
        uint256 most;
        // At most 16 · 16 comparisons; each tag is counted once, at its lowest holder.
        for (uint256 rest = revealed; rest != 0;) {
            bytes16 candidate = bytes16(words[lowest(rest)]);
            uint256 same;
            for (uint256 i = lowest(rest); i < words.length; ++i) {
                if ((rest >> i) & 1 == 1 && bytes16(words[i]) == candidate) same |= 1 << i;
            }
            rest &= ~same;
            uint256 number = count(same);
            if (number > most) {
                most = number;
                // Cannot lose bits: `same` is a subset of `revealed`.
                holders = uint16(same);
                tag = candidate;
            }
        }
    }

    /// @notice Number of the lowest replica in a mask that is not empty.
    function lowest(uint256 mask) internal pure returns (uint256 replica) {
        while ((mask >> replica) & 1 == 0) ++replica;
    }

    /// @notice The verdict on one active replica.
    /// @param bit The replica's bit.
    function verdictOf(Round memory round, uint256 bit) internal pure returns (Verdict) {
        if (round.committed & bit == 0) return round.present & bit == 0 ? Verdict.Missed : Verdict.Delayed;
        if (round.revealed & bit == 0) return Verdict.Withheld;
        if (round.sealed_ & bit != 0) return round.isCarried ? Verdict.Honest : Verdict.Delayed;
        if (round.agreeing & bit != 0) return round.isOpened ? Verdict.Copied : Verdict.Withheld;
        return round.isCarried ? Verdict.Wrong : Verdict.Delayed;
    }
}
