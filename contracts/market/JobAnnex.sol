// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobAnnex} from "../interfaces/IJobAnnex.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {GroupLib} from "../libraries/GroupLib.sol";
import {TallyLib} from "../libraries/TallyLib.sol";
import {TypedDataLib} from "../libraries/TypedDataLib.sol";
import {AbortReason, JobStatus, Offer, Verdict} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";
import {JobMoney} from "./JobMoney.sol";

/// @title JobAnnex
/// @notice The part of a job's code that a job without losses never runs: who leaves before its round is judged,
/// replacements, and the freeze that waits for them (docs/spec/job.md §3). See {IJobAnnex}.
///
/// @dev Runs only by delegatecall, on the storage of a {Job}.
contract JobAnnex is JobMoney, IJobAnnex {
    using GroupLib for Group;
    using TallyLib for uint16;

    // Hashed by the compiler: its length costs nothing.
    // solhint-disable-next-line gas-small-strings
    bytes32 private constant EXPEL_TYPE = keccak256(
        "Expel(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,bytes32 evidenceHash)"
    );

    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobBase(collateral) {}

    /// @inheritdoc IJobAnnex
    function resign(uint16 rank) external {
        Turn memory turn = _turnOf(rank);
        Group memory current = turn.group;
        // Check: the job runs, and it is the seller that goes.
        if (_state.status != JobStatus.Running) revert JobNotRunning(_state.status);
        _requireSeller(rank, turn.seller, msg.sender);
        bool isPending = current.pending & turn.bit != 0;
        uint40 t0;
        Verdict verdict = Verdict.Delayed;
        if (isPending) {
            // Effect: nobody has counted on it yet.
            current.pending &= ~turn.bit;
            _store(turn);
        } else {
            _requireUnbound(turn);
            // A group that falls below its quorum has to wait for others: that is the price of silence.
            if (current.active.count() <= turn.rules.quorum) verdict = Verdict.Missed;
            t0 = _leave(turn);
        }
        emit SellerResigned(turn.tenure, turn.seller, current.checkpoint, turn.id, rank, t0, current.closedAt);
        _fault(turn.rules, rank, verdict);
        if (!isPending) _freezeIfShort(turn, false);
    }

    /// @inheritdoc IJobAnnex
    function equivocate(
        uint16 rank,
        bytes32 first,
        bytes calldata firstSignature,
        bytes32 second,
        bytes calldata secondSignature
    ) external {
        Turn memory turn = _turnOf(rank);
        // Check: the rank takes part in a round that is not judged, and has bound itself to both.
        if (turn.group.isSettled) revert GroupSettled(turn.id, turn.group.checkpoint);
        if (turn.group.active & turn.bit == 0) revert RankNotActive(rank);
        if (first == second) revert CommitmentsEqual(first);
        _requirePledged(turn, first, firstSignature);
        _requirePledged(turn, second, secondSignature);
        bool wasShort = turn.group.active.count() < turn.rules.quorum;
        uint40 t0 = _leave(turn);
        _tellEquivocated(turn, first, second, t0);
        _fault(turn.rules, rank, Verdict.Copied);
        _freezeIfShort(turn, wasShort);
    }

    /// @inheritdoc IJobAnnex
    function expel(
        uint16 rank,
        bytes32 evidenceHash,
        uint16[] calldata accusers,
        bytes[] calldata signatures
    ) external {
        Turn memory turn = _turnOf(rank);
        Group memory current = turn.group;
        // Check: the rank takes part in a round in which no other is bound yet, and is the first that its group expels.
        if (current.isSettled) revert GroupSettled(turn.id, current.checkpoint);
        if (current.committed & ~turn.bit != 0) revert CommitsBegun(turn.id);
        if (current.hasExpelled) revert ExpulsionSpent(turn.id, current.checkpoint);
        if (current.active & turn.bit == 0) revert RankNotActive(rank);
        uint16 accusing = _accusersOf(turn, _expulsionOf(turn, evidenceHash), accusers, signatures);
        // Effect: it has left, with what only it can have committed and revealed; at least a quorum stays.
        current.active &= ~turn.bit;
        current.committed = 0;
        current.revealed = 0;
        current.hasExpelled = true;
        _store(turn);
        emit SellerExpelled(
            turn.tenure,
            turn.seller,
            current.checkpoint,
            turn.id,
            current.attempt,
            rank,
            accusing,
            evidenceHash
        );
        _fault(turn.rules, rank, Verdict.Expelled);
    }

    /// @inheritdoc IJobAnnex
    function applyFor(uint16 id, uint96 ask, address agentKey, address beneficiary, string calldata endpoint) external {
        Turn memory turn = _vacantTurn(id);
        uint256 cells = _cellsLeft(turn);
        // Check: the list is open, and there is something to work for.
        _requireListOpen(id);
        if (cells == 0) revert NoCheckpointLeft(turn.group.checkpoint);
        // Check, effect: the caller is on the list; the first one arms the draw.
        Offer memory offer = Offer({
            seller: msg.sender,
            ask: ask,
            agentKey: agentKey,
            beneficiary: beneficiary,
            endpoint: endpoint,
            nonce: 0,
            deadline: 0
        });
        Tenure storage applicant = _enlist(turn.rules, offer, cells);
        _applicants[id].push(msg.sender);
        applicant.group = id;
        applicant.application = uint32(_applicants[id].length);
        emit SellerApplied(id, msg.sender, offer.agentKey, offer.beneficiary, ask, applicant.lockedCells, endpoint);
        if (_closeBlocks[id] == 0) _armDraw(turn);
    }

    /// @inheritdoc IJobAnnex
    function withdrawApplication() external {
        ConfigurationLib.Rules memory rules = _rules();
        uint16 id = _applicationOf(msg.sender).group;
        // Check: the list is open; all are when nobody can be seated any more.
        if (!_hasEnded() && _state.seatings < _mostSeatings(rules)) _requireListOpen(id);
        _withdrawApplication(msg.sender, rules);
    }

    /// @inheritdoc IJobAnnex
    function withdrawApplicationOf(address seller) external {
        // Check: the job is over.
        if (!_hasEnded()) revert JobNotEnded(_state.status);
        _withdrawApplication(seller, _rules());
    }

    /// @inheritdoc IJobAnnex
    function seat(uint16 id) external {
        Turn memory turn = _vacantTurn(id);
        // Check: there is somebody to draw.
        uint256 applicants = _applicants[id].length;
        if (applicants == 0) revert NoApplicant(id);
        uint256 closeBlock = _closeBlocks[id];
        if (closeBlock == 0 || block.number > closeBlock + HASH_BLOCKS) {
            _armDraw(turn);
            return;
        }
        if (block.number <= closeBlock) revert DrawNotReady(id, closeBlock);

        // Nothing that may change after the close block is hashed: who seats when must not choose among draws.
        uint256 draw = uint256(keccak256(abi.encode(blockhash(closeBlock), address(this), id)));
        turn.seller = _applicants[id][draw % applicants];
        uint256 cells = _cellsLeft(turn);
        _closeBlocks[id] = 0;
        if (cells == 0) {
            emit DrawArmed(id, 0);
            _withdrawApplication(turn.seller, turn.rules);
            return;
        }
        _removeApplication(id, turn.seller);
        Tenure storage drawn = _sellers[turn.seller];
        uint256 locked = drawn.lockedCells;
        if (cells < locked) drawn.lockedCells = uint16(cells);
        _seat(turn, drawn);
        if (_hasVacancy(turn) && applicants > 1) _armDraw(turn);
        if (cells < locked) _release(turn.rules, turn.seller, locked - cells);
    }

    /// @inheritdoc IJobAnnex
    function abort() external {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the job is frozen, and everybody had time to reveal.
        if (_state.status != JobStatus.Frozen) revert JobNotFrozen(_state.status);
        uint256 spent = _state.frozenSeconds;
        uint256 left = rules.recruitSeconds < spent ? 0 : rules.recruitSeconds + 1 - spent;
        uint256 wait = 2 * rules.revealSeconds;
        uint256 notBefore = _state.frozenAt + Math.max(left, wait);
        AbortReason reason = AbortReason.NotRecruited;
        if (_state.announcedAt != 0) {
            uint256 stopAt = Math.max(_state.frozenAt, _state.announcedAt) + wait;
            if (stopAt < notBefore) (notBefore, reason) = (stopAt, AbortReason.Terminated);
        }
        // Check: it has spent its time for recruiting, or its buyer has given it up.
        if (block.timestamp < notBefore) revert AbortTooEarly(notBefore);
        // Effect: over.
        _abort(reason, rules.buyer);
    }

    /// @dev A rank leaves a round under way, with what it has committed and revealed.
    /// @return t0 When the round begins anew, with those that waited for the next checkpoint; 0 if it goes on.
    function _leave(Turn memory turn) private returns (uint40 t0) {
        Group memory current = turn.group;
        uint256 closedAt = _closeOf(turn);
        // Effect: it takes part no longer.
        current.active &= ~turn.bit;
        current.committed &= ~turn.bit;
        current.revealed &= ~turn.bit;
        if (closedAt != 0) {
            // Commitments once closed stay closed: who is left is judged.
            current.closedAt = uint40(closedAt);
        } else if (current.active.count() < turn.rules.quorum) {
            if (current.pending != 0) {
                t0 = uint40(block.timestamp);
                current.t0 = t0;
                current.present = 0;
            }
            _joinIfShort(turn);
        } else if (current.committed == current.active) {
            // It was the last one awaited.
            current.closedAt = uint40(block.timestamp);
        }
        _store(turn);
    }

    /// @dev A group that is short after somebody has left waits for others, unless its round is about to be judged.
    function _freezeIfShort(Turn memory turn, bool wasShort) private {
        bool isShort = turn.group.closedAt == 0 && turn.group.active.count() < turn.rules.quorum;
        if (isShort && !wasShort) _fallShort();
    }

    function _requireUnbound(Turn memory turn) private view {
        Group memory current = turn.group;
        uint256 notFrom = current.t0 + turn.rules.workSeconds / 2;
        // Check: the rank takes part in a round, is not bound in it, and leaves the others half of the window.
        if (current.isSettled) revert GroupSettled(turn.id, current.checkpoint);
        if (current.active & turn.bit == 0) revert RankNotActive(turn.rank);
        if (current.committed & turn.bit != 0) revert AlreadyCommitted(turn.rank);
        if (block.timestamp >= notFrom) revert ResignTooLate(notFrom);
    }

    /// @dev A rank has bound itself to a commitment: by its signature, or, if that is empty, on chain.
    function _requirePledged(Turn memory turn, bytes32 commitment, bytes calldata signature) private view {
        Group memory current = turn.group;
        if (signature.length != 0) {
            _requireSeller(turn.rank, turn.seller, TypedDataLib.signerOf(_pledgeOf(turn, commitment), signature));
            return;
        }
        // Check: it stands there still.
        if (current.committed & turn.bit == 0) revert NotCommitted(turn.rank);
        if (current.revealed & turn.bit != 0) revert AlreadyRevealed(turn.rank);
        if (_wordOf[turn.rank] != commitment) revert CommitmentMismatch(turn.rank, _wordOf[turn.rank]);
    }

    function _tellEquivocated(Turn memory turn, bytes32 first, bytes32 second, uint40 t0) private {
        Group memory current = turn.group;
        emit SellerEquivocated(
            turn.tenure,
            turn.seller,
            current.checkpoint,
            turn.id,
            current.attempt,
            turn.rank,
            first,
            second,
            t0,
            current.closedAt
        );
    }

    /// @dev The ranks that accuse the one of this turn.
    function _accusersOf(
        Turn memory turn,
        bytes32 message,
        uint16[] calldata accusers,
        bytes[] calldata signatures
    ) private view returns (uint16 accusing) {
        // Check: one signature for each accuser.
        if (accusers.length != signatures.length) revert LengthsDiffer(accusers.length, signatures.length);
        for (uint256 i = 0; i < accusers.length; ++i) {
            accusing |= _accuse(turn, accusing, accusers[i], message, signatures[i]);
        }
        // Check: enough of them.
        if (accusing.count() < turn.rules.quorum) revert AccusersShort(accusing.count(), turn.rules.quorum);
    }

    function _accuse(
        Turn memory turn,
        uint16 accusing,
        uint256 rank,
        bytes32 message,
        bytes calldata signature
    ) private view returns (uint16 bit) {
        bit = uint16(1 << (rank % turn.rules.replication));
        uint16 others = turn.group.active & ~turn.bit & ~accusing;
        // Check: another active rank of the group, for the first time, by its seller.
        if (rank / turn.rules.replication != turn.id || others & bit == 0) revert AccuserUnfit(rank);
        _requireSigned(rank, _sellerOf[_tenureAt(rank, turn.rules)], message, signature);
    }

    function _expulsionOf(Turn memory turn, bytes32 evidenceHash) private pure returns (bytes32) {
        Group memory current = turn.group;
        return
            keccak256(abi.encode(EXPEL_TYPE, turn.id, current.checkpoint, current.attempt, turn.tenure, evidenceHash));
    }

    function _seat(Turn memory turn, Tenure storage drawn) private {
        Group memory current = turn.group;
        bool wasShort = current.active.count() < turn.rules.quorum;
        uint256 replica = TallyLib.lowest(~uint256(current.active | current.pending));
        uint40 t0;
        // Effect: it takes part at once, in a round that begins anew, or from the next checkpoint on.
        if (_entersNow(turn)) {
            t0 = uint40(block.timestamp);
            current.active |= uint16(1 << replica);
            current.t0 = t0;
            current.present = 0;
        } else {
            current.pending |= uint16(1 << replica);
        }
        _store(turn);
        // Effect: the tenure has the next number, of which there are at most 4 · 4,096.
        uint32 number = _tenures();
        ++_state.seatings;
        drawn.number = uint16(number + 1);
        drawn.rank = uint16(turn.id * turn.rules.replication + replica);
        drawn.firstCheckpoint = t0 != 0 ? current.checkpoint : current.checkpoint + 1;
        _sellerOf[number] = turn.seller;
        _replacements[drawn.rank] = number + 1;
        // Interaction: what it shares with its backers is what it has set by now.
        _collateral.fixBackerShare(turn.seller);
        emit SellerSeated(turn.id, number, turn.seller, drawn.rank, drawn.firstCheckpoint, drawn.lockedCells, t0);
        if (wasShort && current.active.count() >= turn.rules.quorum && --_state.shortGroups == 0) _resume(turn.rules);
    }

    /// @dev Windows that were open when the job froze begin anew; those that had passed stay passed. Only rounds in which
    /// somebody has done something have a word to write: of all others begins are one.
    function _resume(ConfigurationLib.Rules memory rules) private {
        Turn memory turn;
        turn.rules = rules;
        uint40 time = uint40(block.timestamp);
        uint256 frozenAt = _state.frozenAt;
        for (; turn.id < rules.groups; ++turn.id) {
            turn.group.unpack(_groups[turn.id]);
            if (turn.group.checkpoint != _state.checkpoint || turn.group.isSettled) continue;
            if (_reopen(turn, frozenAt, time)) _store(turn);
        }
        if (frozenAt <= _state.barrierAt + rules.workSeconds) _state.barrierAt = time;
        _state.status = JobStatus.Running;
        _state.frozenSeconds += uint40(time - frozenAt);
        emit JobResumed(time);
    }

    /// @dev A round goes on after a freeze; false if that changes nothing.
    function _reopen(Turn memory turn, uint256 frozenAt, uint40 time) private view returns (bool) {
        Group memory current = turn.group;
        uint256 window = turn.rules.revealSeconds;
        // The clock still stands at frozenAt here.
        uint256 closedAt = _closeOf(turn);
        if (closedAt == 0) {
            current.t0 = time;
            current.present = 0;
        } else if (current.committed == 0 || frozenAt > closedAt + 2 * window) {
            // There is nothing to reveal, or nothing any more.
            return false;
        } else if (frozenAt <= closedAt + window) {
            current.closedAt = time;
        } else {
            // The reveal deadline stays passed; the digest can be opened for a whole window from now on.
            current.closedAt = uint40(time - window - 1);
        }
        return true;
    }

    function _armDraw(Turn memory turn) private {
        uint64 closeBlock = uint64(block.number + turn.rules.drawBlocks);
        _closeBlocks[turn.id] = closeBlock;
        emit DrawArmed(turn.id, closeBlock);
    }

    function _withdrawApplication(address seller, ConfigurationLib.Rules memory rules) private {
        Tenure storage applicant = _applicationOf(seller);
        uint16 id = applicant.group;
        uint256 locked = applicant.lockedCells;
        // Effect: the seller is a stranger again; an empty list is open for good.
        _removeApplication(id, seller);
        _forget(seller);
        if (_applicants[id].length == 0) _closeBlocks[id] = 0;
        emit ApplicationWithdrawn(id, seller);
        _release(rules, seller, locked);
    }

    function _applicationOf(address seller) private view returns (Tenure storage applicant) {
        applicant = _sellers[seller];
        // Check: there is an application.
        if (applicant.application == 0) revert NoApplication(seller);
    }

    /// @dev Takes an applicant off the list; the last one moves to its place.
    function _removeApplication(uint16 id, address seller) private {
        address[] storage list = _applicants[id];
        address last = list[list.length - 1];
        uint32 place = _sellers[seller].application;
        list[place - 1] = last;
        _sellers[last].application = place;
        _sellers[seller].application = 0;
        list.pop();
    }

    function _vacantTurn(uint16 id) private view returns (Turn memory turn) {
        turn = _turnOfGroup(id);
        // Check: the group has a vacancy that may still be filled.
        if (!_hasVacancy(turn)) revert NoVacancy(id);
        uint256 most = _mostSeatings(turn.rules);
        if (_state.seatings >= most) revert SeatingsSpent(most);
    }

    function _requireListOpen(uint16 id) private view {
        uint256 closeBlock = _closeBlocks[id];
        if (closeBlock != 0 && block.number >= closeBlock) revert ApplicationsClosed(id, closeBlock);
    }

    function _mostSeatings(ConfigurationLib.Rules memory rules) private pure returns (uint256) {
        return 3 * rules.ranks;
    }

    function _hasVacancy(Turn memory turn) private pure returns (bool) {
        return turn.group.active | turn.group.pending != _full(turn.rules.replication);
    }

    /// @dev Whether a replacement enters at once: the job is frozen, and the group takes commitments.
    function _entersNow(Turn memory turn) private view returns (bool) {
        return _state.status == JobStatus.Frozen && !turn.group.isSettled && _closeOf(turn) == 0;
    }

    /// @dev Checkpoints in which a replacement could still be active.
    function _cellsLeft(Turn memory turn) private view returns (uint256) {
        return turn.rules.checkpoints - turn.group.checkpoint + (_entersNow(turn) ? 1 : 0);
    }
}
