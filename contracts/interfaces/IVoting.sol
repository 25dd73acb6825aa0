// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title IVoting
/// @notice Token-weighted changes of the protocol (white paper §3.7): "The number of votes a peer has is proportional to
/// the number of Hypertokens associated with their account."
///
/// @dev Notes:
/// - OpenZeppelin's Governor: one vote per smallest unit of Hypertoken delegated to the voter when voting began; for,
///   against and abstain; carried when more are for than against and for + abstain reach the quorum.
/// - Genesis: voting begins 1 day after the proposal and lasts 5 days (at least 1 more day from the moment at which the
///   quorum is reached), a proposer needs 100,000 tokens, the quorum is 4 % of the supply, and what is carried waits 2
///   days in the timelock.
/// - A passed proposal is executed by the timelock, which holds the treasury and every other right; nobody else does.
/// - Tokens in escrow, collateral or stake are held by Collateral and carry no vote
///   (docs/decisions/0002-first-behaviour.md).
interface IVoting is IGovernor {}
