// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title ILibraryRegistry
/// @notice The allowlist of the libraries that a sandbox offers to programs (white paper §4.3).
///
/// @dev Notes:
/// - A library is known by its id, keccak256(abi.encode(name, version, image)): another image is another library.
/// - A ban affects new jobs only.
interface ILibraryRegistry {
    /// @notice What the network says of a library: never listed, open to new jobs, open but to be left, closed to new
    /// jobs.
    enum LibraryStatus {
        None,
        Allowed,
        Deprecated,
        Banned
    }

    /// @notice What names a library.
    /// @param name For people, 1 to 64 bytes, as in `numpy`.
    /// @param version 1 to 64 bytes; `host` names what the seller's system brings itself.
    /// @param image SHA-256 of the image that holds the library; zero for version `host`.
    struct Library {
        string name;
        string version;
        bytes32 image;
    }

    /// @notice A library was given a status, at genesis or by a vote.
    event LibraryStatusSet(bytes32 indexed id, string name, string version, bytes32 image, LibraryStatus status);

    /// @notice A new job names a library that is neither allowed nor deprecated.
    error LibraryRefused(bytes32 id, LibraryStatus status);

    /// @notice The name or version is empty or longer than 64 bytes.
    error LibraryMisnamed(string name, string version);

    /// @notice Gives a library a status.
    ///
    /// @dev Emits a {LibraryStatusSet} event.
    ///
    /// Requirements:
    /// - The caller must be the timelock.
    ///
    /// @return id The library's id.
    function setStatus(Library calldata library_, LibraryStatus status) external returns (bytes32 id);

    /// @notice Reverts with {LibraryRefused} unless a new job may use every one of these libraries.
    ///
    /// @dev Notes:
    /// - Walks the whole list: the caller bounds its length.
    ///
    /// @param ids Ids of libraries, in any order; repetitions are harmless.
    function requireUsable(bytes32[] calldata ids) external view;

    /// @notice The status of a library; {LibraryStatus.None} for an id never seen.
    function statusOf(bytes32 id) external view returns (LibraryStatus);

    /// @notice The id of a library, listed or not.
    function idOf(Library calldata library_) external pure returns (bytes32);
}
