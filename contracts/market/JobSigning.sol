// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobSigning} from "../interfaces/IJobSigning.sol";
import {IReputation} from "../interfaces/IReputation.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {TypedDataLib} from "../libraries/TypedDataLib.sol";
import {JobStatus, Offer} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";

/// @title JobSigning
/// @notice The part of a job's code that runs before its ranks are drawn. See {IJobSigning}.
///
/// @dev Runs only by delegatecall, on the storage of a {Job}.
contract JobSigning is JobBase, IJobSigning {
    // Hashed by the compiler: its length costs nothing.
    // solhint-disable-next-line gas-small-strings
    bytes32 private constant OFFER_TYPE = keccak256(
        "Offer(address seller,uint96 ask,address agentKey,address beneficiary,string endpoint,uint256 nonce,uint40 deadline)"
    );

    uint256 private constant MOST_EXTENSIONS = 10;

    // An underbid is at most so many hundredths of the ask that it displaces.
    uint256 private constant UNDERBID_PERCENT = 95;

    /// @param collateral The ledger that holds the money of all jobs.
    constructor(ICollateral collateral) JobBase(collateral) {}

    /// @inheritdoc IJobSigning
    function sign(
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external returns (uint32) {
        return _sign(_offer(ask, agentKey, beneficiary, endpoint));
    }

    /// @inheritdoc IJobSigning
    function signOffer(Offer calldata offer, bytes calldata signature) external returns (uint32) {
        // Check: the seller's own word, while it holds.
        if (block.timestamp > offer.deadline) revert OfferExpired(offer.deadline);
        uint256 next = _sellers[offer.seller].nonce;
        if (offer.nonce != next) revert OfferNonceUnfit(offer.seller, offer.nonce, next);
        address signer = TypedDataLib.signerOf(_hashOf(offer), signature);
        if (signer == address(0) || signer != offer.seller) revert OfferUnauthorized(offer.seller, signer);
        return _sign(offer);
    }

    /// @inheritdoc IJobSigning
    function unsign() external {
        ConfigurationLib.Rules memory rules = _rules();
        Tenure storage leaving = _sellers[msg.sender];
        // Check: the job is open, and the caller has held its slot for long enough.
        if (_state.status != JobStatus.Open) revert JobNotOpen(_state.status);
        if (leaving.number == 0) revert NoSlot(msg.sender);
        uint256 notBefore = leaving.signedAt + rules.holdSeconds;
        // Whoever has displaced another one stays: else it could empty the job of all others for nothing.
        if (leaving.isUnderbid && notBefore <= rules.signDeadline) notBefore = rules.signDeadline + 1;
        if (block.timestamp < notBefore) revert UnsignTooEarly(notBefore);
        // Effect: the last slot's seller moves to this one, and the caller cannot come back.
        uint32 slot = leaving.number - 1;
        _vacate(slot);
        _leave(msg.sender);
        leaving.isClosed = true;
        uint256 forfeited = _compensation(rules);
        emit SellerUnsigned(slot, msg.sender, forfeited);
        // Interaction: the treasury takes what the buyer would have paid for an early cancel, the seller the rest.
        ICollateral.Payout memory payout = _nothing();
        payout.seller = msg.sender;
        payout.collateral = rules.unitCollateral * rules.checkpoints - forfeited;
        payout.forfeited = forfeited;
        _collateral.pay(payout);
    }

    /// @inheritdoc IJobSigning
    function underbid(
        uint16 slot,
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: slots are underbid, this one exists, and nobody has paused.
        _requireAuction(rules);
        if (_state.status == JobStatus.Open && block.timestamp > rules.signDeadline) {
            revert SignClosed(rules.signDeadline);
        }
        if (slot >= _state.signed) revert SlotUnknown(slot, _state.signed);
        if (_collateral.isPaused()) revert JobPaused();
        address displaced = _sellerOf[slot];
        _requireLower(ask, (_sellers[displaced].ask * UNDERBID_PERCENT) / 100, _sellers[displaced].ask);
        // Check, effect: the caller is at this slot, the displaced seller at none; and it has time to answer.
        _take(rules, _offer(ask, agentKey, beneficiary, endpoint), slot).isUnderbid = true;
        _leave(displaced);
        bool isLate = block.timestamp + EXTENSION_SECONDS > _auctionEnd(rules);
        if (isLate && _state.extensions < MOST_EXTENSIONS) ++_state.extensions;
        _tellUnderbid(slot, displaced, endpoint);
        _release(rules, displaced, rules.checkpoints);
    }

    /// @inheritdoc IJobSigning
    function lowerAsk(uint96 ask) external {
        // Check: slots are underbid, and the caller has one and asks for less.
        _requireAuction(_rules());
        Tenure storage current = _sellers[msg.sender];
        if (current.number == 0) revert NoSlot(msg.sender);
        _requireLower(ask, current.ask, current.ask);
        // Effect: it is paid less.
        current.ask = ask;
        emit AskLowered(current.number - 1, msg.sender, ask);
    }

    /// @inheritdoc IJobSigning
    function raise(uint96 unitPrice) external {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the buyer, in time, within what the collateral allows.
        if (msg.sender != rules.buyer) revert BuyerUnauthorized(msg.sender, rules.buyer);
        _requireSignable(rules);
        uint256 before = _unitPrice(rules);
        uint256 most = rules.unitCollateral * 10;
        if (unitPrice <= before || unitPrice > most) revert PriceOutOfRange(unitPrice, before + 1, most);
        // Effect: sellers may ask for more.
        uint256 more = PaymentLib.cellEscrow(unitPrice, rules.feeBps) - PaymentLib.cellEscrow(before, rules.feeBps);
        uint256 funded = more * rules.ranks * rules.checkpoints;
        // Cannot lose bits: each cell of this price is funded, or this reverts, and the token's supply is below 2^88.
        _state.unitPrice = uint88(unitPrice);
        emit PriceRaised(unitPrice, funded);
        // Interaction: take the difference for every cell.
        _collateral.fund(rules.buyer, funded);
    }

    /// @inheritdoc IJobSigning
    function cancel() external {
        ConfigurationLib.Rules memory rules = _rules();
        JobStatus before = _state.status;
        // Check: who may cancel, when.
        bool isEarly = before == JobStatus.Open && block.timestamp <= rules.signDeadline;
        if (isEarly && msg.sender != rules.buyer) revert CancelTooEarly(rules.signDeadline + 1);
        if (before == JobStatus.Filled) {
            uint256 end = _auctionEnd(rules);
            uint256 notBefore = (_state.filledAt > end ? _state.filledAt : end) + rules.recruitSeconds + 1;
            if (block.timestamp < notBefore) revert CancelTooEarly(notBefore);
        } else if (before != JobStatus.Open) {
            revert JobNotCancellable(before);
        }
        // Effect: over; an early cancel costs the buyer something for each slot that was held for long.
        uint256 compensation = isEarly ? _compensation(rules) : 0;
        _state.isCompensated = compensation != 0;
        emit JobCancelled(compensation);
        _end(JobStatus.Cancelled, IReputation.BuyerOutcome.Cancelled, rules.buyer);
    }

    /// @inheritdoc IJobSigning
    function arm() external {
        uint256 seedBlock = _state.seedBlock;
        uint256 end = _auctionEnd(_rules());
        // Check: the job waits for its start, nobody can change a slot, and there is no seed or it is gone.
        if (_state.status != JobStatus.Filled) revert JobNotFilled(_state.status);
        if (block.timestamp <= end) revert AuctionOpen(end);
        if (seedBlock != 0 && block.number <= seedBlock + HASH_BLOCKS) revert SeedStillArmed(seedBlock);
        _arm();
    }

    /// @inheritdoc IJobSigning
    function start() external {
        uint256 seedBlock = _state.seedBlock;
        // Check: the job is filled, and the seed can be had.
        if (_state.status != JobStatus.Filled) revert JobNotFilled(_state.status);
        if (seedBlock == 0 || block.number <= seedBlock) revert SeedNotReady(seedBlock);
        if (block.number > seedBlock + HASH_BLOCKS) revert SeedGone(seedBlock);
        // Effect: the ranks follow from the seed; checkpoint 1 begins.
        _seed = keccak256(abi.encode(blockhash(seedBlock), address(this)));
        _state.status = JobStatus.Running;
        _state.checkpoint = 1;
        _state.barrierAt = uint40(block.timestamp);
        emit JobStarted(_seed, _state.barrierAt);
    }

    function _sign(Offer memory offer) private returns (uint32 slot) {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the job takes signatures.
        _requireSignable(rules);
        if (_collateral.isPaused()) revert JobPaused();
        // Check, effect: the seller is at the next slot.
        slot = _state.signed;
        ++_state.signed;
        _take(rules, offer, slot);
        emit SellerSigned(slot, offer.seller, offer.agentKey, offer.beneficiary, offer.ask, offer.endpoint);
        if (_state.signed < rules.ranks) return slot;
        _state.status = JobStatus.Filled;
        _state.filledAt = uint40(block.timestamp);
        emit JobFilled(_state.filledAt);
        // While slots are underbid nobody knows the seed: a rank that is known could be bought.
        if (block.timestamp > _auctionEnd(rules)) _arm();
    }

    /// @dev Gives a slot to a stranger, who locks for all checkpoints.
    function _take(
        ConfigurationLib.Rules memory rules,
        Offer memory offer,
        uint32 slot
    ) private returns (Tenure storage taken) {
        taken = _enlist(rules, offer, rules.checkpoints);
        taken.signedAt = uint40(block.timestamp);
        taken.firstCheckpoint = 1;
        // Cannot lose bits: there are at most 4,096 slots.
        taken.number = uint16(slot + 1);
        _sellerOf[slot] = offer.seller;
    }

    /// @dev Takes a slot off the list; the last one's seller moves to it.
    function _vacate(uint32 slot) private {
        uint32 last = --_state.signed;
        address moved = _sellerOf[last];
        _sellerOf[slot] = moved;
        // Cannot lose bits: there are at most 4,096 slots.
        _sellers[moved].number = uint16(slot + 1);
        delete _sellerOf[last];
    }

    /// @dev A seller leaves its slot: what it has offered so far holds no longer.
    function _leave(address seller) private {
        _forget(seller);
        ++_sellers[seller].nonce;
    }

    function _arm() private {
        _state.seedBlock = uint64(block.number + 1);
        emit SeedArmed(_state.seedBlock);
    }

    function _tellUnderbid(uint16 slot, address displaced, string calldata endpoint) private {
        emit SellerUnderbid(
            slot,
            msg.sender,
            displaced,
            _agentKeyOf(msg.sender),
            _beneficiaryOf(msg.sender),
            _sellers[msg.sender].ask,
            _state.extensions,
            endpoint
        );
    }

    function _requireSignable(ConfigurationLib.Rules memory rules) private view {
        // Check: the job is open, and its sign deadline has not passed.
        if (_state.status != JobStatus.Open) revert JobNotOpen(_state.status);
        if (block.timestamp > rules.signDeadline) revert SignClosed(rules.signDeadline);
    }

    function _requireAuction(ConfigurationLib.Rules memory rules) private view {
        // Check: the job has not begun, and its auction not ended.
        if (_state.status > JobStatus.Filled) revert JobNotOpen(_state.status);
        uint256 end = _auctionEnd(rules);
        if (block.timestamp > end) revert AuctionClosed(end);
    }

    function _requireLower(uint256 ask, uint256 most, uint256 present) private pure {
        // Check: a lower ask, and low enough.
        if (ask > most || ask >= present) revert AskNotLower(ask, most);
    }

    /// @dev What the caller itself offers, now.
    function _offer(
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) private view returns (Offer memory) {
        return
            Offer({
                seller: msg.sender,
                ask: ask,
                agentKey: agentKey,
                beneficiary: beneficiary,
                endpoint: endpoint,
                nonce: 0,
                deadline: 0
            });
    }

    function _hashOf(Offer calldata offer) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    OFFER_TYPE,
                    offer.seller,
                    offer.ask,
                    offer.agentKey,
                    offer.beneficiary,
                    keccak256(bytes(offer.endpoint)),
                    offer.nonce,
                    offer.deadline
                )
            );
    }
}
