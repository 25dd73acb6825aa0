// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title TypedDataLib
/// @notice Who signed a struct of a job under EIP-712 (docs/spec/job.md §6).
library TypedDataLib {
    // Hashed by the compiler: their length costs nothing.
    // solhint-disable gas-small-strings
    bytes32 private constant DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    /// @notice The signer of a struct in the domain (`Hypernet`, `1`, chain id, the calling job); zero, who is nobody, for
    /// whatever is no signature.
    /// @param message The struct's hash, its type's hash included.
    /// @param signature 65 bytes r, s, v.
    function signerOf(bytes32 message, bytes calldata signature) internal view returns (address) {
        return signerUnder(digestOf(message), signature);
    }

    /// @notice What is signed for a struct in that domain.
    /// @param message The struct's hash, its type's hash included.
    function digestOf(bytes32 message) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("Hypernet"), keccak256("1"), block.chainid, address(this))
        );
        return MessageHashUtils.toTypedDataHash(domain, message);
    }

    /// @notice The signer of what {digestOf} answers; zero, who is nobody, for whatever is no signature.
    /// @param signature 65 bytes r, s, v.
    function signerUnder(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        (signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
    }
}
