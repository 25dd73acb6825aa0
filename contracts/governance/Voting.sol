// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IHypertoken} from "../interfaces/IHypertoken.sol";

/// @title Voting
/// @notice Token-weighted changes of the protocol (white paper §3.7): "The number of votes a peer has is proportional to
/// the number of Hypertokens associated with their account."
///
/// @dev Notes:
/// - OpenZeppelin's Governor, and its interface IGovernor: for, against and abstain, one vote per smallest unit of
///   Hypertoken delegated to the voter when voting began; carried with more for than against, once for and abstain
///   reach the quorum.
/// - At genesis voting begins 1 day after a proposal and lasts 5 days, and at least 1 day from the moment at which the
///   quorum is reached; a proposer needs 100,000 tokens; the quorum is 4 % of the supply. A vote may change these within
///   {bounds}: docs/decisions/0017-what-no-vote-can-do.md.
/// - What is carried waits in the timelock, which then executes it and holds every right: treasury, parameters,
///   libraries, and its own administration. The timelock is the same for good, as it is for all that it governs.
/// - Tokens in escrow, collateral or stake belong to Collateral and carry no vote: docs/decisions/0002-first-behaviour.md.
/// - The other functions below say only which of OpenZeppelin's extensions answers where two of them could.
contract Voting is
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl,
    GovernorPreventLateQuorum
{
    /// @notice The settings that a vote may change, within hard bounds in brackets.
    enum VotingSetting {
        // Seconds from a proposal to the begin of its vote [1 day, 14 days].
        VotingDelay,
        // Seconds that a vote lasts [3 days, 30 days].
        VotingPeriod,
        // Seconds that a vote lasts at least from the moment at which the quorum is reached [1 day, 3 days: the shortest vote].
        LateQuorumExtension,
        // The votes that a proposer needs, in the smallest unit of Hypertoken [10,000 tokens, 1,000,000 tokens].
        ProposalThreshold,
        // The quorum, in percent of the supply [2, 20].
        QuorumPercent
    }

    /// @notice A vote tried to cross a hard bound.
    error VotingSettingOutOfBounds(VotingSetting setting, uint256 value, uint256 least, uint256 most);

    /// @notice A vote tried to take another timelock: the old one would keep every right.
    error VotingTimelockFixed(address timelock);

    /// @param token The token whose past votes count.
    /// @param timelock_ What executes the carried proposals; this contract must be its only proposer.
    constructor(
        IHypertoken token,
        TimelockController timelock_
    )
        Governor("Hypernet Voting")
        GovernorSettings(1 days, 5 days, 100_000e18)
        GovernorVotes(token)
        GovernorVotesQuorumFraction(4)
        GovernorTimelockControl(timelock_)
        GovernorPreventLateQuorum(1 days)
    {}

    /// @notice Always reverts with {VotingTimelockFixed}.
    function updateTimelock(TimelockController) public view override {
        revert VotingTimelockFixed(timelock());
    }

    /// @notice The hard bounds of a setting, both included, in its unit.
    function bounds(VotingSetting setting) public pure returns (uint256 least, uint256 most) {
        if (setting == VotingSetting.VotingDelay) return (1 days, 14 days);
        if (setting == VotingSetting.VotingPeriod) return (3 days, 30 days);
        if (setting == VotingSetting.LateQuorumExtension) return (1 days, 3 days);
        if (setting == VotingSetting.ProposalThreshold) return (10_000e18, 1_000_000e18);
        return (2, 20);
    }

    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateQuorum) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    function state(uint256 proposalId) public view override(Governor, GovernorTimelockControl) returns (ProposalState) {
        return super.state(proposalId);
    }

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _check(VotingSetting.VotingDelay, newVotingDelay);
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _check(VotingSetting.VotingPeriod, newVotingPeriod);
        super._setVotingPeriod(newVotingPeriod);
    }

    function _setLateQuorumVoteExtension(uint48 newVoteExtension) internal override {
        _check(VotingSetting.LateQuorumExtension, newVoteExtension);
        super._setLateQuorumVoteExtension(newVoteExtension);
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal override {
        _check(VotingSetting.ProposalThreshold, newProposalThreshold);
        super._setProposalThreshold(newProposalThreshold);
    }

    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal override {
        _check(VotingSetting.QuorumPercent, newQuorumNumerator);
        super._updateQuorumNumerator(newQuorumNumerator);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    function _check(VotingSetting setting, uint256 value) private pure {
        // Check: the value is within the hard bounds.
        (uint256 least, uint256 most) = bounds(setting);
        if (value < least || value > most) revert VotingSettingOutOfBounds(setting, value, least, most);
    }
}
