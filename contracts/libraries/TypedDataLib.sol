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
    function signerOf(bytes32 message, bytes calldata signature) internal view returns (address signer) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("Hypernet"), keccak256("1"), block.chainid, address(this))
        );
        (signer, , ) = ECDSA.tryRecover(MessageHashUtils.toTypedDataHash(domain, message), signature);
    }
}
