// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title IHypertoken
/// @notice The currency of the network (white paper §3.5): an ERC-20 token with permits (ERC-2612) and past votes
/// (ERC-5805) on a clock that counts unix seconds (ERC-6372).
///
/// @dev Notes:
/// - All 100,000,000 tokens exist from the constructor on. There is no owner, no mint, no burn and no hook: a transfer
///   moves exactly its amount and calls nobody.
/// - A balance votes only once its holder has called `delegate` (also to itself).
interface IHypertoken is IERC20Metadata, IERC20Permit, IERC5805 {
    /// @notice One row of the table by which the supply is allocated at deployment.
    /// @param holder The account that receives the tokens, not zero.
    /// @param amount In the smallest unit of Hypertoken.
    struct Allocation {
        address holder;
        uint256 amount;
    }

    /// @notice The allocation table does not sum up to the supply.
    error HypertokenMisallocated(uint256 allocated, uint256 supply);

    /// @notice The supply: 100,000,000 tokens of 18 decimals, in the smallest unit.
    function SUPPLY() external view returns (uint256);
}
