// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {JobStatus, Verdict} from "../types/JobTypes.sol";
import {JobBase} from "./JobBase.sol";

/// @title JobMoney
/// @notice What a tenure is paid and what a fault takes, in whole cells (docs/spec/job.md §2).
///
/// @dev A settlement writes nothing for those that stay: whoever keeps its place was honest in every checkpoint since its
/// first, so that its cells follow from the last one its group has settled.
abstract contract JobMoney is JobBase {
    /// @dev Ends a tenure by a fault.
    function _fault(ConfigurationLib.Rules memory rules, uint256 rank, Verdict verdict) internal {
        ICollateral.Payout memory payout;
        _endTenure(rules, rank, verdict, payout);
        // Interaction: what it has earned is paid, and the price taken.
        _collateral.pay(payout);
    }

    /// @dev Ends a tenure by a fault: books what it has earned, and the price.
    /// @param payout Filled in with both.
    function _endTenure(
        ConfigurationLib.Rules memory rules,
        uint256 rank,
        Verdict verdict,
        ICollateral.Payout memory payout
    ) internal {
        uint32 id = _tenureAt(rank, rules);
        address seller = _sellerOf[id];
        Tenure storage faulted = _sellers[seller];
        uint16 checkpoint = _state.checkpoint;
        // Collateral stands for the last checkpoints of the job: all of it may remain, never more than the checkpoints.
        uint256 cells = rules.checkpoints - checkpoint + 1;
        if (cells > faulted.lockedCells) cells = faulted.lockedCells;
        // Accusers are no proof: an expulsion costs what silence costs.
        if (verdict == Verdict.Missed || verdict == Verdict.Expelled) cells = PaymentLib.missedCells(cells);
        if (verdict == Verdict.Delayed) cells = 1;
        // Effect: the tenure is over.
        faulted.endCheckpoint = checkpoint;
        faulted.forfeitedCells = uint16(cells);
        uint256 amount = rules.unitCollateral * cells;
        emit SellerFaulted(id, seller, checkpoint, uint16(rank / rules.replication), uint16(rank), verdict, amount);
        _settleUp(rules, id, payout);
        payout.forfeited = amount;
        payout.isStrike = verdict != Verdict.Delayed;
    }

    /// @dev Books what is due to a tenure; false if that is nothing.
    /// @param payout Filled in with it.
    function _settleUp(
        ConfigurationLib.Rules memory rules,
        uint32 id,
        ICollateral.Payout memory payout
    ) internal returns (bool) {
        (uint16 cells, bool closes) = _fillPayout(rules, id, payout);
        if (cells == 0 && !closes) return false;
        // Effect: these cells are paid, and after the end nothing is left.
        Tenure storage paid = _sellers[payout.seller];
        paid.paidCells += cells;
        paid.isClosed = closes;
        emit SellerPaid(
            id,
            payout.seller,
            cells,
            payout.earned,
            payout.fee,
            payout.rest,
            payout.collateral,
            payout.compensation,
            closes
        );
        return true;
    }

    function _fillPayout(
        ConfigurationLib.Rules memory rules,
        uint32 id,
        ICollateral.Payout memory payout
    ) private view returns (uint16 cells, bool closes) {
        address seller = _sellerOf[id];
        Tenure storage due = _sellers[seller];
        if (due.isClosed) return (0, false);
        closes = _hasEnded() || due.endCheckpoint != 0;
        uint256 earned = _earnedCells(rules, due);
        cells = uint16(earned - due.paidCells);
        payout.seller = seller;
        payout.beneficiary = _beneficiaryOf(seller);
        payout.buyer = rules.buyer;
        payout.cells = cells;
        // Whatever settles a checkpoint has the word of a quorum of honest replicas.
        payout.isVerified = rules.quorum > 1;
        payout.earned = cells * uint256(due.ask);
        payout.fee = cells * PaymentLib.feeDown(due.ask, rules.feeBps);
        // Not below zero: the ask is at most the unit price.
        payout.rest = cells * PaymentLib.cellEscrow(_unitPrice(rules), rules.feeBps) - payout.earned - payout.fee;
        payout.collateral = rules.unitCollateral * _cellsBack(rules, due, earned, closes);
        if (_state.status == JobStatus.Cancelled && _state.isCompensated) {
            uint256 compensation = _compensation(rules);
            if (_state.endedAt - due.signedAt >= rules.holdSeconds) payout.compensation = compensation;
            else payout.rest = compensation;
        }
    }

    /// @dev Settled checkpoints that a tenure has worked for.
    function _earnedCells(ConfigurationLib.Rules memory rules, Tenure storage due) private view returns (uint256) {
        uint256 end = due.endCheckpoint;
        if (end == 0 && _state.checkpoint != 0) {
            Group memory current;
            _readGroup(current, _rankOf(due, rules) / rules.replication, rules.replication);
            end = current.isSettled ? current.checkpoint + 1 : current.checkpoint;
        }
        return end > due.firstCheckpoint ? end - due.firstCheckpoint : 0;
    }

    /// @dev Cells of collateral that return with the cells not paid yet; with all the rest at the end.
    function _cellsBack(
        ConfigurationLib.Rules memory rules,
        Tenure storage due,
        uint256 earned,
        bool closes
    ) private view returns (uint256) {
        // A replacement may enter one checkpoint earlier than its collateral stands for: that cell returns none.
        uint256 unbacked = rules.checkpoints + 1 - due.firstCheckpoint - due.lockedCells;
        uint256 before = due.paidCells > unbacked ? due.paidCells - unbacked : 0;
        if (closes) return due.lockedCells - due.forfeitedCells - before;
        return (earned > unbacked ? earned - unbacked : 0) - before;
    }
}
