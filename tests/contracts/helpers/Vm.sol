// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

/// @notice What Hardhat's chain for tests in Solidity can be told: the part of it that our tests use.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    /// @notice The next call comes from this account.
    function prank(address sender) external;

    /// @notice Sets the time of the block.
    function warp(uint256 timestamp) external;

    /// @notice Sets the number of the block.
    function roll(uint256 number) external;

    /// @notice From now on logs are kept, until they are asked for.
    function recordLogs() external;

    function getRecordedLogs() external returns (Log[] memory);

    function addr(uint256 key) external pure returns (address);

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    /// @notice The creation code of a compiled contract, `path:name`.
    function getCode(string calldata artifact) external view returns (bytes memory);

    function createDir(string calldata path, bool isRecursive) external;

    function writeLine(string calldata path, string calldata line) external;

    function writeFile(string calldata path, string calldata text) external;

    function toString(bytes calldata value) external pure returns (string memory);

    function toString(address value) external pure returns (string memory);

    function toString(uint256 value) external pure returns (string memory);

    function toString(bytes32 value) external pure returns (string memory);
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
