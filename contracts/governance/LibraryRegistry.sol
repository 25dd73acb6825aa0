// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ILibraryRegistry} from "../interfaces/ILibraryRegistry.sol";
import {Governed} from "./Governed.sol";

/// @title LibraryRegistry
/// @notice See {ILibraryRegistry}.
contract LibraryRegistry is ILibraryRegistry, Governed {
    uint256 private constant LONGEST_NAME = 64;

    /// @inheritdoc ILibraryRegistry
    mapping(bytes32 id => LibraryStatus) public statusOf;

    /// @param timelock_ Who may set a library's status, from the first moment on.
    /// @param genesis The libraries allowed at first.
    constructor(address timelock_, Library[] memory genesis) Governed(timelock_) {
        for (uint256 i = 0; i < genesis.length; ++i) {
            _setStatus(genesis[i], LibraryStatus.Allowed);
        }
    }

    /// @inheritdoc ILibraryRegistry
    function setStatus(Library calldata library_, LibraryStatus status) external onlyTimelock returns (bytes32 id) {
        return _setStatus(library_, status);
    }

    /// @inheritdoc ILibraryRegistry
    function requireUsable(bytes32[] calldata ids) external view {
        for (uint256 i = 0; i < ids.length; ++i) {
            LibraryStatus status = statusOf[ids[i]];
            if (status != LibraryStatus.Allowed && status != LibraryStatus.Deprecated) {
                revert LibraryRefused(ids[i], status);
            }
        }
    }

    /// @inheritdoc ILibraryRegistry
    function idOf(Library memory library_) public pure returns (bytes32) {
        return keccak256(abi.encode(library_.name, library_.version, library_.image));
    }

    function _setStatus(Library memory library_, LibraryStatus status) private returns (bytes32 id) {
        // Check: name and version can be shown to people.
        if (!_isName(library_.name) || !_isName(library_.version)) {
            revert LibraryMisnamed(library_.name, library_.version);
        }
        // Effect: set the status.
        id = idOf(library_);
        statusOf[id] = status;
        emit LibraryStatusSet(id, library_.name, library_.version, library_.image, status);
    }

    function _isName(string memory text) private pure returns (bool) {
        uint256 length = bytes(text).length;
        return length > 0 && length <= LONGEST_NAME;
    }
}
