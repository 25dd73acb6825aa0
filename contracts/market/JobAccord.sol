// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobAccord} from "../interfaces/IJobAccord.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {TallyLib} from "../libraries/TallyLib.sol";
import {TypedDataLib} from "../libraries/TypedDataLib.sol";
import {JobStatus, SettlementPath} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";

/// @title JobAccord
/// @notice The part of a job's code for those that agree: settlement by signatures, and the buyer's way out
/// (docs/spec/job.md §3). See {IJobAccord}.
///
/// @dev Runs only by delegatecall, on the storage of a {Job}.
contract JobAccord is JobBase, IJobAccord {
    using TallyLib for uint16;

    // Hashed by the compiler: its length costs nothing.
    // solhint-disable-next-line gas-small-strings
    bytes32 private constant ATTEST_TYPE = keccak256(
        "Attest(uint16 group,uint16 checkpoint,uint16 attempt,bytes32 digest)"
    );

    // More settle group by group: a call must fit well into a block.
    uint256 private constant MOST_RANKS = 256;

    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobBase(collateral) {}

    /// @inheritdoc IJobAccord
    function commitMany(uint16[] calldata ranks, bytes32[] calldata commitments, bytes[] calldata signatures) external {
        // Check: one commitment and one signature for each rank.
        if (ranks.length != commitments.length) revert LengthsDiffer(ranks.length, commitments.length);
        if (ranks.length != signatures.length) revert LengthsDiffer(ranks.length, signatures.length);
        for (uint256 i = 0; i < ranks.length; ++i) {
            Turn memory turn = _turnOf(ranks[i]);
            if (turn.group.committed & turn.bit != 0) continue;
            _requireOpen(turn);
            address signer = TypedDataLib.signerOf(_pledgeOf(turn, commitments[i]), signatures[i]);
            _requireSeller(turn.rank, turn.seller, signer);
            _bind(turn, commitments[i]);
        }
    }

    /// @inheritdoc IJobAccord
    function settleUnanimous(uint16 id, bytes32 digest, bytes[] calldata signatures) external {
        Turn memory turn = _turnOfGroup(id);
        Group memory current = turn.group;
        // Check: not settled yet, and all have signed.
        if (current.isSettled) revert GroupSettled(id, current.checkpoint);
        bytes32 attestation = _attestationOf(turn, current.checkpoint, digest);
        _requireNoMore(_requireAllSigned(turn, attestation, signatures, 0), signatures);
        // Effect: all are honest.
        uint16 settled = _settle(turn, current.active, digest, SettlementPath.Unanimous);
        if (settled == turn.rules.groups) _passBarrier(turn.rules, current.checkpoint);
    }

    /// @inheritdoc IJobAccord
    function settleAll(uint16 upTo, bytes32[] calldata digests, bytes[] calldata signatures) external {
        Turn memory turn;
        turn.rules = _rules();
        uint256 checkpoint = _state.checkpoint;
        // Check: the job is small enough, runs, and a digest of each group is told.
        if (turn.rules.ranks > MOST_RANKS) revert RanksTooMany(turn.rules.ranks, MOST_RANKS);
        if (_state.status != JobStatus.Running) revert JobNotRunning(_state.status);
        if (digests.length != turn.rules.groups) revert LengthsDiffer(turn.rules.groups, digests.length);

        uint256 most = _isTerminated(turn.rules) ? checkpoint : turn.rules.checkpoints;
        uint256 cells;
        uint256 next;
        for (; turn.id < digests.length; ++turn.id) {
            _readGroup(turn.group, turn.id, turn.rules.replication);
            // Check: nobody is passed over that waits for its first checkpoint, and all have signed.
            if (turn.group.pending != 0) most = checkpoint;
            if (upTo < checkpoint || upTo > most) revert CheckpointOutOfRange(upTo, checkpoint, most);
            next = _requireAllSigned(turn, _attestationOf(turn, upTo, digests[turn.id]), signatures, next);
            cells += _settleUpTo(turn, upTo, digests[turn.id]);
        }
        _requireNoMore(next, signatures);
        // Effect: all have earned these cells.
        _state.paidCells += uint24(cells);
        _passBarrier(turn.rules, upTo);
    }

    /// @inheritdoc IJobAccord
    function terminate() external {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the job goes on, and its buyer says this for the first time.
        if (_state.status != JobStatus.Running && _state.status != JobStatus.Frozen) {
            revert JobNotRunning(_state.status);
        }
        if (msg.sender != rules.buyer) revert TerminationUnauthorized(msg.sender, rules.buyer);
        if (_state.announcedAt != 0) revert TerminationKnown(_state.announcedAt);
        // Effect: from `work` later on, the checkpoint in work is the last one.
        _state.announcedAt = uint40(block.timestamp);
        emit TerminationAnnounced(uint40(block.timestamp));
    }

    /// @dev Tells what all ranks together settle for a group, and counts its cells. Nothing else is written: the barrier
    /// that follows leaves all rounds behind.
    function _settleUpTo(Turn memory turn, uint16 upTo, bytes32 digest) private returns (uint256 cells) {
        Group memory current = turn.group;
        uint256 done = current.isSettled ? current.checkpoint : current.checkpoint - 1;
        if (done == upTo) return 0;
        emit CheckpointSettled(turn.id, upTo, current.attempt, digest, current.active, 0, SettlementPath.Together);
        return (upTo - done) * current.active.count();
    }

    /// @dev Every active rank of a group has signed.
    /// @param digest What: the same for all of them.
    /// @param next The number of its first signature.
    /// @return The number of the first one that is not its.
    function _requireAllSigned(
        Turn memory turn,
        bytes32 digest,
        bytes[] calldata signatures,
        uint256 next
    ) private view returns (uint256) {
        uint256 active = turn.group.active.count();
        // Check: a quorum, and a signature of each.
        if (active < turn.rules.quorum) revert QuorumShort(turn.id, active, turn.rules.quorum);
        if (next + active > signatures.length) revert LengthsDiffer(next + active, signatures.length);
        for (uint256 rest = turn.group.active; rest != 0; rest &= rest - 1) {
            _requireSignedBy(turn, TallyLib.lowest(rest), digest, signatures[next]);
            ++next;
        }
        return next;
    }

    /// @dev As {_requireSigned}, for what is hashed once for all replicas.
    function _requireSignedBy(
        Turn memory turn,
        uint256 replica,
        bytes32 digest,
        bytes calldata signature
    ) private view {
        uint256 rank = turn.id * turn.rules.replication + replica;
        address account = signature.length == 0 ? msg.sender : TypedDataLib.signerUnder(digest, signature);
        _requireSeller(rank, _sellerOf[_tenureAt(rank, turn.rules)], account);
    }

    function _attestationOf(Turn memory turn, uint16 checkpoint, bytes32 digest) private view returns (bytes32) {
        bytes32 message = keccak256(abi.encode(ATTEST_TYPE, turn.id, checkpoint, turn.group.attempt, digest));
        return TypedDataLib.digestOf(message);
    }

    function _requireNoMore(uint256 signed, bytes[] calldata signatures) private pure {
        // Check: whoever signed is asked.
        if (signed != signatures.length) revert LengthsDiffer(signed, signatures.length);
    }
}
