// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IJobEvents} from "../interfaces/IJobEvents.sol";
import {CommitmentLib} from "../libraries/CommitmentLib.sol";
import {GroupLib} from "../libraries/GroupLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {RankLib} from "../libraries/RankLib.sol";
import {TallyLib} from "../libraries/TallyLib.sol";
import {TypedDataLib} from "../libraries/TypedDataLib.sol";
import {RoundContext, Verdict} from "../types/JobTypes.sol";

/// @title LibraryHarness
/// @notice Opens the libraries of a job to tests; not deployed anywhere else.
contract LibraryHarness {
    function hashes(
        RoundContext calldata context,
        uint256 rank,
        uint256 tenure,
        address seller,
        bytes32 digest,
        bytes32 salt
    ) external view returns (bytes16 tag, bytes16 failedTag, bytes16 seal, bytes32 commitment) {
        tag = CommitmentLib.tagOf(context, digest);
        failedTag = CommitmentLib.failedTagOf(context, digest);
        seal = CommitmentLib.sealOf(context, rank, tenure, seller, digest);
        commitment = CommitmentLib.commitmentOf(context, rank, seller, tag, seal, salt);
    }

    function signerOf(bytes32 message, bytes calldata signature) external view returns (address) {
        return TypedDataLib.signerOf(message, signature);
    }

    function packed(
        IJobEvents.Group calldata group
    ) external pure returns (uint256 word, IJobEvents.Group memory unpacked) {
        word = GroupLib.pack(group);
        GroupLib.unpack(unpacked, word);
    }

    function rankOf(bytes32 seed, uint256 slot, uint256 size) external pure returns (uint256) {
        return RankLib.rankOf(seed, slot, size);
    }

    function slotOf(bytes32 seed, uint256 rank, uint256 size) external pure returns (uint256) {
        return RankLib.slotOf(seed, rank, size);
    }

    function mostFrequent(bytes32[] calldata words, uint16 revealed) external pure returns (uint16, bytes16) {
        return TallyLib.mostFrequent(words, revealed);
    }

    function verdictOf(TallyLib.Round calldata round, uint256 bit) external pure returns (Verdict) {
        return TallyLib.verdictOf(round, bit);
    }

    function missedCells(uint256 remaining) external pure returns (uint256) {
        return PaymentLib.missedCells(remaining);
    }

    function feeDown(uint256 price, uint256 feeBps) external pure returns (uint256) {
        return PaymentLib.feeDown(price, feeBps);
    }

    function compensationDown(
        uint256 unitPrice,
        uint256 unitCollateral,
        uint256 cancelBps,
        uint256 checkpoints
    ) external pure returns (uint256) {
        return PaymentLib.compensationDown(unitPrice, unitCollateral, cancelBps, checkpoints);
    }
}
