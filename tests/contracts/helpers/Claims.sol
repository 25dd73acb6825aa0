// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

/// @notice What a test in Solidity claims, and numbers of a range.
abstract contract Claims {
    error NotEqual(string what, uint256 have, uint256 want);
    error NotTrue(string what);

    function _equal(string memory what, uint256 have, uint256 want) internal pure {
        if (have != want) revert NotEqual(what, have, want);
    }

    function _true(string memory what, bool isTrue) internal pure {
        if (!isTrue) revert NotTrue(what);
    }

    /// @dev A number of [least, most] for any word; a small word that is inside stays itself.
    function _within(uint256 word, uint256 least, uint256 most) internal pure returns (uint256) {
        if (word >= least && word <= most) return word;
        return least + (word % (most - least + 1));
    }
}
