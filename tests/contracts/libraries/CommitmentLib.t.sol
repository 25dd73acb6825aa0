// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {CommitmentLib} from "../../../contracts/libraries/CommitmentLib.sol";
import {RoundContext} from "../../../contracts/types/JobTypes.sol";
import {Claims} from "../helpers/Claims.sol";

/// @notice Nothing that is committed is worth anything in another round, or at another rank.
contract CommitmentLibTest is Claims {
    using CommitmentLib for RoundContext;

    function testFuzz_rounds_differ_in_all(
        RoundContext memory one,
        RoundContext memory other,
        bytes32 digest
    ) external view {
        if (keccak256(abi.encode(one)) == keccak256(abi.encode(other))) return;
        address seller = address(this);
        _true("tag", one.tagOf(digest) != other.tagOf(digest));
        _true("failed", one.failedTagOf(digest) != other.failedTagOf(digest));
        _true("seal", one.sealOf(1, 2, seller, digest) != other.sealOf(1, 2, seller, digest));
        bytes32 commitment = one.commitmentOf(1, seller, 0, 0, 0);
        _true("commitment", commitment != other.commitmentOf(1, seller, 0, 0, 0));
    }

    function testFuzz_a_seal_is_of_one_rank_tenure_and_seller(
        RoundContext memory context,
        uint16[2] memory ranks,
        uint32[2] memory tenures,
        address[2] memory sellers,
        bytes32 digest
    ) external view {
        bool isSame = ranks[0] == ranks[1] && tenures[0] == tenures[1] && sellers[0] == sellers[1];
        bytes16 first = context.sealOf(ranks[0], tenures[0], sellers[0], digest);
        _true("seal", isSame || first != context.sealOf(ranks[1], tenures[1], sellers[1], digest));
        _true("no tag is a seal", first != context.tagOf(digest));
        _true("no failure is a result", context.failedTagOf(digest) != context.tagOf(digest));
    }

    function testFuzz_a_commitment_hides_all_it_is_of(
        RoundContext memory context,
        bytes16[2] memory tags,
        bytes16[2] memory seals,
        bytes32[2] memory salts
    ) external view {
        bool isSame = tags[0] == tags[1] && seals[0] == seals[1] && salts[0] == salts[1];
        bytes32 first = context.commitmentOf(1, address(this), tags[0], seals[0], salts[0]);
        _true("commitment", isSame || first != context.commitmentOf(1, address(this), tags[1], seals[1], salts[1]));
    }
}
