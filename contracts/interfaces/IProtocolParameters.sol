// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @title IProtocolParameters
/// @notice What a vote may change about future jobs, within bounds that no vote can cross; and the guardian's pause.
///
/// @dev Notes:
/// - A job snapshots what it uses: a vote never changes a job that has been placed.
/// - The values at genesis are announced by the same events as later changes.
interface IProtocolParameters {
    /// @notice The parameters, in the order of the fields of {Values}. Hard bounds in brackets.
    enum Parameter {
        // The treasury's fee, in basis points of a paid cell's price [1, 500].
        FeeBps,
        // A seller's compensation for a cancelled job, in basis points of the unit price [0, 1,000].
        CancelBps,
        // The most replicas of a group [3, 16].
        MaxReplication,
        // The most groups of a job [1, 256].
        MaxGroups,
        // The most checkpoints of a job [1, 1,024].
        MaxCheckpoints,
        // The shortest and the longest work window, in seconds [10, 604,800].
        MinWorkSeconds,
        MaxWorkSeconds,
        // The shortest and the longest reveal window, in seconds [5, 86,400].
        MinRevealSeconds,
        MaxRevealSeconds,
        // The shortest and the longest recruit window, in seconds [10, 604,800].
        MinRecruitSeconds,
        MaxRecruitSeconds,
        // The least time a signed slot is held before it can be given back, in seconds [0, 86,400].
        HoldSeconds,
        // Blocks between the first application to a vacancy and its draw [4, 64].
        DrawBlocks,
        // The stake behind a seller below which it can sign no job, in the smallest unit [0, 100,000 tokens].
        LeastStake
    }

    /// @notice All parameters as they are now; units as in {Parameter}.
    struct Values {
        uint16 feeBps;
        uint16 cancelBps;
        uint8 maxReplication;
        uint16 maxGroups;
        uint16 maxCheckpoints;
        uint24 minWorkSeconds;
        uint24 maxWorkSeconds;
        uint24 minRevealSeconds;
        uint24 maxRevealSeconds;
        uint24 minRecruitSeconds;
        uint24 maxRecruitSeconds;
        uint24 holdSeconds;
        uint8 drawBlocks;
        uint128 leastStake;
    }

    /// @notice A parameter was given a value, at genesis or by a vote.
    event ParameterSet(Parameter indexed parameter, uint256 value);

    /// @notice The timelock named the account that may pause; zero: nobody may.
    event GuardianSet(address indexed guardian);

    /// @notice The guardian paused place, sign and underbid.
    /// @param until Unix time in seconds at which the pause ends by itself.
    event Paused(address indexed guardian, uint256 until);

    /// @notice The pause was ended early.
    event Unpaused(address indexed account);

    /// @notice A vote, or the genesis, tried to cross a hard bound.
    error ParameterOutOfBounds(Parameter parameter, uint256 value, uint256 least, uint256 most);

    /// @notice The longest window would be shorter than the shortest.
    error ParameterWindowEmpty(Parameter parameter, uint256 shortest, uint256 longest);

    /// @notice Only the guardian pauses; only the guardian and the timelock end a pause.
    error PauseUnauthorized(address account, address guardian);

    /// @notice The guardian paused less than 14 days ago, or the pause still runs.
    /// @param notBefore Unix time in seconds at which the next pause is possible.
    error PauseTooSoon(uint256 notBefore);

    /// @notice There is no pause to end.
    error PauseNotActive();

    /// @notice Sets one parameter.
    ///
    /// @dev Emits a {ParameterSet} event.
    ///
    /// Requirements:
    /// - The caller must be the timelock.
    /// - `value` must be within the parameter's hard bounds, and no window's shortest time above its longest.
    ///
    /// @param value In the parameter's unit.
    function set(Parameter parameter, uint256 value) external;

    /// @notice Names the account that may pause; zero: nobody may.
    ///
    /// @dev Emits a {GuardianSet} event. A new guardian inherits the waiting time after the last pause.
    ///
    /// Requirements:
    /// - The caller must be the timelock.
    function setGuardian(address guardian_) external;

    /// @notice Pauses place, sign and underbid for 14 days; nothing else is ever paused.
    ///
    /// @dev Emits a {Paused} event.
    ///
    /// Requirements:
    /// - The caller must be the guardian.
    /// - 14 days must have passed since the last pause ended.
    function pause() external;

    /// @notice Ends the pause early.
    ///
    /// @dev Emits an {Unpaused} event.
    ///
    /// Requirements:
    /// - The caller must be the guardian or the timelock.
    /// - A pause must be active.
    function unpause() external;

    /// @notice All parameters as they are now.
    function values() external view returns (Values memory);

    /// @notice The hard bounds of a parameter, both included, in its unit.
    function bounds(Parameter parameter) external pure returns (uint256 least, uint256 most);

    /// @notice Whether place, sign and underbid are paused now.
    function isPaused() external view returns (bool);

    /// @notice The account that may pause; zero: nobody may.
    function guardian() external view returns (address);
}
