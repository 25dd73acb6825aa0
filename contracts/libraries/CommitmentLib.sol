// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RoundContext} from "../types/JobTypes.sol";

/// @title CommitmentLib
/// @notice What replicas commit and reveal (docs/spec/commitment.md): the tag shows which digest a replica holds without
/// showing the digest, the seal binds it to the replica, and the commitment hides both.
///
/// @dev Every hash is keccak256(abi.encode(domain string, chain id, job, checkpoint, attempt, group, …)): nothing can be
/// replayed in another round, job or chain. A cast of a hash to bytes16 keeps its first 128 bits: those are the tag, the
/// seal.
library CommitmentLib {
    /// @notice The tag of a digest: equal at all ranks that hold it.
    function tagOf(RoundContext memory context, bytes32 digest) internal view returns (bytes16) {
        return _tag("TAG", context, digest);
    }

    /// @notice The tag of a digest whose record says that the program failed.
    ///
    /// @dev A domain of its own tells the contract of the failure, since it never sees the record.
    function failedTagOf(RoundContext memory context, bytes32 digest) internal view returns (bytes16) {
        return _tag("FAILED", context, digest);
    }

    /// @notice The seal of a digest: another one for each rank, tenure and seller.
    function sealOf(
        RoundContext memory context,
        uint256 rank,
        uint256 tenure,
        address seller,
        bytes32 digest
    ) internal view returns (bytes16) {
        return
            bytes16(
                keccak256(
                    abi.encode(
                        "SEAL",
                        block.chainid,
                        context.job,
                        context.checkpoint,
                        context.attempt,
                        context.group,
                        rank,
                        tenure,
                        seller,
                        digest
                    )
                )
            );
    }

    /// @notice The commitment to a tag and a seal.
    function commitmentOf(
        RoundContext memory context,
        uint256 rank,
        address seller,
        bytes16 tag,
        bytes16 seal,
        bytes32 salt
    ) internal view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    "COMMIT",
                    block.chainid,
                    context.job,
                    context.checkpoint,
                    context.attempt,
                    context.group,
                    rank,
                    seller,
                    tag,
                    seal,
                    salt
                )
            );
    }

    function _tag(string memory domain, RoundContext memory context, bytes32 digest) private view returns (bytes16) {
        return
            bytes16(
                keccak256(
                    abi.encode(
                        domain,
                        block.chainid,
                        context.job,
                        context.checkpoint,
                        context.attempt,
                        context.group,
                        digest
                    )
                )
            );
    }
}
