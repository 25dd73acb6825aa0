// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {Terms} from "../types/JobTypes.sol";
import {SigningTemplate} from "./SigningTemplate.sol";

/// @title DutchSigning
/// @notice Signing by a Dutch auction: the highest ask that is taken rises from a part of the unit price to all of it, over the
/// last time before the sign deadline. Who waits for more risks that others take the slots.
///
/// @dev Replacements are drawn as in any job, at any ask up to the unit price.
contract DutchSigning is SigningTemplate {
    uint256 private constant BPS = 10_000;

    /// @notice Where the price begins, in basis points of the unit price.
    uint256 public immutable startBps;

    /// @notice How long it rises, in seconds; before that it is where it begins.
    uint256 public immutable riseSeconds;

    /// @notice The auction begins above its end, or takes no time.
    error AuctionUnfit(uint256 startBps, uint256 riseSeconds);

    /// @param collateral The ledger that holds the money of all jobs.
    /// @param signing The code of {IJobSigning} that this one stands in front of.
    /// @param startBps_ In basis points of the unit price.
    /// @param riseSeconds_ In seconds.
    constructor(
        ICollateral collateral,
        address signing,
        uint256 startBps_,
        uint256 riseSeconds_
    ) SigningTemplate(collateral, signing) {
        // Check: there is something to rise, and time to.
        if (startBps_ > BPS || riseSeconds_ == 0) revert AuctionUnfit(startBps_, riseSeconds_);
        startBps = startBps_;
        riseSeconds = riseSeconds_;
    }

    /// @inheritdoc SigningTemplate
    function _requireWelcome(Tenure storage signed) internal view override {
        Terms memory terms = ConfigurationLib.unpack(Clones.fetchCloneArgs(address(this))).terms;
        uint256 most = _price(terms.unitPrice, terms.signDeadline);
        // Check: nobody asks for more than the auction has come to.
        if (signed.ask > most) revert AskTooHigh(signed.ask, most);
    }

    /// @dev Rounded down, so that it reaches the unit price exactly at the deadline, after which nobody signs.
    function _price(uint256 unitPrice, uint256 signDeadline) private view returns (uint256) {
        uint256 left = signDeadline - block.timestamp;
        uint256 passed = left < riseSeconds ? riseSeconds - left : 0;
        uint256 bps = startBps * riseSeconds + (BPS - startBps) * passed;
        return (unitPrice * bps) / (BPS * riseSeconds);
    }
}
