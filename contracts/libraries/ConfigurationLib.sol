// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Architecture, Configuration, LossPolicy, Requirements, Snapshot, Standing, Terms} from "../types/JobTypes.sol";

/// @title ConfigurationLib
/// @notice Packs a job's configuration into seven words, which the job's contract carries in its code. High bits first:
///
///     0  buyer 160 · feeBps 16 · cancelBps 16 · holdSeconds 24 · drawBlocks 8 · lossPolicy 8 · mostStrikes 16
///     1  unitPrice 96 · unitCollateral 96 · groups 16 · checkpoints 16 · replication 8 · quorum 8
///     2  leastStake 96 · workSeconds 24 · revealSeconds 24 · recruitSeconds 24 · signDeadline 40 · auctionEnd 40
///     3  leastPoints 96 · memoryMiB 32 · storageMiB 32 · upKbps 32 · downKbps 32 · cpus 16 · architecture 8
///     4  numerics    5  specHash    6  librariesHash
///
/// @dev Every cast narrows to the width of the field that was packed there.
library ConfigurationLib {
    /// @notice What the transitions of a job use of its configuration, in words 0 to 3.
    struct Rules {
        address buyer;
        uint256 feeBps;
        uint256 cancelBps;
        uint256 holdSeconds;
        uint256 drawBlocks;
        LossPolicy lossPolicy;
        // The unit price at `place`; the buyer may have raised it since.
        uint256 placedPrice;
        uint256 unitCollateral;
        uint256 groups;
        uint256 checkpoints;
        uint256 replication;
        uint256 quorum;
        uint256 workSeconds;
        uint256 revealSeconds;
        uint256 recruitSeconds;
        uint256 signDeadline;
        // Without extensions.
        uint256 auctionEnd;
        Standing standing;
        // Groups times replication.
        uint256 ranks;
    }

    /// @notice The configuration as seven words.
    function pack(Configuration memory configuration) internal pure returns (bytes memory) {
        return
            bytes.concat(
                _packSnapshot(configuration),
                _packSize(configuration.terms),
                _packClock(configuration.terms),
                _packRequirements(configuration.terms),
                configuration.terms.numerics,
                configuration.terms.specHash,
                configuration.librariesHash
            );
    }

    /// @notice The configuration that was packed.
    /// @param args Seven words.
    function unpack(bytes memory args) internal pure returns (Configuration memory configuration) {
        uint256[7] memory words = abi.decode(args, (uint256[7]));
        configuration.buyer = address(uint160(words[0] >> 96));
        configuration.librariesHash = bytes32(words[6]);
        configuration.snapshot = Snapshot({
            feeBps: uint16(words[0] >> 80),
            cancelBps: uint16(words[0] >> 64),
            holdSeconds: uint24(words[0] >> 40),
            drawBlocks: uint8(words[0] >> 32)
        });
        Terms memory terms = configuration.terms;
        terms.lossPolicy = LossPolicy(uint8(words[0] >> 24));
        terms.mostStrikes = uint16(words[0] >> 8);
        terms.unitPrice = uint96(words[1] >> 160);
        terms.unitCollateral = uint96(words[1] >> 64);
        terms.groups = uint16(words[1] >> 48);
        terms.checkpoints = uint16(words[1] >> 32);
        terms.replication = uint8(words[1] >> 24);
        terms.quorum = uint8(words[1] >> 16);
        terms.leastStake = uint96(words[2] >> 160);
        terms.workSeconds = uint24(words[2] >> 136);
        terms.revealSeconds = uint24(words[2] >> 112);
        terms.recruitSeconds = uint24(words[2] >> 88);
        terms.signDeadline = uint40(words[2] >> 48);
        terms.auctionEnd = uint40(words[2] >> 8);
        terms.leastPoints = uint96(words[3] >> 160);
        terms.requirements = Requirements({
            memoryMiB: uint32(words[3] >> 128),
            storageMiB: uint32(words[3] >> 96),
            upKbps: uint32(words[3] >> 64),
            downKbps: uint32(words[3] >> 32),
            cpus: uint16(words[3] >> 16),
            architecture: Architecture(uint8(words[3] >> 8))
        });
        terms.numerics = bytes32(words[4]);
        terms.specHash = bytes32(words[5]);
    }

    /// @notice Fills in the part of the configuration that transitions use.
    /// @param args Seven words.
    function fill(Rules memory rules, bytes memory args) internal pure {
        (uint256 first, uint256 second, uint256 third, uint256 fourth) = abi.decode(
            args,
            (uint256, uint256, uint256, uint256)
        );
        rules.buyer = address(uint160(first >> 96));
        rules.feeBps = uint16(first >> 80);
        rules.cancelBps = uint16(first >> 64);
        rules.holdSeconds = uint24(first >> 40);
        rules.drawBlocks = uint8(first >> 32);
        rules.lossPolicy = LossPolicy(uint8(first >> 24));
        rules.placedPrice = uint96(second >> 160);
        rules.unitCollateral = uint96(second >> 64);
        rules.groups = uint16(second >> 48);
        rules.checkpoints = uint16(second >> 32);
        rules.replication = uint8(second >> 24);
        rules.quorum = uint8(second >> 16);
        rules.workSeconds = uint24(third >> 136);
        rules.revealSeconds = uint24(third >> 112);
        rules.recruitSeconds = uint24(third >> 88);
        rules.signDeadline = uint40(third >> 48);
        rules.auctionEnd = uint40(third >> 8);
        rules.standing.stake = uint96(third >> 160);
        rules.standing.points = uint96(fourth >> 160);
        rules.standing.strikes = uint16(first >> 8);
        rules.ranks = rules.groups * rules.replication;
    }

    function _packSnapshot(Configuration memory configuration) private pure returns (bytes32) {
        Snapshot memory snapshot = configuration.snapshot;
        return
            bytes32(
                abi.encodePacked(
                    configuration.buyer,
                    snapshot.feeBps,
                    snapshot.cancelBps,
                    snapshot.holdSeconds,
                    snapshot.drawBlocks,
                    configuration.terms.lossPolicy,
                    configuration.terms.mostStrikes,
                    uint8(0)
                )
            );
    }

    function _packSize(Terms memory terms) private pure returns (bytes32) {
        return
            bytes32(
                abi.encodePacked(
                    terms.unitPrice,
                    terms.unitCollateral,
                    terms.groups,
                    terms.checkpoints,
                    terms.replication,
                    terms.quorum,
                    uint16(0)
                )
            );
    }

    function _packClock(Terms memory terms) private pure returns (bytes32) {
        return
            bytes32(
                abi.encodePacked(
                    terms.leastStake,
                    terms.workSeconds,
                    terms.revealSeconds,
                    terms.recruitSeconds,
                    terms.signDeadline,
                    terms.auctionEnd,
                    uint8(0)
                )
            );
    }

    function _packRequirements(Terms memory terms) private pure returns (bytes32) {
        Requirements memory requirements = terms.requirements;
        return
            bytes32(
                abi.encodePacked(
                    terms.leastPoints,
                    requirements.memoryMiB,
                    requirements.storageMiB,
                    requirements.upKbps,
                    requirements.downKbps,
                    requirements.cpus,
                    requirements.architecture,
                    uint8(0)
                )
            );
    }
}
