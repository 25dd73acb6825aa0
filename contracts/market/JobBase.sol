// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobEvents} from "../interfaces/IJobEvents.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {GroupLib} from "../libraries/GroupLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {RankLib} from "../libraries/RankLib.sol";
import {TypedDataLib} from "../libraries/TypedDataLib.sol";
import {TallyLib} from "../libraries/TallyLib.sol";
import {AbortReason, JobStatus, Offer, SettlementPath} from "../types/JobTypes.sol";

/// @title JobBase
/// @notice What all parts of a job share: its storage, its rules, its clocks, and who stands where.
///
/// @dev Casts to uint16 of groups, ranks, checkpoints and cells of a tenure cannot lose bits, nor can those to uint24 of
/// cells of the job: it has at most 256 groups of 16 ranks and 1,024 checkpoints. Nor can casts to uint32 of tenures, at
/// most four for each rank, and of applicants, each of whom sends a transaction. A unit price, and with it an ask, is below
/// 2^88, as all that is funded (see {Collateral}). Casts of the time to uint40 and of blocks to uint64 hold for 30,000
/// years.
abstract contract JobBase is IJobEvents {
    using ConfigurationLib for ConfigurationLib.Rules;
    using GroupLib for Group;
    using TallyLib for uint16;

    // What a call is about: a group, and one rank of it if the call is about a rank.
    struct Turn {
        ConfigurationLib.Rules rules;
        Group group;
        uint16 id;
        uint16 rank;
        uint16 bit;
        uint32 tenure;
        address seller;
    }

    // A blockhash can be had for the last 256 blocks.
    uint256 internal constant HASH_BLOCKS = 256;

    uint256 internal constant MOST_ENDPOINT_BYTES = 128;

    // By how much an underbid in so many last seconds of the auction extends it.
    uint256 internal constant EXTENSION_SECONDS = 60;

    // Hashed by the compiler: its length costs nothing.
    // solhint-disable-next-line gas-small-strings
    bytes32 private constant COMMIT_TYPE = keccak256(
        "Commit(uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment)"
    );

    ICollateral internal immutable _collateral;

    bytes32 internal _seed;

    // Three words: what every call reads; what only the begin, a freeze and the end of a job read; its termination.
    Progress internal _state;
    // A packed {Group} each, true for its own `checkpoint` only: _readGroup brings it to the checkpoint in work.
    mapping(uint256 group => uint256) internal _groups;
    mapping(uint32 tenure => address) internal _sellerOf;
    // One word; the other two are written only by applicants, by sellers that name others (zero is the seller itself), and
    // where a slot changes hands. An initial tenure's rank follows from the seed.
    mapping(address seller => Tenure) internal _sellers;
    // Tenure plus one of the last replacement at a rank; 0 while the seller drawn at the start has it.
    mapping(uint256 rank => uint256) internal _replacements;
    // What a rank has committed or revealed last.
    mapping(uint16 rank => bytes32) internal _wordOf;
    mapping(uint16 group => address[]) internal _applicants;
    mapping(uint16 group => uint64) internal _closeBlocks;

    constructor(ICollateral collateral) {
        _collateral = collateral;
    }

    function _clock() internal view returns (uint40) {
        return _state.status == JobStatus.Frozen ? _state.frozenAt : uint40(block.timestamp);
    }

    function _rules() internal view returns (ConfigurationLib.Rules memory rules) {
        rules.fill(Clones.fetchCloneArgs(address(this)));
    }

    function _hasEnded() internal view returns (bool) {
        return _state.status > JobStatus.Frozen;
    }

    function _end(JobStatus status_, IReputation.BuyerOutcome outcome, address buyer) internal {
        // Effect: the job is over.
        _state.status = status_;
        _state.endedAt = uint40(block.timestamp);
        // Interaction: the buyer's record.
        _collateral.conclude(buyer, outcome);
    }

    function _abort(AbortReason reason, address buyer) internal {
        _state.abortReason = reason;
        emit JobAborted(reason);
        bool isTerminated = reason == AbortReason.Terminated;
        IReputation.BuyerOutcome outcome =
            isTerminated ? IReputation.BuyerOutcome.Terminated : IReputation.BuyerOutcome.Aborted;
        _end(JobStatus.Aborted, outcome, buyer);
    }

    /// @dev Fills in a group as it is in the checkpoint in work. Words are created on first use and brought on at the next:
    /// a barrier touches no group.
    function _readGroup(Group memory current, uint256 id, uint256 replication) internal view {
        current.unpack(_groups[id]);
        uint16 checkpoint = _state.checkpoint;
        if (current.checkpoint != checkpoint) {
            current.active = current.checkpoint == 0 ? _full(replication) : current.active | current.pending;
            current.pending = 0;
            current.checkpoint = checkpoint;
            current.t0 = _state.barrierAt;
            current.isSettled = false;
            current.hasRearmed = false;
            current.hasRestarted = false;
            current.hasExpelled = false;
            _clear(current);
        }
        // A completed job has settled in all groups, also in those that all ranks together settled without a write.
        if (_state.status == JobStatus.Completed) current.isSettled = true;
    }

    /// @dev Forgets what was committed: a round begins.
    function _clear(Group memory current) internal pure {
        current.closedAt = 0;
        current.committed = 0;
        current.present = 0;
        current.revealed = 0;
    }

    /// @dev When the commitments of a group closed; 0 while they are open.
    function _closeOf(Turn memory turn) internal view returns (uint256) {
        if (turn.group.closedAt != 0) return turn.group.closedAt;
        uint256 deadline = turn.group.t0 + turn.rules.workSeconds;
        return _clock() > deadline ? deadline : 0;
    }

    function _full(uint256 replication) internal pure returns (uint16) {
        // Cannot overflow: replication <= 16.
        return uint16((1 << replication) - 1);
    }

    function _store(Turn memory turn) internal {
        _groups[turn.id] = turn.group.pack();
    }

    /// @dev A group of a job that goes on.
    function _turnOfGroup(uint16 id) internal view returns (Turn memory turn) {
        turn.rules.fill(Clones.fetchCloneArgs(address(this)));
        _bring(turn, id);
    }

    /// @dev A rank of a job that goes on.
    function _turnOf(uint16 rank) internal view returns (Turn memory turn) {
        turn.rules.fill(Clones.fetchCloneArgs(address(this)));
        turn.rank = rank;
        turn.bit = uint16(1 << (rank % turn.rules.replication));
        _bring(turn, uint16(rank / turn.rules.replication));
        turn.tenure = _tenureAt(rank, turn.rules);
        turn.seller = _sellerOf[turn.tenure];
    }

    function _bring(Turn memory turn, uint16 id) internal view {
        turn.id = id;
        // Check: the job goes on, and there is such a group.
        if (_state.status != JobStatus.Running && _state.status != JobStatus.Frozen) {
            revert JobNotRunning(_state.status);
        }
        if (id >= turn.rules.groups) revert GroupUnknown(id, turn.rules.groups);
        _readGroup(turn.group, id, turn.rules.replication);
    }

    function _requireOpen(Turn memory turn) internal view {
        // Check: the rank takes part in a round that is open.
        if (turn.group.isSettled) revert GroupSettled(turn.id, turn.group.checkpoint);
        if (_closeOf(turn) != 0) revert CommitsClosed(turn.id);
        if (turn.group.active & turn.bit == 0) revert RankNotActive(turn.rank);
    }

    /// @dev A rank that has not committed in this open round does.
    function _bind(Turn memory turn, bytes32 commitment) internal {
        Group memory current = turn.group;
        // Effect: the commitment stands; the last one awaited closes them.
        current.committed |= turn.bit;
        if (current.committed == current.active && current.active.count() >= turn.rules.quorum) {
            current.closedAt = uint40(block.timestamp);
        }
        _wordOf[turn.rank] = commitment;
        _store(turn);
        emit ResultCommitted(
            turn.id,
            current.checkpoint,
            turn.rank,
            current.attempt,
            turn.tenure,
            commitment,
            current.closedAt
        );
    }

    /// @dev What a rank signs to be bound to a commitment in the round of this turn.
    function _pledgeOf(Turn memory turn, bytes32 commitment) internal pure returns (bytes32) {
        Group memory current = turn.group;
        return
            keccak256(
                abi.encode(
                    COMMIT_TYPE,
                    turn.id,
                    current.checkpoint,
                    current.attempt,
                    turn.rank,
                    turn.tenure,
                    commitment
                )
            );
    }

    /// @dev The checkpoint in work is decided for a group: of its active ranks, the honest stay and have earned a cell.
    /// @return settled Groups that have settled it.
    function _settle(
        Turn memory turn,
        uint16 honest,
        bytes32 digest,
        SettlementPath path
    ) internal returns (uint16 settled) {
        Group memory current = turn.group;
        uint16 faulty = current.active & ~honest;
        current.active = honest;
        current.isSettled = true;
        _store(turn);
        _state.paidCells += uint24(honest.count());
        settled = ++_state.settledGroups;
        emit CheckpointSettled(turn.id, current.checkpoint, current.attempt, digest, honest, faulty, path);
    }

    /// @dev All groups have settled this checkpoint: the next one begins, or the job is complete.
    function _passBarrier(ConfigurationLib.Rules memory rules, uint16 checkpoint) internal {
        if (checkpoint < rules.checkpoints && !_isTerminated(rules)) {
            _state.settledGroups = 0;
            _state.barrierAt = uint40(block.timestamp);
            _state.checkpoint = checkpoint + 1;
            emit BarrierPassed(checkpoint + 1, uint40(block.timestamp));
            return;
        }
        _state.settledGroups = uint16(rules.groups);
        _state.checkpoint = checkpoint;
        emit JobCompleted();
        bool isWhole = checkpoint == rules.checkpoints;
        IReputation.BuyerOutcome outcome =
            isWhole ? IReputation.BuyerOutcome.Completed : IReputation.BuyerOutcome.Terminated;
        _end(JobStatus.Completed, outcome, rules.buyer);
    }

    /// @dev Whether the checkpoint in work is the last one, because the buyer's termination has taken effect.
    function _isTerminated(ConfigurationLib.Rules memory rules) internal view returns (bool) {
        uint256 announcedAt = _state.announcedAt;
        return announcedAt != 0 && block.timestamp >= announcedAt + rules.workSeconds;
    }

    /// @dev Takes down what a seller that signs, underbids or applies asks for and names; in the offer, zero becomes the
    /// seller itself.
    function _enlist(
        ConfigurationLib.Rules memory rules,
        Offer memory offer,
        uint256 cells
    ) internal returns (Tenure storage enlisted) {
        address seller = offer.seller;
        enlisted = _sellers[seller];
        // Check: a stranger to this job, at a price within the buyer's limit, with an endpoint of fair length.
        if (seller == rules.buyer) revert SellerIsBuyer(rules.buyer);
        if (enlisted.number != 0 || enlisted.application != 0 || enlisted.isClosed) revert SellerKnown(seller);
        uint256 unitPrice = _unitPrice(rules);
        if (offer.ask > unitPrice) revert AskTooHigh(offer.ask, unitPrice);
        uint256 length = bytes(offer.endpoint).length;
        if (length > MOST_ENDPOINT_BYTES) revert EndpointTooLong(length, MOST_ENDPOINT_BYTES);
        // Effect: it is known from now on.
        enlisted.ask = offer.ask;
        enlisted.lockedCells = uint16(cells);
        if (offer.agentKey == address(0)) offer.agentKey = seller;
        if (offer.agentKey != seller) enlisted.agentKey = offer.agentKey;
        if (offer.beneficiary == address(0)) offer.beneficiary = seller;
        if (offer.beneficiary != seller) enlisted.beneficiary = offer.beneficiary;
        // Interaction: take the collateral, if its standing and free balance allow.
        _collateral.lock(seller, rules.unitCollateral * cells, rules.standing);
    }

    /// @dev A seller without a tenure is a stranger again, but for the offers it has signed.
    function _forget(address seller) internal {
        uint32 nonce = _sellers[seller].nonce;
        delete _sellers[seller];
        _sellers[seller].nonce = nonce;
    }

    /// @dev Those that wait for the next checkpoint take part from this one on, if the group is short without them.
    function _joinIfShort(Turn memory turn) internal {
        Group memory current = turn.group;
        if (current.active.count() >= turn.rules.quorum) return;
        for (uint256 rest = current.pending; rest != 0; rest &= rest - 1) {
            uint256 rank = turn.id * turn.rules.replication + TallyLib.lowest(rest);
            _sellers[_sellerOf[_tenureAt(rank, turn.rules)]].firstCheckpoint = current.checkpoint;
        }
        current.active |= current.pending;
        current.pending = 0;
    }

    /// @dev A group has begun a round with fewer active ranks than its quorum.
    function _fallShort() internal {
        ++_state.shortGroups;
        if (_state.status == JobStatus.Frozen) return;
        _state.status = JobStatus.Frozen;
        _state.frozenAt = uint40(block.timestamp);
        emit JobFrozen(_state.frozenAt);
    }

    /// @dev The unit price as the buyer has raised it.
    function _unitPrice(ConfigurationLib.Rules memory rules) internal view returns (uint256) {
        return _state.unitPrice == 0 ? rules.placedPrice : _state.unitPrice;
    }

    /// @dev When the auction ends, extensions included; 0 without one.
    function _auctionEnd(ConfigurationLib.Rules memory rules) internal view returns (uint256) {
        return rules.auctionEnd + _state.extensions * EXTENSION_SECONDS;
    }

    /// @dev What the buyer's early cancel costs it for a slot, and giving a slot back its seller; raises count for nothing.
    function _compensation(ConfigurationLib.Rules memory rules) internal pure returns (uint256) {
        return PaymentLib.compensationDown(rules.placedPrice, rules.unitCollateral, rules.cancelBps, rules.checkpoints);
    }

    /// @dev Number of tenures so far, slots included.
    function _tenures() internal view returns (uint32) {
        return uint32(_state.signed) + _state.seatings;
    }

    function _agentKeyOf(address seller) internal view returns (address) {
        address agentKey = _sellers[seller].agentKey;
        return agentKey == address(0) ? seller : agentKey;
    }

    function _beneficiaryOf(address seller) internal view returns (address) {
        address beneficiary = _sellers[seller].beneficiary;
        return beneficiary == address(0) ? seller : beneficiary;
    }

    function _requireSeller(uint256 rank, address seller, address account) internal view {
        // Check: the seller at this rank acts, or its agent key.
        if (account != seller && account != _agentKeyOf(seller)) revert RankUnauthorized(rank, account);
    }

    /// @dev An empty signature stands for the caller.
    function _requireSigned(uint256 rank, address seller, bytes32 message, bytes calldata signature) internal view {
        _requireSeller(rank, seller, signature.length == 0 ? msg.sender : TypedDataLib.signerOf(message, signature));
    }

    /// @dev The rank of a tenure; its slot before the start.
    function _rankOf(Tenure storage current, ConfigurationLib.Rules memory rules) internal view returns (uint16) {
        uint256 slot = current.number - 1;
        if (slot >= _state.signed) return current.rank;
        return uint16(_state.checkpoint == 0 ? slot : RankLib.rankOf(_seed, slot, rules.ranks));
    }

    /// @dev The tenure that is, or was last, at a rank.
    function _tenureAt(uint256 rank, ConfigurationLib.Rules memory rules) internal view returns (uint32) {
        // A job without replacements, as most are, is spared the look.
        uint256 replacement = _state.seatings == 0 ? 0 : _replacements[rank];
        return uint32(replacement != 0 ? replacement - 1 : RankLib.slotOf(_seed, rank, rules.ranks));
    }

    function _nothing() internal pure returns (ICollateral.Payout memory) {}

    function _release(ConfigurationLib.Rules memory rules, address seller, uint256 cells) internal {
        // Interaction: collateral that stands for nothing any more returns.
        ICollateral.Payout memory payout = _nothing();
        payout.seller = seller;
        payout.collateral = rules.unitCollateral * cells;
        _collateral.pay(payout);
    }
}
