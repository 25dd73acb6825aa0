// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobCore} from "../interfaces/IJobCore.sol";
import {CommitmentLib} from "../libraries/CommitmentLib.sol";
import {TallyLib} from "../libraries/TallyLib.sol";
import {AbortReason, LossPolicy, RoundContext, SettlementPath} from "../types/JobTypes.sol";
import {JobMoney} from "./JobMoney.sol";

/// @title JobRounds
/// @notice Commit, reveal and settle: the rounds of a group (docs/spec/job.md §3, §4).
///
/// @dev Collateral calls nobody back, so that the money of a fault may move before the state of the round is complete.
abstract contract JobRounds is JobMoney, IJobCore {
    using CommitmentLib for RoundContext;
    using TallyLib for TallyLib.Round;
    using TallyLib for uint16;

    // Hashed by the compiler: its length costs nothing.
    // solhint-disable-next-line gas-small-strings
    bytes32 private constant PRESENT_TYPE = keccak256(
        "Present(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,uint40 t0)"
    );

    /// @inheritdoc IJobCore
    function commit(uint16 rank, uint16 checkpoint, uint16 attempt, bytes32 commitment) external {
        Turn memory turn = _turnOf(rank);
        _requireOpen(turn);
        // Check: it is meant for this round.
        if (turn.group.checkpoint != checkpoint || turn.group.attempt != attempt) {
            revert RoundMismatch(turn.id, turn.group.checkpoint, turn.group.attempt);
        }
        // Check: the seller at this rank, for the first time in this round.
        if (turn.group.committed & turn.bit != 0) revert AlreadyCommitted(rank);
        _requireSeller(rank, turn.seller, msg.sender);
        _bind(turn, commitment);
    }

    /// @inheritdoc IJobCore
    function present(uint16[] calldata ranks, bytes[] calldata signatures) external {
        // Check: one signature for each rank.
        if (ranks.length != signatures.length) revert LengthsDiffer(ranks.length, signatures.length);
        bool isShown;
        for (uint256 i = 0; i < ranks.length; ++i) {
            Turn memory turn = _turnOf(ranks[i]);
            // Nobody can stop the others by going ahead with some of them; if none counts, the last says why.
            if (!_mayShow(turn) && (isShown || i + 1 < ranks.length)) continue;
            _present(turn, signatures[i]);
            isShown = true;
        }
    }

    /// @inheritdoc IJobCore
    function reveal(uint16 rank, bytes16 tag, bytes16 seal, bytes32 salt, bytes32 digest) external {
        Turn memory turn = _turnOf(rank);
        Group memory current = turn.group;
        uint256 deadline = _requireClosed(turn) + turn.rules.revealSeconds;
        // Check: in time, for the first time, and exactly what was committed.
        if (_clock() > deadline) revert RevealClosed(turn.id, deadline);
        if (current.committed & turn.bit == 0) revert NotCommitted(rank);
        if (current.revealed & turn.bit != 0) revert AlreadyRevealed(rank);
        if (_contextOf(turn).commitmentOf(rank, turn.seller, tag, seal, salt) != _wordOf[rank]) {
            revert CommitmentMismatch(rank, _wordOf[rank]);
        }
        // Effect: what was hidden stands over the commitment.
        current.revealed |= turn.bit;
        _wordOf[rank] = bytes32(tag) | (bytes32(seal) >> 128);
        _store(turn);
        emit ResultRevealed(turn.id, current.checkpoint, rank, current.attempt, turn.tenure, tag, seal);
        if (current.revealed != current.active) return;
        // Effect: the last reveal settles a round without a fault.
        TallyLib.Round memory round = _tally(turn, digest);
        if (round.sealed_ == current.active && !round.hasFailed) _carry(turn, round, digest);
    }

    /// @inheritdoc IJobCore
    function settle(uint16 id, bytes32 digest) external {
        // Check: the group's round is over.
        Turn memory turn = _turnOfGroup(id);
        uint256 deadline = _requireClosed(turn) + turn.rules.revealSeconds;
        if (turn.group.committed == 0) {
            _judgeSilence(turn);
            return;
        }
        if (turn.group.revealed != turn.group.committed && _clock() <= deadline) revert RevealsOpen(id, deadline);

        TallyLib.Round memory round = _tally(turn, digest);
        deadline += turn.rules.revealSeconds;
        if (round.agreeing != 0 && _clock() > deadline) {
            // Too late to open: whoever agreed has withheld.
            round.sealed_ = 0;
            round.isOpened = false;
            round.isCarried = false;
        } else if (round.agreeing != 0 && !round.isOpened) {
            revert DigestMismatch(id, digest, deadline);
        }
        if (!round.isCarried) _judgeInconclusive(turn, round);
        else if (round.hasFailed) _judgeFailure(turn, round, digest);
        else _carry(turn, round, digest);
    }

    /// @dev A quorum agrees on a result: the honest stay and have earned a cell.
    function _carry(Turn memory turn, TallyLib.Round memory round, bytes32 digest) private {
        uint16 faulty = turn.group.active & ~round.sealed_;
        _open(turn, round, digest);
        uint16 settled = _settle(turn, round.sealed_, digest, SettlementPath.Tally);
        _faultAll(turn, faulty, round);
        if (settled == turn.rules.groups) _passBarrier(turn.rules, turn.group.checkpoint);
    }

    function _open(Turn memory turn, TallyLib.Round memory round, bytes32 digest) private {
        emit DigestOpened(turn.id, turn.group.checkpoint, turn.group.attempt, digest, round.hasFailed);
    }

    /// @dev A quorum agrees that the program failed: the cell in flight is not paid, and only faults cost collateral.
    function _judgeFailure(Turn memory turn, TallyLib.Round memory round, bytes32 digest) private {
        Group memory current = turn.group;
        uint16 faulty = current.committed & ~round.sealed_;
        current.active &= ~faulty;
        _store(turn);
        _open(turn, round, digest);
        _faultAll(turn, faulty, round);
        _abort(AbortReason.ProgramFailed, turn.rules.buyer);
    }

    /// @dev No quorum agrees: everybody leaves, and the group restarts or the job is over.
    function _judgeInconclusive(Turn memory turn, TallyLib.Round memory round) private {
        Group memory current = turn.group;
        emit RoundInconclusive(turn.id, current.checkpoint, current.attempt, round.agreeing);
        _faultAll(turn, current.active, round);
        current.active = 0;
        if (turn.rules.lossPolicy == LossPolicy.Abort || current.hasRestarted) {
            _store(turn);
            _abort(AbortReason.Inconclusive, turn.rules.buyer);
            return;
        }
        current.hasRestarted = true;
        ++current.attempt;
        _restart(turn);
    }

    /// @dev Nobody committed: the silent leave, the present stay and try once more.
    function _judgeSilence(Turn memory turn) private {
        Group memory current = turn.group;
        uint16 staying = current.active & current.present;
        bool hasQuorum = staying.count() >= turn.rules.quorum;
        bool isLast = hasQuorum && current.hasRearmed;
        // Another group's settled checkpoint shows that the work could be done: then silence is not free.
        uint16 faulty = isLast && _state.settledGroups != 0 ? current.active : current.active & ~staying;
        _faultAll(turn, faulty, _roundOf(current));
        current.active &= ~faulty;
        if (isLast) {
            _store(turn);
            _abort(AbortReason.NoWork, turn.rules.buyer);
            return;
        }
        if (hasQuorum) current.hasRearmed = true;
        _restart(turn);
    }

    /// @dev A group's round begins anew. Too few are joined by those that wait; if they are still too few, the job
    /// freezes.
    function _restart(Turn memory turn) private {
        Group memory current = turn.group;
        _clear(current);
        current.t0 = uint40(block.timestamp);
        _joinIfShort(turn);
        _store(turn);
        emit GroupRestarted(turn.id, current.checkpoint, current.attempt, current.active, current.t0);
        if (current.active.count() < turn.rules.quorum) _fallShort();
    }

    function _faultAll(Turn memory turn, uint16 faulty, TallyLib.Round memory round) private {
        if (faulty == 0) return;
        ICollateral.Payout[] memory payouts = new ICollateral.Payout[](faulty.count());
        uint256 rest = faulty;
        for (uint256 i = 0; i < payouts.length; ++i) {
            uint256 replica = TallyLib.lowest(rest);
            uint256 rank = turn.id * turn.rules.replication + replica;
            _endTenure(turn.rules, rank, round.verdictOf(1 << replica), payouts[i]);
            rest &= rest - 1;
        }
        // Interaction: what they have earned is paid, and the price taken.
        _collateral.payMany(turn.rules.buyer, payouts);
    }

    function _present(Turn memory turn, bytes calldata signature) private {
        Group memory current = turn.group;
        uint256 notBefore = _presenceFrom(turn);
        // Check: active in an open round, in the second half of the window, for the first time, by the seller at this rank.
        _requireOpen(turn);
        if (_clock() < notBefore) revert PresenceTooEarly(notBefore);
        if (current.present & turn.bit != 0) revert AlreadyPresent(turn.rank);
        bytes32 message = keccak256(
            abi.encode(PRESENT_TYPE, turn.id, current.checkpoint, current.attempt, turn.tenure, current.t0)
        );
        _requireSigned(turn.rank, turn.seller, message, signature);
        // Effect: it is alive.
        current.present |= turn.bit;
        _store(turn);
        emit PresenceShown(turn.id, current.checkpoint, turn.rank, current.attempt, turn.tenure);
    }

    /// @dev Whether presence of a rank still counts, and counts already.
    function _mayShow(Turn memory turn) private view returns (bool) {
        Group memory current = turn.group;
        if (current.isSettled || _closeOf(turn) != 0 || _clock() < _presenceFrom(turn)) return false;
        return current.active & ~current.present & turn.bit != 0;
    }

    function _presenceFrom(Turn memory turn) private pure returns (uint256) {
        return turn.group.t0 + turn.rules.workSeconds / 2;
    }

    /// @dev What the revealed words say, and whether they stand for this digest.
    function _tally(Turn memory turn, bytes32 digest) private view returns (TallyLib.Round memory round) {
        uint256 first = turn.id * turn.rules.replication;
        bytes32[] memory words = new bytes32[](turn.rules.replication);
        for (uint256 i = 0; i < words.length; ++i) words[i] = _wordOf[uint16(first + i)];
        round = _roundOf(turn.group);
        (uint16 holders, bytes16 tag) = TallyLib.mostFrequent(words, turn.group.revealed);
        if (holders.count() < turn.rules.quorum) return round;
        round.agreeing = holders;
        RoundContext memory context = _contextOf(turn);
        round.isOpened = tag == context.tagOf(digest);
        if (!round.isOpened) {
            round.hasFailed = tag == context.failedTagOf(digest);
            round.isOpened = round.hasFailed;
        }
        if (!round.isOpened) return round;
        for (uint256 rest = holders; rest != 0; rest &= rest - 1) {
            uint256 replica = TallyLib.lowest(rest);
            uint32 id = _tenureAt(first + replica, turn.rules);
            bytes16 seal = context.sealOf(first + replica, id, _sellerOf[id], digest);
            // What is cut off here cannot matter: it was the tag.
            if (bytes16(words[replica] << 128) == seal) round.sealed_ |= uint16(1 << replica);
        }
        round.isCarried = round.sealed_.count() >= turn.rules.quorum;
    }

    function _roundOf(Group memory current) private pure returns (TallyLib.Round memory round) {
        round.committed = current.committed;
        round.present = current.present;
        round.revealed = current.revealed;
    }

    function _requireClosed(Turn memory turn) private view returns (uint256 closedAt) {
        // Check: not settled, and commitments are closed.
        if (turn.group.isSettled) revert GroupSettled(turn.id, turn.group.checkpoint);
        closedAt = _closeOf(turn);
        if (closedAt == 0) revert CommitsOpen(turn.id);
    }

    function _contextOf(Turn memory turn) private view returns (RoundContext memory) {
        return
            RoundContext({
                job: address(this),
                checkpoint: turn.group.checkpoint,
                attempt: turn.group.attempt,
                group: turn.id
            });
    }
}
