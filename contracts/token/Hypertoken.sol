// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IHypertoken} from "../interfaces/IHypertoken.sol";

/// @title Hypertoken
/// @notice See {IHypertoken}.
contract Hypertoken is ERC20, ERC20Permit, ERC20Votes, IHypertoken {
    /// @inheritdoc IHypertoken
    uint256 public constant SUPPLY = 100_000_000e18;

    /// @param allocations Who holds the supply at first; the amounts must sum up to it exactly.
    constructor(Allocation[] memory allocations) ERC20("Hypertoken", "HYT") ERC20Permit("Hypertoken") {
        // Effect: allocate the supply, once and for all.
        for (uint256 i = 0; i < allocations.length; ++i) {
            _mint(allocations[i].holder, allocations[i].amount);
        }
        // Check: nothing is missing and nothing is too much.
        if (totalSupply() != SUPPLY) revert HypertokenMisallocated(totalSupply(), SUPPLY);
    }

    /// @inheritdoc IERC6372
    function clock() public view override(IERC6372, Votes) returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IERC6372
    function CLOCK_MODE() public pure override(IERC6372, Votes) returns (string memory) {
        return "mode=timestamp";
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(IERC20Permit, ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @dev Moves votes with the tokens.
    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
