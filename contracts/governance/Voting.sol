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
///   quorum is reached; a proposer needs 100,000 tokens; the quorum is 4 % of the supply. A vote may change these.
/// - What is carried waits in the timelock, which then executes it and holds every right: treasury, parameters,
///   libraries, and its own administration.
/// - Tokens in escrow, collateral or stake belong to Collateral and carry no vote: docs/decisions/0002-first-behaviour.md.
/// - The functions below say only which of OpenZeppelin's extensions answers where two of them could.
contract Voting is
    Governor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorVotes,
    GovernorVotesQuorumFraction,
    GovernorTimelockControl,
    GovernorPreventLateQuorum
{
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
}
