// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IProtocolParameters} from "../interfaces/IProtocolParameters.sol";
import {Governed} from "./Governed.sol";

/// @title ProtocolParameters
/// @notice See {IProtocolParameters}.
contract ProtocolParameters is IProtocolParameters, Governed {
    uint256 private constant PAUSE_SECONDS = 14 days;
    uint256 private constant WAIT_SECONDS = 14 days;

    Values private _values;

    /// @inheritdoc IProtocolParameters
    address public guardian;

    /// @dev When the last pause ended or will end, in unix seconds; 0 before the first.
    uint64 private _pausedUntil;

    /// @param timelock_ Who may set parameters, from the first moment on.
    /// @param genesis The first values, in the order of {IProtocolParameters.Parameter}.
    constructor(address timelock_, uint256[14] memory genesis) Governed(timelock_) {
        for (uint8 i = 0; i < genesis.length; ++i) {
            _set(Parameter(i), genesis[i]);
        }
        _checkWindows();
    }

    /// @inheritdoc IProtocolParameters
    function set(Parameter parameter, uint256 value) external onlyTimelock {
        _set(parameter, value);
        _checkWindows();
    }

    /// @inheritdoc IProtocolParameters
    function setGuardian(address guardian_) external onlyTimelock {
        // Effect: name the guardian.
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    /// @inheritdoc IProtocolParameters
    function pause() external {
        // Check: the caller is the guardian, and the last pause is long over.
        if (msg.sender != guardian) revert PauseUnauthorized(msg.sender, guardian);
        uint256 notBefore = _pausedUntil == 0 ? 0 : _pausedUntil + WAIT_SECONDS;
        if (block.timestamp < notBefore) revert PauseTooSoon(notBefore);
        // Effect: pause; it ends by itself.
        uint256 until = block.timestamp + PAUSE_SECONDS;
        _pausedUntil = uint64(until); // Fits: unix seconds stay below 2^64 for longer than the earth lasts.
        emit Paused(msg.sender, until);
    }

    /// @inheritdoc IProtocolParameters
    function unpause() external {
        // Check: the caller may, and there is a pause.
        if (msg.sender != guardian && msg.sender != timelock) revert PauseUnauthorized(msg.sender, guardian);
        if (!isPaused()) revert PauseNotActive();
        // Effect: end the pause; the wait for the next one begins.
        _pausedUntil = uint64(block.timestamp); // Fits, as above.
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IProtocolParameters
    function values() external view returns (Values memory) {
        return _values;
    }

    /// @inheritdoc IProtocolParameters
    function isPaused() public view returns (bool) {
        return block.timestamp < _pausedUntil;
    }

    /// @inheritdoc IProtocolParameters
    function bounds(Parameter parameter) public pure returns (uint256 least, uint256 most) {
        if (parameter == Parameter.FeeBps) return (1, 500);
        if (parameter == Parameter.CancelBps) return (0, 1_000);
        if (parameter == Parameter.MaxReplication) return (3, 16);
        if (parameter == Parameter.MaxGroups) return (1, 256);
        if (parameter == Parameter.MaxCheckpoints) return (1, 1_024);
        if (parameter <= Parameter.MaxWorkSeconds) return (10 seconds, 7 days);
        if (parameter <= Parameter.MaxRevealSeconds) return (5 seconds, 1 days);
        if (parameter <= Parameter.MaxRecruitSeconds) return (10 seconds, 7 days);
        if (parameter == Parameter.HoldSeconds) return (0, 1 days);
        if (parameter == Parameter.DrawBlocks) return (4, 64);
        return (0, 100_000e18);
    }

    function _set(Parameter parameter, uint256 value) private {
        // Check: the value is within the hard bounds.
        (uint256 least, uint256 most) = bounds(parameter);
        if (value < least || value > most) revert ParameterOutOfBounds(parameter, value, least, most);
        // Effect: set it. Every cast fits: the hard bound is below the field's largest value.
        if (parameter == Parameter.FeeBps) _values.feeBps = uint16(value);
        else if (parameter == Parameter.CancelBps) _values.cancelBps = uint16(value);
        else if (parameter == Parameter.MaxReplication) _values.maxReplication = uint8(value);
        else if (parameter == Parameter.MaxGroups) _values.maxGroups = uint16(value);
        else if (parameter == Parameter.MaxCheckpoints) _values.maxCheckpoints = uint16(value);
        else if (parameter == Parameter.MinWorkSeconds) _values.minWorkSeconds = uint24(value);
        else if (parameter == Parameter.MaxWorkSeconds) _values.maxWorkSeconds = uint24(value);
        else if (parameter == Parameter.MinRevealSeconds) _values.minRevealSeconds = uint24(value);
        else if (parameter == Parameter.MaxRevealSeconds) _values.maxRevealSeconds = uint24(value);
        else if (parameter == Parameter.MinRecruitSeconds) _values.minRecruitSeconds = uint24(value);
        else if (parameter == Parameter.MaxRecruitSeconds) _values.maxRecruitSeconds = uint24(value);
        else if (parameter == Parameter.HoldSeconds) _values.holdSeconds = uint24(value);
        else if (parameter == Parameter.DrawBlocks) _values.drawBlocks = uint8(value);
        else _values.leastStake = uint128(value);
        emit ParameterSet(parameter, value);
    }

    function _checkWindows() private view {
        Values memory now_ = _values;
        _checkWindow(Parameter.MinWorkSeconds, now_.minWorkSeconds, now_.maxWorkSeconds);
        _checkWindow(Parameter.MinRevealSeconds, now_.minRevealSeconds, now_.maxRevealSeconds);
        _checkWindow(Parameter.MinRecruitSeconds, now_.minRecruitSeconds, now_.maxRecruitSeconds);
    }

    function _checkWindow(Parameter parameter, uint256 shortest, uint256 longest) private pure {
        if (shortest > longest) revert ParameterWindowEmpty(parameter, shortest, longest);
    }
}
