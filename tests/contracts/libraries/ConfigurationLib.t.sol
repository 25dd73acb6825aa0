// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ConfigurationLib} from "../../../contracts/libraries/ConfigurationLib.sol";
import {Configuration} from "../../../contracts/types/JobTypes.sol";
import {Claims} from "../helpers/Claims.sol";

/// @notice A job carries its configuration in its code: whatever is packed comes out again.
contract ConfigurationLibTest is Claims {
    function testFuzz_what_is_packed_comes_out_again(uint256[7] memory words) external pure {
        bytes memory args = _argsOf(words);
        bytes memory found = ConfigurationLib.pack(ConfigurationLib.unpack(args));
        _equal("seven words", found.length, 7 * 32);
        _equal("words", uint256(keccak256(found)), uint256(keccak256(args)));
    }

    function testFuzz_rules_are_of_the_configuration(uint256[7] memory words) external pure {
        bytes memory args = _argsOf(words);
        Configuration memory given = ConfigurationLib.unpack(args);
        ConfigurationLib.Rules memory rules;
        ConfigurationLib.fill(rules, args);
        _true("buyer", rules.buyer == given.buyer);
        _equal("fee", rules.feeBps, given.snapshot.feeBps);
        _equal("cancel", rules.cancelBps, given.snapshot.cancelBps);
        _equal("hold", rules.holdSeconds, given.snapshot.holdSeconds);
        _equal("draw", rules.drawBlocks, given.snapshot.drawBlocks);
        _true("policy", rules.lossPolicy == given.terms.lossPolicy);
        _equal("price", rules.placedPrice, given.terms.unitPrice);
        _equal("collateral", rules.unitCollateral, given.terms.unitCollateral);
        _equal("checkpoints", rules.checkpoints, given.terms.checkpoints);
        _equal("quorum", rules.quorum, given.terms.quorum);
        _equal("ranks", rules.ranks, uint256(given.terms.groups) * given.terms.replication);
        _equal("ranks of a group", rules.ranks, rules.groups * rules.replication);
    }

    function testFuzz_deadlines_are_of_the_configuration(uint256[7] memory words) external pure {
        bytes memory args = _argsOf(words);
        Configuration memory given = ConfigurationLib.unpack(args);
        ConfigurationLib.Rules memory rules;
        ConfigurationLib.fill(rules, args);
        _equal("work", rules.workSeconds, given.terms.workSeconds);
        _equal("reveal", rules.revealSeconds, given.terms.revealSeconds);
        _equal("recruit", rules.recruitSeconds, given.terms.recruitSeconds);
        _equal("sign", rules.signDeadline, given.terms.signDeadline);
        _equal("auction", rules.auctionEnd, given.terms.auctionEnd);
        _equal("stake", rules.standing.stake, given.terms.leastStake);
        _equal("points", rules.standing.points, given.terms.leastPoints);
        _equal("strikes", rules.standing.strikes, given.terms.mostStrikes);
    }

    /// @dev Any words that can have been packed: no unknown policy or architecture, and nothing in the bits that are spare.
    function _argsOf(uint256[7] memory words) private pure returns (bytes memory) {
        words[0] = (words[0] & ~uint256(0xffff_ffff)) | (words[0] & 0x01ff_ff00);
        words[1] &= ~uint256(0xffff);
        words[2] &= ~uint256(0xff);
        uint256 architecture = ((words[3] >> 8) & 0xff) % 3;
        words[3] = (words[3] & ~uint256(0xffff)) | (architecture << 8);
        return abi.encode(words);
    }
}
