// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IJobAccord} from "./IJobAccord.sol";
import {IJobAnnex} from "./IJobAnnex.sol";
import {IJobCore} from "./IJobCore.sol";
import {IJobSigning} from "./IJobSigning.sol";
import {IJobViews} from "./IJobViews.sol";

/// @title IJob
/// @notice One placed computation, from its signatures to its last payment. docs/spec/job.md explains the states, the
/// windows and the prices of faults.
///
/// @dev Notes:
/// - The job holds no tokens and has no owner; its configuration is part of its code. It calls only Collateral.
/// - Groups count from 0, ranks from 0 (rank = group · replication + replica), checkpoints from 1, tenures from 0: the
///   first n are the signed slots, each replacement has the next number.
/// - Masks have one bit for each replica of a group, bit i for rank group · replication + i.
/// - Work and reveal deadlines are compared with {clock}, which stands still while the job is frozen.
/// - Every state that is not an end has an exit that anyone may call after a finite time.
/// - The complete state can be rebuilt from the events.
/// - Its code lies in several contracts, one for each interface below, which share the job's storage: the job hands on
///   all calls but those of {IJobCore}.
interface IJob is IJobSigning, IJobCore, IJobAccord, IJobAnnex, IJobViews {}
