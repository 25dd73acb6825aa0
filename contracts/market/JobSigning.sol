// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobSigning} from "../interfaces/IJobSigning.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {JobStatus} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";

/// @title JobSigning
/// @notice The part of a job's code that runs before its ranks are drawn. See {IJobSigning}.
///
/// @dev Runs only by delegatecall, on the storage of a {Job}.
contract JobSigning is JobBase, IJobSigning {
    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobBase(collateral) {}

    /// @inheritdoc IJobSigning
    function sign(
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external returns (uint32 id) {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the job takes signatures, and the caller may give one.
        if (_state.status != JobStatus.Open) revert JobNotOpen(_state.status);
        if (block.timestamp > rules.signDeadline) revert SignClosed(rules.signDeadline);
        if (_collateral.isPaused()) revert JobPaused();
        Tenure storage signed = _enlist(rules, ask, agentKey, beneficiary, endpoint, rules.checkpoints);
        // Effect: the caller takes the next slot.
        id = _state.signed;
        ++_state.signed;
        signed.signedAt = uint40(block.timestamp);
        signed.firstCheckpoint = 1;
        signed.number = uint16(id + 1);
        _sellerOf[id] = msg.sender;
        emit SellerSigned(id, msg.sender, _agentKeyOf(msg.sender), _beneficiaryOf(msg.sender), ask, endpoint);
        if (_state.signed < rules.ranks) return id;
        _state.status = JobStatus.Filled;
        _state.filledAt = uint40(block.timestamp);
        emit JobFilled(_state.filledAt);
        _arm();
    }

    /// @inheritdoc IJobSigning
    function cancel() external {
        ConfigurationLib.Rules memory rules = _rules();
        JobStatus before = _state.status;
        // Check: who may cancel, when.
        bool isEarly = before == JobStatus.Open && block.timestamp <= rules.signDeadline;
        if (isEarly && msg.sender != rules.buyer) revert CancelTooEarly(rules.signDeadline + 1);
        if (before == JobStatus.Filled) {
            uint256 notBefore = _state.filledAt + rules.recruitSeconds + 1;
            if (block.timestamp < notBefore) revert CancelTooEarly(notBefore);
        } else if (before != JobStatus.Open) {
            revert JobNotCancellable(before);
        }
        // Effect: over; an early cancel costs the buyer something for each slot that was held for long.
        if (isEarly) {
            // Cannot lose bits: it is at most the collateral that a seller has locked.
            _state.compensation = uint96(
                PaymentLib.compensationDown(rules.unitPrice, rules.unitCollateral, rules.cancelBps, rules.checkpoints)
            );
        }
        emit JobCancelled(_state.compensation);
        _end(JobStatus.Cancelled, IReputation.BuyerOutcome.Cancelled, rules.buyer);
    }

    /// @inheritdoc IJobSigning
    function arm() external {
        // Check: the job waits for its start, and the seed it was to take is gone.
        if (_state.status != JobStatus.Filled) revert JobNotFilled(_state.status);
        if (block.number <= _state.seedBlock + HASH_BLOCKS) revert SeedStillArmed(_state.seedBlock);
        _arm();
    }

    /// @inheritdoc IJobSigning
    function start() external {
        uint256 seedBlock = _state.seedBlock;
        // Check: the job is filled, and the seed can be had.
        if (_state.status != JobStatus.Filled) revert JobNotFilled(_state.status);
        if (block.number <= seedBlock) revert SeedNotReady(seedBlock);
        if (block.number > seedBlock + HASH_BLOCKS) revert SeedGone(seedBlock);
        // Effect: the ranks follow from the seed; checkpoint 1 begins.
        _seed = keccak256(abi.encode(blockhash(seedBlock), address(this)));
        _state.status = JobStatus.Running;
        _state.checkpoint = 1;
        _state.barrierAt = uint40(block.timestamp);
        emit JobStarted(_seed, _state.barrierAt);
    }

    function _arm() private {
        _state.seedBlock = uint64(block.number + 1);
        emit SeedArmed(_state.seedBlock);
    }
}
