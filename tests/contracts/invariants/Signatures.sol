// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Offer} from "../../../contracts/types/JobTypes.sol";
import {vm} from "../helpers/Vm.sol";

/// @notice What actors sign for a job: docs/spec/job.md §6, written once more.
library Signatures {
    bytes32 private constant DOMAIN = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant COMMIT = keccak256(
        "Commit(uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment)"
    );
    bytes32 private constant ATTEST = keccak256("Attest(uint16 group,uint16 checkpoint,uint16 attempt,bytes32 digest)");
    bytes32 private constant PRESENT = keccak256(
        "Present(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,uint40 t0)"
    );
    bytes32 private constant EXPEL = keccak256(
        "Expel(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,bytes32 evidenceHash)"
    );
    bytes32 private constant OFFER = keccak256(
        "Offer(address seller,uint96 ask,address agentKey,address beneficiary,string endpoint,uint256 nonce,uint40 deadline)"
    );

    /// @notice The round that a signature is about.
    struct Round {
        address job;
        uint256 key;
        uint16 group;
        uint16 checkpoint;
        uint16 attempt;
    }

    function commitOf(
        Round memory r,
        uint16 rank,
        uint32 tenure,
        bytes32 commitment
    ) internal view returns (bytes memory) {
        return _sign(r, keccak256(abi.encode(COMMIT, r.group, r.checkpoint, r.attempt, rank, tenure, commitment)));
    }

    function attestOf(Round memory r, bytes32 digest) internal view returns (bytes memory) {
        return _sign(r, keccak256(abi.encode(ATTEST, r.group, r.checkpoint, r.attempt, digest)));
    }

    function presentOf(Round memory r, uint32 tenure, uint40 t0) internal view returns (bytes memory) {
        return _sign(r, keccak256(abi.encode(PRESENT, r.group, r.checkpoint, r.attempt, tenure, t0)));
    }

    function expelOf(Round memory r, uint32 tenure, bytes32 evidence) internal view returns (bytes memory) {
        return _sign(r, keccak256(abi.encode(EXPEL, r.group, r.checkpoint, r.attempt, tenure, evidence)));
    }

    function offerOf(address job, uint256 key, Offer memory offer) internal view returns (bytes memory) {
        bytes32 message = keccak256(
            abi.encode(
                OFFER,
                offer.seller,
                offer.ask,
                offer.agentKey,
                offer.beneficiary,
                keccak256(bytes(offer.endpoint)),
                offer.nonce,
                offer.deadline
            )
        );
        return _signAt(job, key, message);
    }

    function _sign(Round memory r, bytes32 message) private view returns (bytes memory) {
        return _signAt(r.job, r.key, message);
    }

    function _signAt(address job, uint256 key, bytes32 message) private view returns (bytes memory) {
        bytes32 domain = keccak256(abi.encode(DOMAIN, keccak256("Hypernet"), keccak256("1"), block.chainid, job));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }
}
