// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../../../contracts/interfaces/ICollateral.sol";
import {IJob} from "../../../contracts/interfaces/IJob.sol";
import {IJobEvents} from "../../../contracts/interfaces/IJobEvents.sol";
import {IJobFactory} from "../../../contracts/interfaces/IJobFactory.sol";
import {IProtocolParameters} from "../../../contracts/interfaces/IProtocolParameters.sol";
import {IReputation} from "../../../contracts/interfaces/IReputation.sol";
import {CommitmentLib} from "../../../contracts/libraries/CommitmentLib.sol";
import {TallyLib} from "../../../contracts/libraries/TallyLib.sol";
import {
    AbortReason,
    JobStatus,
    RoundContext,
    SettlementPath,
    Snapshot,
    Terms,
    Verdict
} from "../../../contracts/types/JobTypes.sol";
import {vm, Vm} from "../helpers/Vm.sol";
import {Places} from "./Places.sol";
import {Kind, World} from "./World.sol";

/// @notice What everybody must have, by the formulas of docs/spec/job.md §2 and what the contracts tell in events; and the
/// invariants that all of it is held against. Numbers are those of docs/spec/job.md §8.
///
/// @dev Casts fit: ranks, checkpoints and cells are those of small jobs.
abstract contract Model is World, Places {
    using CommitmentLib for RoundContext;
    using TallyLib for uint16;

    /// @notice An invariant does not hold.
    error Broken(uint256 invariant, string what, uint256 have, uint256 want);

    /// @notice A call was refused that must be accepted, or the other way round.
    error Unexpected(string what, bytes4 call);

    /// @dev What the sellers of a job have in mind.
    enum Mood {
        // Only honest ones take part.
        Honest,
        // Anybody does.
        Mixed,
        // Sybils do, before all others.
        Plotted,
        // The program fails at all that run it.
        Failing,
        // Most cannot do the work, and only show that they are alive.
        Stuck
    }

    struct Deal {
        IJob job;
        Mood mood;
        // Nobody does anything any more, also not those who always would.
        bool isDeserted;
        bool isRefunded;
        bool isCompensated;
        JobStatus status;
        uint16 checkpoint;
        uint16 signed;
        uint32 tenures;
        uint40 endedAt;
        uint256 cells;
        uint256 unitPrice;
        uint256 applied;
        bytes32 configuration;
        Snapshot snapshot;
        Terms terms;
    }

    struct Seat {
        address seller;
        address beneficiary;
        uint256 ask;
        uint40 signedAt;
        uint16 first;
        uint16 end;
        uint16 locked;
        uint16 earned;
        uint16 paid;
        // Cells of collateral that have come back.
        uint16 back;
        uint16 forfeited;
        bool isClosed;
    }

    struct Before {
        uint256 deal;
        uint256 clock;
        IJobEvents.Progress progress;
        IJobEvents.Group[] groups;
    }

    struct Receipt {
        uint256 call;
        uint256 deal;
        uint32 tenure;
    }

    struct Payment {
        uint16 cells;
        uint256 earned;
        uint256 fee;
        uint256 rest;
        uint256 collateral;
        uint256 compensation;
        bool isClosed;
    }

    Deal[] internal deals;
    mapping(address job => uint256) private _dealOf;
    mapping(uint256 deal => mapping(uint256 tenure => Seat)) internal seats;
    mapping(uint256 deal => mapping(address seller => uint16)) internal applied;
    mapping(uint256 deal => mapping(uint256 group => uint16)) internal reached;

    string private constant FOLDER = "build/walks";
    string private constant STORY = "build/walks/story.txt";

    // What is free, staked and given away.
    mapping(address actor => uint256) internal due;
    mapping(address peer => uint256) internal staked;
    uint256 internal donated;

    uint256 internal calls;
    uint256 internal done;
    bytes32 internal trail;

    // What an event of Reputation belongs to: the last payment of a seller, and the price of its last fault.
    mapping(address seller => Receipt) private _receiptOf;
    mapping(address seller => uint256) private _forfeitedOf;
    bool private _hasTokenMoved;

    constructor() {
        for (uint256 i = 0; i < actors.length; ++i) due[actors[i]] = collateral.freeOf(actors[i]);
        for (uint256 i = 0; i < sellers.length; ++i) staked[sellers[i]] = collateral.stakedOf(sellers[i]);
        vm.recordLogs();
    }

    // Calls

    /// @dev Whether a call of somebody is accepted; what it has done is taken down and held against the rules.
    function _do(uint256 deal, address who, address target, bytes memory data) internal returns (bool isDone) {
        Before memory before;
        if (deal < deals.length) _look(before, deal);
        ++calls;
        vm.prank(who);
        (isDone, ) = target.call(data);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        trail = keccak256(abi.encode(trail, who, data, isDone));
        _note(who, target, data, isDone);
        if (!isDone) return false;
        ++done;
        for (uint256 i = 0; i < logs.length; ++i) _tell(before, logs[i]);
    }

    /// @dev A call that somebody has a right to.
    function _must(uint256 deal, address who, address target, bytes memory data) internal {
        if (!_do(deal, who, target, data)) revert Unexpected("must be accepted", bytes4(data));
    }

    /// @dev A call that nobody may make.
    function _never(uint256 deal, address who, address target, bytes memory data) internal {
        if (_do(deal, who, target, data)) revert Unexpected("must be refused", bytes4(data));
    }

    /// @dev The story of this walk, for `node tools/contracts/walks.js` to tell if it fails: one call a line.
    function _note(address who, address target, bytes memory data, bool isDone) private {
        string memory when = string.concat(vm.toString(block.timestamp), " ", vm.toString(block.number));
        string memory what = string.concat(vm.toString(target), " ", vm.toString(data));
        if (calls == 1) {
            vm.createDir(FOLDER, true);
            vm.writeFile(STORY, "");
        }
        vm.writeLine(STORY, string.concat(when, " ", isDone ? "done" : "refused", " ", _nameOf(who), " ", what));
    }

    function _nameOf(address who) private view returns (string memory) {
        if (who == buyer) return "buyer";
        if (who == governor) return "governor";
        if (who == griefer) return "griefer";
        string[10] memory kinds = [
            "honest",
            "busy",
            "lazy",
            "wrong",
            "copying",
            "withholding",
            "equivocating",
            "failing",
            "resigning",
            "sybil"
        ];
        return string.concat(kinds[uint8(kindOf[who])], vm.toString(keyOf[who]));
    }

    function _look(Before memory before, uint256 deal) private view {
        IJob job = deals[deal].job;
        before.deal = deal;
        before.progress = job.progress();
        before.clock = job.clock();
        if (before.progress.checkpoint == 0) return;
        before.groups = new IJobEvents.Group[](deals[deal].terms.groups);
        for (uint16 id = 0; id < before.groups.length; ++id) before.groups[id] = job.group(id);
    }

    // What was told

    function _tell(Before memory before, Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        if (log.emitter == address(token)) {
            _hasTokenMoved = true;
        } else if (log.emitter == address(collateral)) {
            _tellCollateral(topic, log);
        } else if (log.emitter == address(reputation)) {
            _tellReputation(topic, log);
        } else if (log.emitter == address(factory)) {
            if (topic == IJobFactory.JobPlaced.selector) _tellPlaced(log);
        } else if (_dealOf[log.emitter] != 0) {
            _sawEvent(topic);
            _tellJob(before, _dealOf[log.emitter] - 1, topic, log);
        }
    }

    function _tellCollateral(bytes32 topic, Vm.Log memory log) private {
        if (topic == ICollateral.Deposited.selector) due[_who(log, 1)] += abi.decode(log.data, (uint256));
        if (topic == ICollateral.Withdrawn.selector) due[_who(log, 1)] -= abi.decode(log.data, (uint256));
        if (topic == ICollateral.Skimmed.selector) {
            _same(1, "what is skimmed was given", abi.decode(log.data, (uint256)), donated);
            due[governor] += donated;
            donated = 0;
        }
    }

    function _tellReputation(bytes32 topic, Vm.Log memory log) private {
        if (topic == IReputation.StakePlaced.selector) {
            (uint256 amount, , ) = abi.decode(log.data, (uint256, uint256, uint256));
            due[_who(log, 1)] -= amount;
            staked[_who(log, 2)] += amount;
        } else if (topic == IReputation.StakeWithdrawn.selector) {
            (uint256 amount, ) = abi.decode(log.data, (uint256, uint256));
            due[_who(log, 1)] += amount;
            staked[_who(log, 2)] -= amount;
            _saw("stake withdrawn");
        } else if (topic == IReputation.BackersPaid.selector) {
            (uint256 amount, ) = abi.decode(log.data, (uint256, uint256));
            _tellBackers(_who(log, 1), amount);
        } else if (topic == IReputation.StakeSlashed.selector) {
            (uint256 amount, ) = abi.decode(log.data, (uint256, uint256));
            address peer = _who(log, 1);
            _holds(8, "a twentieth of the stake at most", amount * 20 <= staked[peer]);
            _holds(8, "what the fault costs at most", amount <= _forfeitedOf[peer]);
            staked[peer] -= amount;
            due[governor] += amount;
            _saw("stake slashed");
        }
    }

    /// @dev A share of a payment that the same call has told.
    function _tellBackers(address peer, uint256 amount) private {
        Receipt storage receipt = _receiptOf[peer];
        _same(7, "backers of whom was paid", receipt.call, calls);
        Seat storage seat = seats[receipt.deal][receipt.tenure];
        uint256 share = reputation.backerShareIn(address(deals[receipt.deal].job), peer);
        uint256 each = (seat.ask * share) / 10_000;
        _holds(7, "the share of each cell", each != 0 && amount % each == 0 && amount <= each * seat.paid);
        due[seat.beneficiary] -= amount;
        staked[peer] += amount;
        _saw("backers paid");
    }

    function _tellPlaced(Vm.Log memory log) private {
        address job = _who(log, 1);
        (, , uint256 escrow, Snapshot memory snapshot, Terms memory terms, , ) = abi.decode(
            log.data,
            (address, uint256, uint256, Snapshot, Terms, bytes32[], string)
        );
        Deal storage deal = deals.push();
        _dealOf[job] = deals.length;
        deal.job = IJob(job);
        deal.terms = terms;
        deal.snapshot = snapshot;
        deal.unitPrice = terms.unitPrice;
        deal.configuration = keccak256(abi.encode(deal.job.configuration()));
        _same(9, "escrow", escrow, _escrow(deal) * _size(deal) * terms.checkpoints);
        due[buyer] -= escrow;
        _saw("JobPlaced");
    }

    function _tellJob(Before memory before, uint256 id, bytes32 topic, Vm.Log memory log) private {
        if (topic == IJobEvents.CheckpointSettled.selector) _tellSettled(before, id, log);
        else if (topic == IJobEvents.SellerFaulted.selector) _tellFaulted(before, id, log);
        else if (topic == IJobEvents.SellerPaid.selector) _tellPaid(id, log);
        else if (topic == IJobEvents.BuyerRefunded.selector) _tellRefunded(id, log);
        else if (topic == IJobEvents.SellerSigned.selector) _tellSigned(id, log);
        else if (topic == IJobEvents.SellerUnsigned.selector) _tellUnsigned(id, log);
        else if (topic == IJobEvents.SellerUnderbid.selector) _tellUnderbid(id, log);
        else if (topic == IJobEvents.AskLowered.selector) _tellLowered(id, log);
        else if (topic == IJobEvents.PriceRaised.selector) _tellRaised(before, id, log);
        else if (topic == IJobEvents.SellerApplied.selector) _tellApplied(before, id, log);
        else if (topic == IJobEvents.ApplicationWithdrawn.selector) _tellWithdrawn(id, log);
        else if (topic == IJobEvents.SellerSeated.selector) _tellSeated(before, id, log);
        else if (topic == IJobEvents.GroupRestarted.selector) _tellJoined(before, id, _number(log, 1));
        else if (topic == IJobEvents.SellerResigned.selector) _tellJoined(before, id, _groupOf(log));
        else if (topic == IJobEvents.SellerEquivocated.selector) _tellJoined(before, id, _groupOf(log));
        else if (topic == IJobEvents.SellerExpelled.selector) _tellExpelled(before, id, log);
        else if (topic == IJobEvents.JobCancelled.selector) _tellCancelled(id, log);
        else if (topic == IJobEvents.JobAborted.selector) _tellAborted(before, log);
        else if (topic == IJobEvents.JobCompleted.selector) _tellCompleted(id);
    }

    function _tellSigned(uint256 id, Vm.Log memory log) private {
        (, address beneficiary, uint96 ask, ) = abi.decode(log.data, (address, address, uint96, string));
        Deal storage deal = deals[id];
        _same(3, "slots are taken in turn", _number(log, 1), deal.tenures);
        ++deal.tenures;
        ++deal.signed;
        _takeSlot(id, _number(log, 1), _who(log, 2), beneficiary, ask);
    }

    function _takeSlot(uint256 id, uint256 slot, address seller, address beneficiary, uint256 ask) private {
        Deal storage deal = deals[id];
        _holds(7, "an ask within the price", ask <= deal.unitPrice);
        uint16 cells = deal.terms.checkpoints;
        delete seats[id][slot];
        Seat storage seat = seats[id][slot];
        seat.seller = seller;
        seat.beneficiary = beneficiary;
        seat.ask = ask;
        seat.signedAt = uint40(block.timestamp);
        seat.first = 1;
        seat.locked = cells;
        due[seller] -= _k(deal) * cells;
    }

    function _tellUnsigned(uint256 id, Vm.Log memory log) private {
        Deal storage deal = deals[id];
        uint256 slot = _number(log, 1);
        Seat storage seat = seats[id][slot];
        uint256 price = _compensation(deal);
        _same(5, "what giving a slot back costs", abi.decode(log.data, (uint256)), price);
        _holds(16, "not before the least hold time", block.timestamp >= seat.signedAt + deal.snapshot.holdSeconds);
        due[seat.seller] += _k(deal) * seat.locked - price;
        due[governor] += price;
        --deal.tenures;
        --deal.signed;
        seats[id][slot] = seats[id][deal.tenures];
        delete seats[id][deal.tenures];
    }

    function _tellUnderbid(uint256 id, Vm.Log memory log) private {
        (, address beneficiary, uint96 ask, uint8 extensions, ) = abi.decode(
            log.data,
            (address, address, uint96, uint8, string)
        );
        Seat storage seat = seats[id][_number(log, 1)];
        _holds(7, "five hundredths less", uint256(ask) * 100 <= seat.ask * 95);
        _holds(16, "ten extensions at most", extensions <= 10);
        if (extensions != 0) _saw("auction extended");
        due[seat.seller] += _k(deals[id]) * seat.locked;
        _takeSlot(id, _number(log, 1), _who(log, 2), beneficiary, ask);
    }

    function _tellLowered(uint256 id, Vm.Log memory log) private {
        uint96 ask = abi.decode(log.data, (uint96));
        Seat storage seat = seats[id][_number(log, 1)];
        _holds(7, "a lower ask", ask < seat.ask);
        seat.ask = ask;
    }

    function _tellRaised(Before memory before, uint256 id, Vm.Log memory log) private {
        (uint96 unitPrice, uint256 funded) = abi.decode(log.data, (uint96, uint256));
        Deal storage deal = deals[id];
        _holds(22, "raised while open", before.progress.status == JobStatus.Open);
        _holds(22, "raised", unitPrice > deal.unitPrice);
        uint256 escrow = _escrow(deal);
        deal.unitPrice = unitPrice;
        _same(9, "a raise", funded, (_escrow(deal) - escrow) * _size(deal) * deal.terms.checkpoints);
        due[buyer] -= funded;
    }

    function _tellSettled(Before memory before, uint256 id, Vm.Log memory log) private {
        (, bytes32 digest, uint16 honest, uint16 faulty, SettlementPath path) = abi.decode(
            log.data,
            (uint16, bytes32, uint16, uint16, SettlementPath)
        );
        Terms storage terms = deals[id].terms;
        uint256 group = _number(log, 1);
        uint16 cells = uint16(_number(log, 2)) - reached[id][group];
        _holds(4, "each checkpoint once", path == SettlementPath.Together ? cells >= 1 : cells == 1);
        _holds(4, "at most r", honest.count() <= terms.replication && honest & faulty == 0);
        _holds(13, "at least q", honest.count() >= terms.quorum);
        uint16 active = before.groups[group].active;
        _holds(13, "of the active", (honest | faulty) == active);
        if (path == SettlementPath.Tally) _checkSeals(before, id, group, honest, digest);
        else _holds(13, "all have signed", honest == active);
        reached[id][group] += cells;
        deals[id].cells += uint256(cells) * honest.count();
        for (uint256 i = 0; i < terms.replication; ++i) {
            if ((honest >> i) & 1 == 1) _earn(id, group * terms.replication + i, cells);
        }
        _saw(
            path == SettlementPath.Tally
                ? "Tally"
                : path == SettlementPath.Unanimous
                    ? "Unanimous"
                    : "Together"
        );
        if (before.progress.status == JobStatus.Frozen) _saw("settled while frozen");
        if (cells > 1) _saw("many checkpoints at once");
    }

    // 13: who is paid has shown a seal of its own under the digest.
    function _checkSeals(Before memory before, uint256 id, uint256 group, uint16 honest, bytes32 digest) private view {
        IJob job = deals[id].job;
        RoundContext memory context = RoundContext({
            job: address(job),
            checkpoint: before.progress.checkpoint,
            attempt: before.groups[group].attempt,
            group: uint16(group)
        });
        uint256 replication = deals[id].terms.replication;
        for (uint256 i = 0; i < replication; ++i) {
            if ((honest >> i) & 1 == 0) continue;
            uint16 rank = uint16(group * replication + i);
            uint32 tenure = job.tenureAt(rank);
            bytes16 seal = context.sealOf(rank, tenure, seats[id][tenure].seller, digest);
            _holds(13, "the right seal", bytes16(job.wordOf(rank) << 128) == seal);
            _holds(13, "the right tag", bytes16(job.wordOf(rank)) == context.tagOf(digest));
        }
    }

    function _earn(uint256 id, uint256 rank, uint16 cells) private {
        Seat storage seat = seats[id][deals[id].job.tenureAt(uint16(rank))];
        _holds(15, "nothing is earned after a fault", seat.end == 0 && !seat.isClosed);
        seat.earned += cells;
        _holds(7, "one cell a checkpoint", seat.earned + seat.first <= deals[id].terms.checkpoints + 1);
    }

    function _tellFaulted(Before memory before, uint256 id, Vm.Log memory log) private {
        (uint16 group, uint16 rank, Verdict verdict, uint256 amount) = abi.decode(
            log.data,
            (uint16, uint16, Verdict, uint256)
        );
        Deal storage deal = deals[id];
        Seat storage seat = seats[id][_number(log, 1)];
        uint256 checkpoint = _number(log, 3);
        _holds(15, "faulted once", seat.end == 0);
        uint256 cells = deal.terms.checkpoints - checkpoint + 1;
        if (cells > seat.locked) cells = seat.locked;
        cells = _priceOf(verdict, cells);
        _same(5, "the price of a fault", amount, cells * _k(deal));
        seat.end = uint16(checkpoint);
        seat.forfeited = uint16(cells);
        due[governor] += amount;
        _forfeitedOf[seat.seller] = amount;
        _checkInTime(before, deal, group, verdict);
        if (!deal.isDeserted) _checkHonest(before, id, rank, seat.seller, verdict, cells);
        _sawVerdict(verdict);
    }

    /// @dev Cells of those that remain.
    function _priceOf(Verdict verdict, uint256 remaining) private pure returns (uint256) {
        if (verdict == Verdict.Delayed) return 1;
        if (verdict != Verdict.Missed && verdict != Verdict.Expelled) return remaining;
        uint256 half = remaining / 2 + (remaining % 2);
        return
            remaining < 2
                ? remaining
                : half < 2
                    ? 2
                    : half;
    }

    // 17: no deadline fault while frozen, save for those that had passed.
    function _checkInTime(Before memory before, Deal storage deal, uint256 group, Verdict verdict) private {
        IJobEvents.Group memory current = before.groups[group];
        bool isFrozen = before.progress.status == JobStatus.Frozen;
        // Whoever resigns from a group with a quorum that is then short pays the same, while it runs.
        if (verdict == Verdict.Missed && current.closedAt == 0) {
            _holds(17, "missed by leaving", !isFrozen);
        } else if (verdict == Verdict.Missed) {
            _holds(17, "missed", before.clock > current.t0 + uint256(deal.terms.workSeconds));
        } else if (verdict == Verdict.Withheld) {
            uint256 deadline = current.closedAt + uint256(deal.terms.revealSeconds);
            _holds(17, "withheld", current.closedAt != 0 && before.clock > deadline);
            if (before.clock > deadline + deal.terms.revealSeconds) _saw("withheld for long");
        }
        if (isFrozen) _saw("faulted while frozen");
    }

    // 14: those who are honest and in time lose nothing in a group with a quorum of such, and else one k at most; so do
    // those who were there; unless a quorum plots.
    function _checkHonest(
        Before memory before,
        uint256 id,
        uint256 rank,
        address seller,
        Verdict verdict,
        uint256 cells
    ) private {
        Kind kind = _kindOf(id, seller);
        if (kind != Kind.Honest && kind != Kind.Busy) return;
        uint256 group = rank / deals[id].terms.replication;
        uint256 quorum = deals[id].terms.quorum;
        uint16 active = before.groups[group].active;
        if (_countOf(id, group, active, Kind.Sybil) >= quorum) {
            _saw("honest ones lose to a quorum of sybils");
            return;
        }
        _holds(14, "one k at most", verdict == Verdict.Delayed && cells == 1);
        if (kind == Kind.Busy) return;
        // One that waits for its first checkpoint, or a group short of honest ones, has no promise but this.
        _holds(14, "nothing among a quorum", _countOf(id, group, active, Kind.Honest) < quorum);
        _saw("an honest one pays for an unlucky round");
    }

    function _countOf(uint256 id, uint256 group, uint16 mask, Kind kind) internal view returns (uint256 number) {
        uint256 replication = deals[id].terms.replication;
        for (uint256 i = 0; i < replication; ++i) {
            if ((mask >> i) & 1 == 0) continue;
            if (_kindOf(id, _sellerAt(id, group * replication + i)) == kind) ++number;
        }
    }

    function _tellPaid(uint256 id, Vm.Log memory log) private {
        Payment memory payment = abi.decode(log.data, (Payment));
        Deal storage deal = deals[id];
        uint32 tenure = uint32(_number(log, 1));
        Seat storage seat = seats[id][tenure];
        _holds(15, "paid before it was closed", !seat.isClosed && seat.seller == _who(log, 2));
        _same(7, "all that was earned", payment.cells, seat.earned - seat.paid);
        _same(7, "earned", payment.earned, payment.cells * seat.ask);
        uint256 fee = _fee(deal, seat.ask);
        _same(8, "fee", payment.fee, payment.cells * fee);
        uint256 rest = payment.cells * (_escrow(deal) - seat.ask - fee);
        bool isHeld = deal.endedAt >= uint256(seat.signedAt) + deal.snapshot.holdSeconds;
        uint256 compensation = deal.isCompensated ? _compensation(deal) : 0;
        _same(5, "compensation", payment.compensation, isHeld ? compensation : 0);
        _same(9, "rest", payment.rest, rest + (isHeld ? 0 : compensation));
        if (compensation != 0) _saw(isHeld ? "compensated" : "not held for long enough");
        uint256 back = _backOf(deal, seat, payment.cells, payment.isClosed);
        _same(5, "collateral", payment.collateral, back * _k(deal));
        _holds(5, "closed at its end", payment.isClosed == (seat.end != 0 || deal.job.status() > JobStatus.Frozen));
        seat.paid += payment.cells;
        seat.back += uint16(back);
        seat.isClosed = payment.isClosed;
        if (seat.isClosed) _same(5, "g + w + z", seat.back + seat.forfeited, seat.locked);
        due[seat.seller] += payment.collateral + payment.compensation;
        due[seat.beneficiary] += payment.earned;
        due[governor] += payment.fee;
        due[buyer] += payment.rest;
        _receiptOf[seat.seller] = Receipt(calls, id, tenure);
    }

    /// @dev Cells of collateral that return with cells that are paid: it stands for the last checkpoints of the job.
    function _backOf(
        Deal storage deal,
        Seat storage seat,
        uint256 cells,
        bool closes
    ) private view returns (uint256 back) {
        if (closes) return seat.locked - seat.forfeited - seat.back;
        for (uint256 i = 0; i < cells; ++i) {
            uint256 checkpoint = uint256(seat.first) + seat.paid + i;
            if (checkpoint + seat.locked > deal.terms.checkpoints) ++back;
        }
    }

    function _tellRefunded(uint256 id, Vm.Log memory log) private {
        Deal storage deal = deals[id];
        uint256 amount = abi.decode(log.data, (uint256));
        uint256 kept = deal.isCompensated ? _compensation(deal) * deal.signed : 0;
        _holds(9, "once", !deal.isRefunded);
        _same(9, "refund", amount, _openEscrow(deal) - kept);
        deal.isRefunded = true;
        due[buyer] += amount;
    }

    function _tellApplied(Before memory before, uint256 id, Vm.Log memory log) private {
        (, , uint96 ask, uint16 locked, ) = abi.decode(log.data, (address, address, uint96, uint16, string));
        Deal storage deal = deals[id];
        uint256 left = deal.terms.checkpoints - before.progress.checkpoint;
        bool isFrozen = before.progress.status == JobStatus.Frozen;
        _holds(3, "cells of an application", locked == left || (isFrozen && locked == left + 1));
        _holds(7, "an ask within the price", ask <= deal.unitPrice && locked != 0);
        applied[id][_who(log, 2)] = locked;
        deal.applied += locked;
        due[_who(log, 2)] -= _k(deal) * locked;
    }

    function _tellWithdrawn(uint256 id, Vm.Log memory log) private {
        Deal storage deal = deals[id];
        address seller = _who(log, 2);
        due[seller] += _k(deal) * applied[id][seller];
        deal.applied -= applied[id][seller];
        delete applied[id][seller];
    }

    function _tellSeated(Before memory before, uint256 id, Vm.Log memory log) private {
        (uint16 rank, uint16 first, uint16 locked, uint40 t0) = abi.decode(log.data, (uint16, uint16, uint16, uint40));
        Deal storage deal = deals[id];
        address seller = _who(log, 3);
        uint256 tenure = _number(log, 2);
        _same(5, "tenures are numbered in turn", tenure, deal.tenures);
        _holds(16, "at most 3n seatings", tenure < 4 * _size(deal));
        uint16 left = deal.terms.checkpoints - first + 1;
        _holds(5, "collateral for what is left", locked == left || (t0 != 0 && locked + 1 == left));
        uint16 mask = before.groups[_number(log, 1)].active | before.groups[_number(log, 1)].pending;
        _holds(4, "at an empty rank", (mask >> (rank % deal.terms.replication)) & 1 == 0);
        ++deal.tenures;
        Seat storage seat = seats[id][tenure];
        IJobEvents.Tenure memory drawn = deal.job.tenureOf(seller);
        (seat.seller, seat.beneficiary, seat.ask) = (seller, drawn.beneficiary, drawn.ask);
        (seat.first, seat.locked) = (first, locked);
        due[seller] += _k(deal) * (applied[id][seller] - locked);
        deal.applied -= applied[id][seller];
        delete applied[id][seller];
        _saw(t0 != 0 ? "seated at once" : "seated for the next checkpoint");
        if (locked < left) _saw("a cell without collateral");
    }

    /// @dev Those that waited for the next checkpoint take part from this one on, where a group is short without them.
    function _tellJoined(Before memory before, uint256 id, uint256 group) private {
        IJobEvents.Group memory current = deals[id].job.group(uint16(group));
        uint256 first = group * deals[id].terms.replication;
        for (uint256 rest = current.active & before.groups[group].pending; rest != 0; rest &= rest - 1) {
            uint32 tenure = deals[id].job.tenureAt(uint16(first + TallyLib.lowest(rest)));
            seats[id][tenure].first = current.checkpoint;
        }
    }

    /// @dev The group, where it is the first of an event's data.
    function _groupOf(Vm.Log memory log) private pure returns (uint256) {
        return uint256(bytes32(log.data));
    }

    function _tellExpelled(Before memory before, uint256 id, Vm.Log memory log) private {
        (uint16 group, , uint16 rank, uint16 accusers, ) = abi.decode(
            log.data,
            (uint16, uint16, uint16, uint16, bytes32)
        );
        IJobEvents.Group memory current = before.groups[group];
        uint16 bit = uint16(1 << (rank % deals[id].terms.replication));
        _holds(13, "a quorum of others accuses", accusers.count() >= deals[id].terms.quorum && accusers & bit == 0);
        _holds(13, "the active accuse", accusers & ~current.active == 0);
        _holds(14, "once, before others are bound", !current.hasExpelled && current.committed & ~bit == 0);
        if (current.committed != 0) _saw("expelled with a commitment");
    }

    function _tellCancelled(uint256 id, Vm.Log memory log) private {
        uint256 compensation = abi.decode(log.data, (uint256));
        Deal storage deal = deals[id];
        deal.isCompensated = compensation != 0;
        if (deal.isCompensated) _same(9, "compensation", compensation, _compensation(deal));
    }

    function _tellAborted(Before memory before, Vm.Log memory log) private {
        AbortReason reason = abi.decode(log.data, (AbortReason));
        if (reason == AbortReason.Inconclusive) _saw("aborted: Inconclusive");
        if (reason == AbortReason.ProgramFailed) _saw("aborted: ProgramFailed");
        if (reason == AbortReason.NotRecruited) _saw("aborted: NotRecruited");
        if (reason == AbortReason.Terminated) _saw("aborted: Terminated");
        if (reason == AbortReason.NoWork) {
            _saw(before.progress.settledGroups == 0 ? "aborted: NoWork" : "aborted: NoWork, others had settled");
        }
    }

    function _tellCompleted(uint256 id) private {
        Deal storage deal = deals[id];
        uint256 checkpoints = reached[id][0];
        for (uint256 group = 0; group < deal.terms.groups; ++group) {
            _same(11, "all groups end together", reached[id][group], checkpoints);
        }
        _saw(checkpoints == deal.terms.checkpoints ? "completed whole" : "completed by termination");
    }

    // After every call

    function _check() internal {
        _checkLedger();
        _checkParameters();
        for (uint256 id = 0; id < deals.length; ++id) {
            Deal storage deal = deals[id];
            (, uint88 balance, ) = collateral.accountOf(address(deal.job));
            _same(3, "what a job holds", balance, _owed(id));
        }
        if (deals.length != 0) _checkDeal(deals.length - 1);
        if (_hasTokenMoved) _checkVotes();
        _hasTokenMoved = false;
    }

    // 1, 2, 7, 8, 9: what there is belongs to somebody, and everybody has what the formulas say.
    function _checkLedger() private view {
        uint256 sum;
        for (uint256 i = 0; i < actors.length; ++i) {
            address actor = actors[i];
            uint256 free = collateral.freeOf(actor);
            if (free != due[actor]) revert Broken(_numberOf(actor), "free balance", free, due[actor]);
            sum += free;
        }
        for (uint256 i = 0; i < sellers.length; ++i) {
            address peer = sellers[i];
            uint256 amount = collateral.stakedOf(peer);
            _same(1, "stake behind a peer", amount, staked[peer]);
            sum += amount;
            if (amount == 0) continue;
            (uint256 pool, , ) = reputation.poolOf(peer);
            _same(1, "the pool of a peer", pool, amount);
        }
        for (uint256 id = 0; id < deals.length; ++id) {
            (, uint88 balance, ) = collateral.accountOf(address(deals[id].job));
            sum += balance;
        }
        uint256 accounted = collateral.accounted();
        _same(1, "accounted", accounted, sum);
        _same(1, "held", token.balanceOf(address(collateral)), accounted + donated);
        _same(2, "supply", token.totalSupply(), SUPPLY);
    }

    /// @dev The invariant that an actor's balance is about.
    function _numberOf(address actor) private view returns (uint256) {
        return
            actor == governor
                ? 8
                : actor == buyer
                    ? 9
                    : 7;
    }

    // 21: nobody has set a parameter beyond its bounds.
    function _checkParameters() private view {
        IProtocolParameters.Values memory values = parameters.values();
        _holds(21, "fee", values.feeBps >= 1 && values.feeBps <= 500 && values.cancelBps <= 1_000);
        _holds(21, "replication", values.maxReplication >= 3 && values.maxReplication <= 16);
        _holds(21, "groups", values.maxGroups >= 1 && values.maxGroups <= 256);
        _holds(21, "checkpoints", values.maxCheckpoints >= 1 && values.maxCheckpoints <= 1_024);
        _holds(21, "work", _isWindow(values.minWorkSeconds, values.maxWorkSeconds, 10, 7 days));
        _holds(21, "reveal", _isWindow(values.minRevealSeconds, values.maxRevealSeconds, 5, 1 days));
        _holds(21, "recruit", _isWindow(values.minRecruitSeconds, values.maxRecruitSeconds, 10, 7 days));
        _holds(21, "hold", values.holdSeconds <= 1 days && values.drawBlocks >= 4 && values.drawBlocks <= 64);
        _holds(21, "stake", values.leastStake <= 100_000e18);
    }

    function _isWindow(uint256 least, uint256 most, uint256 from, uint256 to) private pure returns (bool) {
        return from <= least && least <= most && most <= to;
    }

    // 20: votes are balances, delegated.
    function _checkVotes() private view {
        uint256 votes;
        uint256 delegated;
        for (uint256 i = 0; i < actors.length; ++i) {
            votes += token.getVotes(actors[i]);
            if (token.delegates(actors[i]) != address(0)) delegated += token.balanceOf(actors[i]);
        }
        _same(20, "votes", votes, delegated);
    }

    function _checkDeal(uint256 id) private {
        Deal storage deal = deals[id];
        IJobEvents.Progress memory progress = deal.job.progress();
        _holds(10, "checkpoints never go back", progress.checkpoint >= deal.checkpoint);
        _holds(16, "an end is an end", deal.status <= JobStatus.Frozen || progress.status == deal.status);
        _same(4, "paid cells", progress.paidCells, deal.cells);
        bytes32 configuration = keccak256(abi.encode(deal.job.configuration()));
        _same(22, "configuration", uint256(configuration), uint256(deal.configuration));
        _same(22, "unit price", deal.job.unitPrice(), deal.unitPrice);
        deal.checkpoint = progress.checkpoint;
        if (deal.status != progress.status) _sawStatus(progress.status);
        deal.status = progress.status;
        deal.endedAt = progress.endedAt;
        if (progress.checkpoint != 0) _checkGroups(deal, id, progress);
        _checkSeat(deal, id, calls % (deal.tenures + 1));
    }

    function _checkGroups(Deal storage deal, uint256 id, IJobEvents.Progress memory progress) private view {
        uint256 settled;
        for (uint16 i = 0; i < deal.terms.groups; ++i) {
            IJobEvents.Group memory current = deal.job.group(i);
            _same(11, "at one checkpoint", current.checkpoint, progress.checkpoint);
            _same(11, "one apart at most", reached[id][i], current.checkpoint - (current.isSettled ? 0 : 1));
            if (current.isSettled) ++settled;
            _holds(12, "revealed <= committed", current.revealed & ~current.committed == 0);
            bool goesOn = progress.status == JobStatus.Running || progress.status == JobStatus.Frozen;
            if (goesOn && !current.isSettled)
                _holds(12, "committed <= active", current.committed & ~current.active == 0);
            _holds(12, "pending ones wait", current.active & current.pending == 0);
            bool isShort = current.active.count() < deal.terms.quorum;
            if (progress.status == JobStatus.Running && current.closedAt == 0) {
                _holds(16, "a short group freezes its job", !isShort);
            }
        }
        _same(11, "settled groups", progress.settledGroups, settled);
    }

    /// @dev One seat after the other: what the contract says of it.
    function _checkSeat(Deal storage deal, uint256 id, uint256 tenure) private view {
        if (tenure >= deal.tenures) return;
        Seat storage seat = seats[id][tenure];
        IJobEvents.Tenure memory found = deal.job.tenureOf(seat.seller);
        _same(5, "number", found.number, tenure + 1);
        _same(5, "locked", found.lockedCells, seat.locked);
        _same(5, "forfeited", found.forfeitedCells, seat.forfeited);
        _same(5, "end", found.endCheckpoint, seat.end);
        _same(7, "ask", found.ask, seat.ask);
        _same(7, "paid", found.paidCells, seat.paid);
        _holds(5, "closed", found.isClosed == seat.isClosed);
        _holds(7, "at most ask x C", seat.paid <= deal.terms.checkpoints);
    }

    /// @dev What a job must hold: the escrow of cells that nobody has earned, what was earned and not paid, collateral.
    function _owed(uint256 id) private view returns (uint256 owed) {
        Deal storage deal = deals[id];
        uint256 cells;
        uint256 collaterals = deal.applied;
        uint256 claims;
        for (uint256 i = 0; i < deal.tenures; ++i) {
            Seat storage seat = seats[id][i];
            cells += seat.earned - seat.paid;
            collaterals += seat.locked - seat.back - seat.forfeited;
            if (!seat.isClosed) ++claims;
        }
        owed = _escrow(deal) * cells + _k(deal) * collaterals;
        uint256 compensations = deal.isCompensated ? _compensation(deal) : 0;
        if (!deal.isRefunded) owed += _openEscrow(deal) - compensations * deal.signed;
        owed += compensations * claims;
    }

    // Formulas

    function _openEscrow(Deal storage deal) private view returns (uint256) {
        return _escrow(deal) * (_size(deal) * deal.terms.checkpoints - deal.cells);
    }

    function _fee(Deal storage deal, uint256 price) private view returns (uint256) {
        return (price * deal.snapshot.feeBps) / 10_000;
    }

    function _escrow(Deal storage deal) private view returns (uint256) {
        return deal.unitPrice + _fee(deal, deal.unitPrice);
    }

    function _compensation(Deal storage deal) private view returns (uint256) {
        uint256 each = (uint256(deal.terms.unitPrice) * deal.snapshot.cancelBps) / 10_000;
        return (each < _k(deal) ? each : _k(deal)) * deal.terms.checkpoints;
    }

    function _k(Deal storage deal) internal view returns (uint256) {
        return deal.terms.unitCollateral;
    }

    function _size(Deal storage deal) internal view returns (uint256) {
        return uint256(deal.terms.groups) * deal.terms.replication;
    }

    function _sellerAt(uint256 id, uint256 rank) internal view returns (address) {
        return seats[id][deals[id].job.tenureAt(uint16(rank))].seller;
    }

    /// @dev How a seller behaves in a job.
    function _kindOf(uint256 id, address seller) internal view returns (Kind) {
        return deals[id].mood == Mood.Stuck && keyOf[seller] % 3 != 0 ? Kind.Busy : kindOf[seller];
    }

    function _who(Vm.Log memory log, uint256 topic) private pure returns (address) {
        return address(uint160(uint256(log.topics[topic])));
    }

    function _number(Vm.Log memory log, uint256 topic) private pure returns (uint256) {
        return uint256(log.topics[topic]);
    }

    function _holds(uint256 invariant, string memory what, bool isTrue) internal pure {
        if (!isTrue) revert Broken(invariant, what, 0, 0);
    }

    function _same(uint256 invariant, string memory what, uint256 have, uint256 want) internal pure {
        if (have != want) revert Broken(invariant, what, have, want);
    }
}
