// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {TallyLib} from "../../../contracts/libraries/TallyLib.sol";
import {Verdict} from "../../../contracts/types/JobTypes.sol";
import {Claims} from "../helpers/Claims.sol";

/// @notice Counting and judging, beside the plainest way to do it.
contract TallyLibTest is Claims {
    function testFuzz_masks_are_counted(uint256 mask) external pure {
        uint256 ones;
        uint256 first = 256;
        for (uint256 i = 256; i > 0; --i) {
            if ((mask >> (i - 1)) & 1 == 0) continue;
            ++ones;
            first = i - 1;
        }
        _equal("count", TallyLib.count(mask), ones);
        if (mask != 0) _equal("lowest", TallyLib.lowest(mask), first);
    }

    /// @param choices Which of four tags each replica holds: few, so that many are equal.
    function testFuzz_the_most_frequent_tag_wins(
        uint32 choices,
        uint16 revealed,
        uint256 replicas,
        bytes16 seal
    ) external pure {
        replicas = _within(replicas, 1, 16);
        revealed &= uint16((1 << replicas) - 1);
        bytes32[] memory words = new bytes32[](replicas);
        for (uint256 i = 0; i < replicas; ++i) {
            words[i] = bytes32(_tagOf(choices >> (2 * i))) | (bytes32(seal) >> 128);
        }
        (uint16 holders, bytes16 tag) = TallyLib.mostFrequent(words, revealed);
        uint256 most;
        uint256 best;
        // Among equals the lowest holder decides: a later tag must have more.
        for (uint256 i = 0; i < replicas; ++i) {
            uint256 same = _holdersOf(words, revealed, bytes16(words[i]));
            if ((revealed >> i) & 1 == 1 && TallyLib.count(same) > most) (most, best) = (TallyLib.count(same), same);
        }
        _equal("holders", holders, best);
        if (revealed != 0) _true("tag", tag == bytes16(words[TallyLib.lowest(holders)]));
    }

    function testFuzz_verdicts_are_those_of_the_table(TallyLib.Round memory round, uint256 replica) external pure {
        uint256 bit = 1 << _within(replica, 0, 15);
        round.revealed &= round.committed;
        round.agreeing &= round.revealed;
        round.sealed_ &= round.isOpened ? round.agreeing : 0;
        if (!round.isOpened) round.isCarried = false;
        Verdict verdict = TallyLib.verdictOf(round, bit);
        bool hasCommitted = round.committed & bit != 0;
        bool hasRevealed = round.revealed & bit != 0;
        bool hasAgreed = round.agreeing & bit != 0;
        bool isSealed = round.sealed_ & bit != 0;
        _is(verdict == Verdict.Missed, !hasCommitted && round.present & bit == 0, "missed");
        _is(verdict == Verdict.Honest, isSealed && round.isCarried, "honest");
        _is(verdict == Verdict.Copied, hasAgreed && round.isOpened && !isSealed, "copied");
        _is(verdict == Verdict.Wrong, hasRevealed && !hasAgreed && round.isCarried, "wrong");
        _is(verdict == Verdict.Withheld, hasCommitted && (!hasRevealed || (hasAgreed && !round.isOpened)), "withheld");
        _true("one of the table", verdict != Verdict.Undecided && verdict != Verdict.Expelled);
    }

    function _is(bool have, bool want, string memory what) private pure {
        _equal(what, have ? 1 : 0, want ? 1 : 0);
    }

    function _tagOf(uint256 choice) private pure returns (bytes16) {
        return bytes16(keccak256(abi.encode(choice & 3)));
    }

    function _holdersOf(bytes32[] memory words, uint256 revealed, bytes16 tag) private pure returns (uint256 mask) {
        for (uint256 i = 0; i < words.length; ++i) {
            if ((revealed >> i) & 1 == 1 && bytes16(words[i]) == tag) mask |= 1 << i;
        }
    }
}
