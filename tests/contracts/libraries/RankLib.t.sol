// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {RankLib} from "../../../contracts/libraries/RankLib.sol";
import {Claims} from "../helpers/Claims.sol";

/// @notice The draw is a permutation, whatever the seed and the size.
contract RankLibTest is Claims {
    function testFuzz_a_slot_is_found_at_its_rank(bytes32 seed, uint256 slot, uint256 size) external pure {
        size = _within(size, 1, 4_096);
        slot = _within(slot, 0, size - 1);
        uint256 rank = RankLib.rankOf(seed, slot, size);
        _true("a rank", rank < size);
        _equal("back", RankLib.slotOf(seed, rank, size), slot);
        rank = RankLib.slotOf(seed, slot, size);
        _equal("and forth", RankLib.rankOf(seed, rank, size), slot);
    }

    function testFuzz_all_ranks_of_a_small_job_are_taken_once(bytes32 seed, uint256 size) external pure {
        size = _within(size, 1, 64);
        uint256 taken;
        for (uint256 slot = 0; slot < size; ++slot) taken |= 1 << RankLib.rankOf(seed, slot, size);
        _equal("all", taken, (1 << size) - 1);
    }
}
