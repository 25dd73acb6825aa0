// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title Timelock
/// @notice The treasury, and what carries out what was voted after a delay: OpenZeppelin's TimelockController, with two
/// things that no vote can do (docs/decisions/0017-what-no-vote-can-do.md).
///
/// @dev Notes:
/// - Whatever it does it does in {_execute}: there is no other way to speak for it, and it signs nothing.
contract Timelock is TimelockController {
    /// @notice The shortest delay that a vote can set, in seconds: time to leave before a change comes into force.
    uint256 public constant LEAST_DELAY = 1 days;

    /// @notice The longest delay that a vote can set, in seconds: no vote locks up those that follow.
    uint256 public constant MOST_DELAY = 30 days;

    /// @notice A vote, or the deployment, tried to set a delay beyond its hard bounds.
    error TimelockDelayOutOfBounds(uint256 delay, uint256 least, uint256 most);

    /// @notice A vote tried to let the treasury vote.
    /// @param token Whose votes it tried to delegate.
    error TimelockVotes(address token);

    /// @param delay The delay at first, in seconds, within the hard bounds.
    /// @param proposers Who may schedule and cancel.
    /// @param executors Who may execute; zero: anybody.
    /// @param admin Who may give out these roles besides the timelock itself, until it renounces; zero: nobody.
    constructor(
        uint256 delay,
        address[] memory proposers,
        address[] memory executors,
        address admin
    ) TimelockController(delay, proposers, executors, admin) {
        _checkDelay(delay);
    }

    /// @notice Sets the delay of operations yet to be scheduled.
    ///
    /// @dev Emits a {MinDelayChange} event.
    ///
    /// Requirements:
    /// - The caller must be the timelock.
    /// - `newDelay` must be within the hard bounds.
    function updateDelay(uint256 newDelay) public override {
        _checkDelay(newDelay);
        super.updateDelay(newDelay);
    }

    /// @dev Refuses by the selector, whichever the token: Hypertoken is deployed after the timelock, which it names.
    function _execute(address target, uint256 value, bytes calldata data) internal override {
        // Check: the treasury's own tokens never vote.
        if (bytes4(data) == IVotes.delegate.selector) revert TimelockVotes(target);
        super._execute(target, value, data);
    }

    function _checkDelay(uint256 delay) private pure {
        // Check: the delay is within the hard bounds.
        if (delay < LEAST_DELAY || delay > MOST_DELAY) {
            revert TimelockDelayOutOfBounds(delay, LEAST_DELAY, MOST_DELAY);
        }
    }
}
