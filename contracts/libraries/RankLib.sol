// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title RankLib
/// @notice The draw of ranks: a keyed permutation of the slots, computed when asked, so that the start of a job costs the
/// same for any number of sellers (docs/spec/job.md §5).
///
/// @dev A balanced Feistel network of 6 rounds over the smallest domain of 4^b numbers that holds all slots; a number
/// outside the slots walks on until it is inside. That is a permutation of the slots, since the network is one of the
/// domain. At most three quarters of the domain lie outside, so that a walk takes four steps on average at worst.
library RankLib {
    uint256 private constant ROUNDS = 6;

    /// @notice The rank that a slot is drawn to.
    /// @param slot Below `size`.
    /// @param size Number of slots, from 1.
    function rankOf(bytes32 seed, uint256 slot, uint256 size) internal pure returns (uint256 rank) {
        uint256 bits = _halfBits(size);
        uint256 mask = (1 << bits) - 1;
        uint256[3] memory words = [uint256(seed), 0, 0];
        rank = slot;
        do {
            uint256 left = rank >> bits;
            uint256 right = rank & mask;
            for (uint256 i = 0; i < ROUNDS; ++i) {
                (left, right) = (right, left ^ (_mix(words, i, right) & mask));
            }
            rank = (left << bits) | right;
        } while (rank >= size);
    }

    /// @notice The slot that is drawn to a rank: the inverse of {rankOf}.
    /// @param rank Below `size`.
    /// @param size Number of slots, from 1.
    function slotOf(bytes32 seed, uint256 rank, uint256 size) internal pure returns (uint256 slot) {
        uint256 bits = _halfBits(size);
        uint256 mask = (1 << bits) - 1;
        uint256[3] memory words = [uint256(seed), 0, 0];
        slot = rank;
        do {
            uint256 left = slot >> bits;
            uint256 right = slot & mask;
            for (uint256 i = ROUNDS; i > 0;) {
                --i;
                (left, right) = (right ^ (_mix(words, i, left) & mask), left);
            }
            slot = (left << bits) | right;
        } while (slot >= size);
    }

    /// @dev The least b with 4^b >= size.
    function _halfBits(uint256 size) private pure returns (uint256 bits) {
        while (1 << (2 * bits) < size) ++bits;
    }

    /// @dev keccak256(abi.encode(seed, round, half)).
    /// @param words The seed, and room for the other two: an average draw hashes up to 24 times.
    function _mix(uint256[3] memory words, uint256 round, uint256 half) private pure returns (uint256 mixed) {
        words[1] = round;
        words[2] = half;
        // Memory safe: cannot read more than the three words, and writes none.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mixed := keccak256(words, 0x60)
        }
    }
}
