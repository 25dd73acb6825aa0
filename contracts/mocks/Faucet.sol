// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IFaucet} from "../interfaces/IFaucet.sol";

/// @title Faucet
/// @notice See {IFaucet}. For test networks only: nothing else knows it.
contract Faucet is IFaucet {
    using SafeERC20 for IERC20;

    /// @inheritdoc IFaucet
    uint256 public constant AMOUNT = 1_000 ether;

    /// @inheritdoc IFaucet
    uint256 public immutable dayLimit;

    /// @inheritdoc IFaucet
    address public immutable token;

    /// @inheritdoc IFaucet
    mapping(address account => uint256 time) public askedAt;

    /// @inheritdoc IFaucet
    mapping(uint256 day => uint256 amount) public givenOn;

    /// @param token_ Hypertoken.
    /// @param dayLimit_ What all accounts are given on one day at most, in the smallest unit of Hypertoken.
    constructor(address token_, uint256 dayLimit_) {
        // Check: somebody can be given something.
        if (dayLimit_ < AMOUNT) revert LimitTooLow(dayLimit_, AMOUNT);
        token = token_;
        dayLimit = dayLimit_;
    }

    /// @inheritdoc IFaucet
    function ask() external {
        uint256 day = block.timestamp / 1 days;
        uint256 last = askedAt[msg.sender];
        // Check: neither the caller nor all together have had their part.
        if (last != 0 && block.timestamp < last + 1 days) revert AskedTooSoon(msg.sender, last + 1 days);
        if (givenOn[day] + AMOUNT > dayLimit) revert DaySpent(day, dayLimit);
        // Effect: they have.
        askedAt[msg.sender] = block.timestamp;
        givenOn[day] += AMOUNT;
        emit TokensGiven(msg.sender, AMOUNT);
        // Interaction: hand the tokens out.
        IERC20(token).safeTransfer(msg.sender, AMOUNT);
    }
}
