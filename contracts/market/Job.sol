// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {ICollateral} from "../interfaces/ICollateral.sol";
import {IJobAccord} from "../interfaces/IJobAccord.sol";
import {IJobAnnex} from "../interfaces/IJobAnnex.sol";
import {IJobCore} from "../interfaces/IJobCore.sol";
import {IJobSigning} from "../interfaces/IJobSigning.sol";
import {ConfigurationLib} from "../libraries/ConfigurationLib.sol";
import {PaymentLib} from "../libraries/PaymentLib.sol";
import {JobBase} from "./JobBase.sol";
import {JobRounds} from "./JobRounds.sol";

/// @title Job
/// @notice See {IJob}. Here: what all are paid, and which part of the code answers a call.
contract Job is JobRounds {
    address private immutable _signing;
    address private immutable _accord;
    address private immutable _annex;
    address private immutable _views;

    /// @param collateral The ledger that holds the money of all jobs.
    /// @param signing The code of {IJobSigning}.
    /// @param accord The code of {IJobAccord}.
    /// @param annex The code of {IJobAnnex}.
    /// @param views The code of {IJobViews}.
    constructor(
        ICollateral collateral,
        address signing,
        address accord,
        address annex,
        address views
    ) JobBase(collateral) {
        _signing = signing;
        _accord = accord;
        _annex = annex;
        _views = views;
    }

    /// @dev Calls that are not of {IJobCore} run the code of another part on this job's storage.
    // solhint-disable-next-line no-complex-fallback
    fallback() external {
        address part = _partOf(msg.sig);
        // Never returns to Solidity, so that it may write over all of its memory (as OpenZeppelin's Proxy does).
        // solhint-disable-next-line no-inline-assembly
        assembly {
            calldatacopy(0, 0, calldatasize())
            let isDone := delegatecall(gas(), part, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if isDone {
                return(0, returndatasize())
            }
            revert(0, returndatasize())
        }
    }

    /// @inheritdoc IJobCore
    function claim(uint32 id) external {
        ICollateral.Payout memory payout;
        // Check, effect: there is such a tenure, and something to pay.
        if (id >= _tenures()) revert TenureUnknown(id);
        if (!_settleUp(_rules(), id, payout)) revert NothingToClaim(id);
        // Interaction: move it.
        _collateral.pay(payout);
    }

    /// @inheritdoc IJobCore
    function claimMany(uint32[] calldata ids) external {
        ConfigurationLib.Rules memory rules = _rules();
        ICollateral.Payout[] memory payouts = new ICollateral.Payout[](ids.length);
        // Effect: all of them are paid; the payout of one that has nothing to claim moves nothing.
        for (uint256 i = 0; i < ids.length; ++i) {
            if (ids[i] < _tenures()) _settleUp(rules, ids[i], payouts[i]);
        }
        // Interaction: move it, at once.
        _collateral.payMany(rules.buyer, payouts);
    }

    /// @inheritdoc IJobCore
    function refund() external {
        ConfigurationLib.Rules memory rules = _rules();
        // Check: the job is over and the buyer has not been refunded.
        if (!_hasEnded()) revert JobNotEnded(_state.status);
        if (_state.isRefunded) revert AlreadyRefunded(rules.buyer);
        // Effect: the buyer gets the escrow of all cells that were not settled, less what slots may still claim.
        _state.isRefunded = true;
        uint256 cells = rules.ranks * rules.checkpoints - _state.paidCells;
        uint256 kept = _state.isCompensated ? _compensation(rules) * _state.signed : 0;
        uint256 amount = PaymentLib.cellEscrow(_unitPrice(rules), rules.feeBps) * cells - kept;
        emit BuyerRefunded(rules.buyer, amount);
        // Interaction: move it.
        ICollateral.Payout memory payout = _nothing();
        payout.buyer = rules.buyer;
        payout.rest = amount;
        _collateral.pay(payout);
    }

    /// @dev The part that has a call; the views also for what nobody has, which they refuse.
    function _partOf(bytes4 call) private view returns (address) {
        if (
            call == IJobSigning.sign.selector ||
            call == IJobSigning.signOffer.selector ||
            call == IJobSigning.unsign.selector ||
            call == IJobSigning.underbid.selector ||
            call == IJobSigning.lowerAsk.selector ||
            call == IJobSigning.raise.selector ||
            call == IJobSigning.cancel.selector ||
            call == IJobSigning.arm.selector ||
            call == IJobSigning.start.selector
        ) return _signing;
        if (
            call == IJobAccord.commitMany.selector ||
            call == IJobAccord.settleUnanimous.selector ||
            call == IJobAccord.settleAll.selector ||
            call == IJobAccord.terminate.selector
        ) return _accord;
        if (
            call == IJobAnnex.resign.selector ||
            call == IJobAnnex.equivocate.selector ||
            call == IJobAnnex.expel.selector ||
            call == IJobAnnex.applyFor.selector ||
            call == IJobAnnex.withdrawApplication.selector ||
            call == IJobAnnex.withdrawApplicationOf.selector ||
            call == IJobAnnex.seat.selector ||
            call == IJobAnnex.abort.selector
        ) return _annex;
        return _views;
    }
}
