// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IJob} from "../../../contracts/interfaces/IJob.sol";
import {IJobAccord} from "../../../contracts/interfaces/IJobAccord.sol";
import {IJobAnnex} from "../../../contracts/interfaces/IJobAnnex.sol";
import {IJobCore} from "../../../contracts/interfaces/IJobCore.sol";
import {IJobEvents} from "../../../contracts/interfaces/IJobEvents.sol";
import {IJobFactory} from "../../../contracts/interfaces/IJobFactory.sol";
import {IJobSigning} from "../../../contracts/interfaces/IJobSigning.sol";
import {CommitmentLib} from "../../../contracts/libraries/CommitmentLib.sol";
import {TallyLib} from "../../../contracts/libraries/TallyLib.sol";
import {
    Architecture,
    JobStatus,
    LossPolicy,
    Offer,
    Requirements,
    RoundContext,
    Terms
} from "../../../contracts/types/JobTypes.sol";
import {vm} from "../helpers/Vm.sol";
import {Model} from "./Model.sol";
import {Signatures} from "./Signatures.sol";
import {Kind} from "./World.sol";

/// @notice What the actors do with the last job, each after its kind. Every move is one call to a contract, or none.
///
/// @dev Casts fit: ranks, groups and checkpoints are those of small jobs.
abstract contract Moves is Model {
    using CommitmentLib for RoundContext;
    using TallyLib for uint16;

    struct Opening {
        bytes16 tag;
        bytes16 seal;
        bytes32 salt;
        bytes32 digest;
    }

    bytes32 private constant EVIDENCE = keccak256("frames that differ from their seals");

    mapping(uint256 deal => mapping(uint256 rank => Opening)) private _openings;
    bytes32 private _luck;
    uint256 private _nonce;

    // Chance

    function _shuffle(uint256 dice) internal {
        _luck = keccak256(abi.encode(dice));
    }

    /// @dev A number below `most`.
    function _draw(uint256 most) internal returns (uint256) {
        _luck = keccak256(abi.encode(_luck));
        return uint256(_luck) % most;
    }

    function _in100(uint256 chances) internal returns (bool) {
        return _draw(100) < chances;
    }

    function _between(uint256 least, uint256 most) internal returns (uint256) {
        return least + _draw(most - least + 1);
    }

    function _anySeller() internal returns (address) {
        return sellers[_draw(sellers.length)];
    }

    // The last job

    function _hasDeal() internal view returns (bool) {
        return deals.length != 0;
    }

    function _last() internal view returns (uint256) {
        return deals.length - 1;
    }

    function _job() internal view returns (IJob) {
        return deals[_last()].job;
    }

    function _status() internal view returns (JobStatus) {
        return deals[_last()].status;
    }

    function _isUnderWay() internal view returns (bool) {
        return _hasDeal() && (_status() == JobStatus.Running || _status() == JobStatus.Frozen);
    }

    function _call(address who, bytes memory data) internal returns (bool) {
        return _do(_last(), who, address(_job()), data);
    }

    function _mustCall(address who, bytes memory data) internal {
        _must(_last(), who, address(_job()), data);
    }

    // Time

    /// @dev Lets time pass, to the next deadline at most, unless somebody who is never late has to act first: then it does.
    function _pass(uint256 blocks, uint256 secs) internal returns (bool) {
        if (_isUnderWay() && !deals[_last()].isDeserted) {
            if (_status() == JobStatus.Running) secs = _untilDeadline(secs);
            if (_doDuty(secs)) return false;
        }
        vm.roll(block.number + blocks);
        vm.warp(block.timestamp + secs);
        return true;
    }

    /// @dev Seconds to the first moment after the next deadline, or to the middle of a work window; `secs` at most.
    function _untilDeadline(uint256 secs) private view returns (uint256) {
        Terms storage terms = deals[_last()].terms;
        for (uint16 group = 0; group < terms.groups; ++group) {
            IJobEvents.Group memory current = _job().group(group);
            if (current.isSettled) continue;
            uint256 next = current.t0 + uint256(terms.workSeconds / 2);
            if (block.timestamp >= next) next = current.t0 + uint256(terms.workSeconds) + 1;
            if (current.closedAt != 0) next = current.closedAt + uint256(terms.revealSeconds) + 1;
            if (current.closedAt != 0 && block.timestamp >= next) next += terms.revealSeconds;
            if (block.timestamp < next && next < block.timestamp + secs) secs = next - block.timestamp;
        }
        return secs;
    }

    function _doDuty(uint256 secs) private returns (bool) {
        for (uint16 group = 0; group < deals[_last()].terms.groups; ++group) {
            IJobEvents.Group memory current = _job().group(group);
            if (!current.isSettled && _doDutyIn(group, current, secs)) return true;
        }
        return false;
    }

    function _doDutyIn(uint16 group, IJobEvents.Group memory current, uint256 secs) private returns (bool) {
        Terms storage terms = deals[_last()].terms;
        uint256 clock = _job().clock();
        uint256 next = clock + (_status() == JobStatus.Frozen ? 0 : secs);
        uint256 deadline = current.t0 + uint256(terms.workSeconds);
        for (uint256 i = 0; i < terms.replication; ++i) {
            if ((current.active >> i) & 1 == 0) continue;
            uint16 rank = uint16(group * terms.replication + i);
            Kind kind = _kindOf(_last(), _sellerAt(_last(), rank));
            bool isBound = (current.committed >> i) & 1 == 1;
            if (current.closedAt == 0 && kind == Kind.Honest && !isBound && next > deadline) {
                _commit(rank);
                return true;
            }
            bool isShown = (current.present >> i) & 1 == 1;
            if (current.closedAt == 0 && kind == Kind.Busy && !isShown && next > deadline) {
                _present(rank);
                return true;
            }
            bool isOpen = (current.revealed >> i) & 1 == 1;
            if (current.closedAt != 0 && kind == Kind.Honest && isBound && !isOpen) {
                if (next > current.closedAt + uint256(terms.revealSeconds)) {
                    _reveal(rank);
                    return true;
                }
            }
        }
        return current.closedAt != 0 && _doOpen(group, current, clock, next);
    }

    /// @dev The honest open what they agree on, before it is too late.
    function _doOpen(
        uint16 group,
        IJobEvents.Group memory current,
        uint256 clock,
        uint256 next
    ) private returns (bool) {
        uint256 window = deals[_last()].terms.revealSeconds;
        uint256 closed = current.closedAt + window;
        if (next <= closed + window || clock > closed + window) return false;
        if (!_isCarriedByHonest(group, current.revealed)) return false;
        _settle(group);
        return true;
    }

    /// @dev Whether a quorum has revealed what an honest rank has.
    function _isCarriedByHonest(uint16 group, uint16 revealed) private view returns (bool) {
        uint256 first = uint256(group) * deals[_last()].terms.replication;
        for (uint256 rest = revealed; rest != 0; rest &= rest - 1) {
            uint256 rank = first + TallyLib.lowest(rest);
            if (_kindOf(_last(), _sellerAt(_last(), rank)) != Kind.Honest) continue;
            return _holdersOf(first, revealed, _openings[_last()][rank].tag) >= deals[_last()].terms.quorum;
        }
        return false;
    }

    /// @dev How many of those that have revealed in a group hold a tag.
    function _holdersOf(uint256 first, uint256 revealed, bytes16 tag) private view returns (uint256 number) {
        for (; revealed != 0; revealed &= revealed - 1) {
            if (_openings[_last()][first + TallyLib.lowest(revealed)].tag == tag) ++number;
        }
    }

    // Before the draw

    function _place() internal {
        Terms memory terms;
        Mood mood = _mood();
        // Whoever plots wants to be a quorum among others.
        terms.replication = uint8(_between(mood == Mood.Plotted ? 3 : 1, 4));
        terms.groups = uint16(mood == Mood.Plotted ? 1 : _between(1, terms.replication > 2 ? 2 : 3));
        terms.quorum = uint8(_between(terms.replication / 2 + 1, terms.replication));
        terms.checkpoints = uint16(_between(1, 4));
        terms.unitPrice = uint96(10e18 + _draw(1_000));
        terms.unitCollateral = uint96([uint256(1e18 + 1_000), 20e18, 60e18][_draw(3)] + _draw(1_000));
        terms.workSeconds = uint24(_between(20, 90));
        terms.revealSeconds = uint24(_between(10, 40));
        terms.recruitSeconds = uint24(_between(10, 300));
        terms.signDeadline = uint40(block.timestamp + _between(100, 900));
        if (_in100(40)) terms.auctionEnd = uint40(block.timestamp + _between(1, 200));
        terms.lossPolicy = _in100(30) ? LossPolicy.Abort : LossPolicy.Restart;
        terms.specHash = EVIDENCE;
        terms.mostStrikes = type(uint16).max;
        terms.requirements = Requirements(1, 512, 1024, 1000, 2000, Architecture.X64);
        bytes32[] memory libraries;
        IJobFactory.Placement memory placement = IJobFactory.Placement({
            implementation: jobCode,
            nonce: ++_nonce,
            terms: terms,
            libraries: libraries,
            manifestUri: "https://example.org/program.tar.gz"
        });
        // What a vote has narrowed may refuse it.
        if (!_do(deals.length, buyer, address(factory), abi.encodeCall(IJobFactory.place, (placement)))) return;
        deals[_last()].mood = mood;
    }

    function _mood() private returns (Mood) {
        uint256 chance = _draw(100);
        if (chance < 35) return Mood.Honest;
        if (chance < 75) return Mood.Mixed;
        if (chance < 88) return Mood.Plotted;
        return chance < 93 ? Mood.Failing : Mood.Stuck;
    }

    /// @dev A stranger to the job that would take part in it now.
    function _taker() private returns (address) {
        Mood mood = deals[_last()].mood;
        uint256 least = mood == Mood.Plotted && _in100(70) ? sellers.length - SYBILS : 0;
        uint256 most = mood == Mood.Honest || mood == Mood.Failing ? HONEST : sellers.length;
        if (mood == Mood.Mixed && _in100(55)) most = HONEST;
        uint256 start = _between(least, most - 1);
        for (uint256 i = 0; i < most - least; ++i) {
            address seller = sellers[least + ((start - least + i) % (most - least))];
            IJobEvents.Tenure memory known = _job().tenureOf(seller);
            if (known.number == 0 && known.application == 0 && !known.isClosed) return seller;
        }
        return address(0);
    }

    function _ask(uint256 most) private returns (uint96) {
        return uint96(most - _draw(most / 20));
    }

    /// @dev Mostly nobody else earns for a seller.
    function _beneficiary() private returns (address) {
        return _in100(15) ? _anySeller() : address(0);
    }

    function _sign() internal {
        address seller = _taker();
        if (seller == address(0)) return;
        uint96 ask = _ask(deals[_last()].unitPrice);
        if (_in100(80)) {
            _call(seller, abi.encodeCall(IJobSigning.sign, (ask, address(0), _beneficiary(), "host:1")));
            return;
        }
        Offer memory offer = Offer({
            seller: seller,
            ask: ask,
            agentKey: address(0),
            beneficiary: _beneficiary(),
            endpoint: "host:2",
            nonce: _job().tenureOf(seller).nonce,
            deadline: uint40(block.timestamp + 60)
        });
        bytes memory signature = Signatures.offerOf(address(_job()), keyOf[seller], offer);
        if (_call(griefer, abi.encodeCall(IJobSigning.signOffer, (offer, signature)))) _saw("signed by an offer");
    }

    /// @dev Somebody takes a slot for less, asks for less, or gives its slot back.
    function _bargain() internal {
        uint256 slots = deals[_last()].signed;
        if (slots == 0) return;
        uint256 slot = _draw(slots);
        Seat storage seat = seats[_last()][slot];
        uint256 way = _draw(10);
        if (way < 6) {
            address taker = _taker();
            if (taker == address(0)) return;
            uint96 ask = uint96((seat.ask * 95) / 100);
            bytes memory data = abi.encodeCall(
                IJobSigning.underbid,
                (uint16(slot), ask, address(0), _beneficiary(), "host:3")
            );
            _call(taker, data);
        } else if (way < 8) {
            _call(seat.seller, abi.encodeCall(IJobSigning.lowerAsk, (uint96(seat.ask - 1))));
        } else {
            _call(seat.seller, abi.encodeCall(IJobSigning.unsign, ()));
        }
    }

    function _raise() internal {
        uint96 price = uint96(deals[_last()].unitPrice + _between(1, 1e17));
        _call(buyer, abi.encodeCall(IJobSigning.raise, (price)));
    }

    // Rounds

    function _round(uint16 group) internal view returns (Signatures.Round memory round) {
        IJobEvents.Group memory current = _job().group(group);
        round.job = address(_job());
        (round.group, round.checkpoint, round.attempt) = (group, current.checkpoint, current.attempt);
    }

    function _truth(uint256 group, uint256 checkpoint) private pure returns (bytes32) {
        return keccak256(abi.encode("the result", group, checkpoint));
    }

    /// @dev What a rank binds itself to, after its kind; kept, so that it can be opened.
    function _commitment(uint16 rank) private returns (bytes32) {
        uint256 id = _last();
        uint16 group = uint16(rank / deals[id].terms.replication);
        Signatures.Round memory round = _round(group);
        RoundContext memory context = RoundContext(round.job, round.checkpoint, round.attempt, group);
        uint32 tenure = _job().tenureAt(rank);
        address seller = seats[id][tenure].seller;
        Kind kind = _kindOf(id, seller);
        Opening storage opening = _openings[id][rank];
        opening.digest = _truth(group, round.checkpoint);
        if (kind == Kind.Wrong) opening.digest = keccak256(abi.encode("an opinion", rank, round.checkpoint));
        if (kind == Kind.Sybil) opening.digest = keccak256(abi.encode("a plot", group, round.checkpoint));
        if (kind == Kind.Sybil && _in100(15)) opening.digest = _truth(group, round.checkpoint);
        bool hasFailed = kind == Kind.Failing || deals[id].mood == Mood.Failing;
        if (hasFailed) opening.digest = keccak256(abi.encode("exit code 1", group, round.checkpoint));
        opening.tag = hasFailed ? context.failedTagOf(opening.digest) : context.tagOf(opening.digest);
        opening.seal = context.sealOf(rank, tenure, seller, opening.digest);
        if (kind == Kind.Copying) opening.seal = bytes16(keccak256("another one's seal"));
        opening.salt = keccak256(abi.encode(rank, round.checkpoint, round.attempt));
        return context.commitmentOf(rank, seller, opening.tag, opening.seal, opening.salt);
    }

    function _commit(uint16 rank) internal {
        address seller = _sellerAt(_last(), rank);
        Signatures.Round memory round = _round(uint16(rank / deals[_last()].terms.replication));
        bytes32 commitment = _commitment(rank);
        uint16 before = round.checkpoint - 1;
        // One that was meant for the checkpoint before, and comes late, binds nobody.
        _never(_last(), seller, address(_job()), abi.encodeCall(IJobCore.commit, (rank, before, 0, commitment)));
        _mustCall(seller, abi.encodeCall(IJobCore.commit, (rank, round.checkpoint, round.attempt, commitment)));
    }

    /// @dev A stranger brings what all honest ranks of a group have signed.
    function _relay(uint16 group) internal {
        uint256 replication = deals[_last()].terms.replication;
        uint16 mask = _job().group(group).active;
        uint256 number = _countOf(_last(), group, mask, Kind.Honest);
        uint16[] memory ranks = new uint16[](number);
        bytes32[] memory commitments = new bytes32[](number);
        bytes[] memory signatures = new bytes[](number);
        uint16 committed = _job().group(group).committed;
        for (uint256 i = 0; i < replication; ++i) {
            uint16 rank = uint16(group * replication + i);
            if ((mask >> i) & 1 == 0 || _kindOf(_last(), _sellerAt(_last(), rank)) != Kind.Honest) continue;
            ranks[--number] = rank;
            // One that stands already is skipped.
            if ((committed >> i) & 1 == 0) commitments[number] = _commitment(rank);
            signatures[number] = _pledge(rank, commitments[number]);
        }
        _call(griefer, abi.encodeCall(IJobAccord.commitMany, (ranks, commitments, signatures)));
    }

    function _pledge(uint16 rank, bytes32 commitment) private view returns (bytes memory) {
        Signatures.Round memory round = _round(uint16(rank / deals[_last()].terms.replication));
        round.key = keyOf[_sellerAt(_last(), rank)];
        return Signatures.commitOf(round, rank, _job().tenureAt(rank), commitment);
    }

    /// @dev By itself, or by a signature that a stranger brings.
    function _present(uint16 rank) internal {
        uint16[] memory ranks = new uint16[](1);
        bytes[] memory signatures = new bytes[](1);
        ranks[0] = rank;
        address seller = _sellerAt(_last(), rank);
        uint16 group = uint16(rank / deals[_last()].terms.replication);
        bool isBrought = _in100(50);
        if (isBrought) {
            Signatures.Round memory round = _round(group);
            round.key = keyOf[seller];
            signatures[0] = Signatures.presentOf(round, _job().tenureAt(rank), _job().group(group).t0);
        }
        _mustCall(isBrought ? griefer : seller, abi.encodeCall(IJobCore.present, (ranks, signatures)));
    }

    function _reveal(uint16 rank) internal {
        Opening storage opening = _openings[_last()][rank];
        bytes memory data = abi.encodeCall(
            IJobCore.reveal,
            (rank, opening.tag, opening.seal, opening.salt, _in100(70) ? opening.digest : bytes32(0))
        );
        _mustCall(_in100(70) ? _sellerAt(_last(), rank) : griefer, data);
    }

    /// @dev With the digest that most of the revealed hold.
    function _settle(uint16 group) internal {
        IJobEvents.Group memory current = _job().group(group);
        uint256 first = uint256(group) * deals[_last()].terms.replication;
        uint256 most;
        bytes32 digest;
        for (uint256 rest = current.revealed; rest != 0; rest &= rest - 1) {
            Opening storage opening = _openings[_last()][first + TallyLib.lowest(rest)];
            uint256 same = _holdersOf(first, current.revealed, opening.tag);
            if (same > most) (most, digest) = (same, opening.digest);
        }
        _call(griefer, abi.encodeCall(IJobCore.settle, (group, digest)));
    }

    /// @dev What a rank would do about its group now, after its kind; false if that is nothing.
    function _act(uint16 rank) internal returns (bool) {
        Terms storage terms = deals[_last()].terms;
        uint16 group = uint16(rank / terms.replication);
        uint16 bit = uint16(1 << (rank % terms.replication));
        IJobEvents.Group memory current = _job().group(group);
        Kind kind = _kindOf(_last(), _sellerAt(_last(), rank));
        if (current.isSettled || current.active & bit == 0) return false;
        if (current.closedAt != 0) {
            uint256 deadline = current.closedAt + uint256(terms.revealSeconds);
            if (current.committed & bit == 0 || current.revealed & bit != 0 || _job().clock() > deadline) return false;
            if (kind == Kind.Withholding || (kind == Kind.Sybil && _in100(20))) return false;
            _reveal(rank);
            return true;
        }
        if (current.committed & bit != 0 || kind == Kind.Lazy || kind == Kind.Resigning) return false;
        if (kind == Kind.Busy) {
            if (current.present & bit != 0 || _job().clock() < current.t0 + terms.workSeconds / 2) return false;
            _present(rank);
            return true;
        }
        if (kind == Kind.Sybil && _in100(20)) return false;
        _commit(rank);
        return true;
    }

    // Agreement

    /// @dev Whether all active ranks of a group would sign the same.
    function _agrees(uint16 group) internal view returns (bool) {
        uint16 active = _job().group(group).active;
        if (deals[_last()].mood == Mood.Failing || active.count() < deals[_last()].terms.quorum) return false;
        uint256 willing = _countOf(_last(), group, active, Kind.Honest);
        willing += _countOf(_last(), group, active, Kind.Equivocating);
        return willing == active.count() || _countOf(_last(), group, active, Kind.Sybil) == active.count();
    }

    function _attest(
        uint16 group,
        uint16 checkpoint,
        bytes[] memory signatures,
        uint256 next
    ) private view returns (uint256) {
        Signatures.Round memory round = _round(group);
        round.checkpoint = checkpoint;
        uint256 first = uint256(group) * deals[_last()].terms.replication;
        for (uint256 rest = _job().group(group).active; rest != 0; rest &= rest - 1) {
            round.key = keyOf[_sellerAt(_last(), first + TallyLib.lowest(rest))];
            signatures[next++] = Signatures.attestOf(round, _truth(group, checkpoint));
        }
        return next;
    }

    function _settleUnanimous(uint16 group) internal {
        IJobEvents.Group memory current = _job().group(group);
        bytes[] memory signatures = new bytes[](current.active.count());
        _attest(group, current.checkpoint, signatures, 0);
        bytes32 digest = _truth(group, current.checkpoint);
        _mustCall(griefer, abi.encodeCall(IJobAccord.settleUnanimous, (group, digest, signatures)));
    }

    function _settleAll() internal {
        uint16 groups = deals[_last()].terms.groups;
        uint256 number;
        for (uint16 group = 0; group < groups; ++group) {
            if (!_agrees(group)) return;
            number += _job().group(group).active.count();
        }
        uint16 upTo = uint16(_between(deals[_last()].checkpoint, deals[_last()].terms.checkpoints));
        bytes[] memory signatures = new bytes[](number);
        bytes32[] memory digests = new bytes32[](groups);
        number = 0;
        for (uint16 group = 0; group < groups; ++group) {
            digests[group] = _truth(group, upTo);
            number = _attest(group, upTo, signatures, number);
        }
        _call(griefer, abi.encodeCall(IJobAccord.settleAll, (upTo, digests, signatures)));
    }

    // Who leaves, and who comes

    /// @dev A rank resigns, is shown to have equivocated, or is expelled; false if nobody has a reason or a right to.
    function _leave(uint16 rank) internal returns (bool) {
        address seller = _sellerAt(_last(), rank);
        Kind kind = _kindOf(_last(), seller);
        uint16 bit = uint16(1 << (rank % deals[_last()].terms.replication));
        IJobEvents.Group memory current = _job().group(uint16(rank / deals[_last()].terms.replication));
        if ((current.active | current.pending) & bit == 0) return false;
        bool isPending = current.pending & bit != 0;
        if (kind == Kind.Resigning || (isPending && kind != Kind.Honest && kind != Kind.Busy)) {
            return _call(seller, abi.encodeCall(IJobAnnex.resign, (rank)));
        }
        if (kind == Kind.Equivocating) return _equivocate(rank, current.committed & ~current.revealed & bit != 0);
        Kind accusing = kind == Kind.Honest || kind == Kind.Busy ? Kind.Sybil : Kind.Honest;
        uint16 others = current.active & ~bit;
        if (
            _countOf(_last(), rank / deals[_last()].terms.replication, others, accusing) < deals[_last()].terms.quorum
        ) {
            return false;
        }
        // Some liars have committed before they are seen through.
        bool isFirst = current.active & bit != 0 && current.committed == 0 && current.closedAt == 0;
        if (isFirst && kind != Kind.Lazy && kind != Kind.Busy && _in100(70)) {
            _commit(rank);
            _check();
        }
        return _expel(rank, accusing, others);
    }

    function _equivocate(uint16 rank, bool isOnChain) private returns (bool) {
        bytes32 first = isOnChain ? _job().wordOf(rank) : EVIDENCE;
        bytes32 second = keccak256("another commitment");
        bytes memory none;
        bytes memory proof = isOnChain ? none : _pledge(rank, first);
        bytes memory data = abi.encodeCall(IJobAnnex.equivocate, (rank, first, proof, second, _pledge(rank, second)));
        return _call(griefer, data);
    }

    /// @dev Those of a kind accuse a rank of their group.
    function _expel(uint16 rank, Kind accusing, uint16 others) private returns (bool) {
        uint256 replication = deals[_last()].terms.replication;
        uint16 group = uint16(rank / replication);
        uint256 number = _countOf(_last(), group, others, accusing);
        uint16[] memory accusers = new uint16[](number);
        bytes[] memory signatures = new bytes[](number);
        Signatures.Round memory round = _round(group);
        for (uint256 i = 0; i < replication; ++i) {
            uint16 other = uint16(group * replication + i);
            if ((others >> i) & 1 == 0 || _kindOf(_last(), _sellerAt(_last(), other)) != accusing) continue;
            accusers[--number] = other;
            round.key = keyOf[_sellerAt(_last(), other)];
            signatures[number] = Signatures.expelOf(round, _job().tenureAt(rank), EVIDENCE);
        }
        return _call(griefer, abi.encodeCall(IJobAnnex.expel, (rank, EVIDENCE, accusers, signatures)));
    }

    /// @dev Somebody applies for a vacancy, waits for the draw, or seats who is drawn.
    function _recruit(uint16 group) internal {
        (uint64 closeBlock, uint256 applicants) = _job().drawOf(group);
        if (applicants != 0 && (closeBlock == 0 || block.number > closeBlock)) {
            _call(griefer, abi.encodeCall(IJobAnnex.seat, (group)));
            return;
        }
        if (applicants > 2 || (applicants != 0 && _in100(50))) {
            _pass(4, 1);
            return;
        }
        address seller = _taker();
        if (seller == address(0)) return;
        uint96 ask = _ask(deals[_last()].unitPrice);
        bytes memory data = abi.encodeCall(IJobAnnex.applyFor, (group, ask, address(0), _beneficiary(), "host:4"));
        _call(seller, data);
    }

    // Ends

    function _claimAll(uint256 id) internal returns (bool) {
        uint32[] memory tenures = new uint32[](deals[id].tenures);
        for (uint32 i = 0; i < tenures.length; ++i) tenures[i] = i;
        return _do(id, griefer, address(deals[id].job), abi.encodeCall(IJobCore.claimMany, (tenures)));
    }

    function _claim(uint256 id) internal {
        if (deals[id].tenures == 0) return;
        uint32 tenure = uint32(_draw(deals[id].tenures));
        _do(id, griefer, address(deals[id].job), abi.encodeCall(IJobCore.claim, (tenure)));
    }

    /// @dev 16: nobody who has a part in the job does anything any more, and strangers bring it to its end.
    function _desert() internal {
        uint256 id = _last();
        Deal storage deal = deals[id];
        deal.isDeserted = true;
        if (deal.status == JobStatus.Running) _saw("deserted while running");
        if (deal.status == JobStatus.Frozen) _saw("deserted while frozen");
        for (uint256 steps = 0; deal.job.status() <= JobStatus.Frozen; ++steps) {
            _same(16, "a job without an end", steps > 40 ? 1 : 0, 0);
            vm.roll(block.number + 1);
            vm.warp(block.timestamp + 1_200);
            JobStatus status = deal.job.status();
            if (status <= JobStatus.Filled) _mustCall(griefer, abi.encodeCall(IJobSigning.cancel, ()));
            else if (status == JobStatus.Frozen) _mustCall(griefer, abi.encodeCall(IJobAnnex.abort, ()));
            else _judgeAll(deal);
            _check();
        }
    }

    function _judgeAll(Deal storage deal) private {
        for (uint16 group = 0; group < deal.terms.groups; ++group) {
            JobStatus status = deal.job.status();
            if (status != JobStatus.Running || deal.job.group(group).isSettled) continue;
            _mustCall(griefer, abi.encodeCall(IJobCore.settle, (group, bytes32(0))));
            _check();
        }
    }

    /// @dev 6: an ended job gives all of its money to whom it is due.
    function _close(uint256 id) internal {
        Deal storage deal = deals[id];
        address job = address(deal.job);
        bool isRefundFirst = _in100(50);
        if (isRefundFirst && !deal.isRefunded) _must(id, griefer, job, abi.encodeCall(IJobCore.refund, ()));
        if (!_claimAll(id)) revert Broken(19, "claims of an ended job", 0, 0);
        if (!deal.isRefunded) _must(id, griefer, job, abi.encodeCall(IJobCore.refund, ()));
        for (uint256 i = 0; i < sellers.length; ++i) {
            if (applied[id][sellers[i]] == 0) continue;
            _must(id, griefer, job, abi.encodeCall(IJobAnnex.withdrawApplicationOf, (sellers[i])));
        }
        (, uint88 balance, ) = collateral.accountOf(job);
        _same(6, "an ended, claimed job holds nothing", balance, 0);
        for (uint256 i = 0; i < deal.tenures; ++i) _holds(5, "closed at the end", seats[id][i].isClosed);
    }
}
