// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {ICollateral} from "../../../contracts/interfaces/ICollateral.sol";
import {IJobAccord} from "../../../contracts/interfaces/IJobAccord.sol";
import {IJobAnnex} from "../../../contracts/interfaces/IJobAnnex.sol";
import {IJobCore} from "../../../contracts/interfaces/IJobCore.sol";
import {IJobFactory} from "../../../contracts/interfaces/IJobFactory.sol";
import {IJobSigning} from "../../../contracts/interfaces/IJobSigning.sol";
import {IProtocolParameters} from "../../../contracts/interfaces/IProtocolParameters.sol";
import {IReputation} from "../../../contracts/interfaces/IReputation.sol";
import {Offer, Standing} from "../../../contracts/types/JobTypes.sol";
import {Moves} from "./Moves.sol";

/// @notice What somebody tries who has no part in anything: calls out of turn, of anybody's functions, with junk.
abstract contract Griefs is Moves {
    function _grief() internal {
        uint256 way = _draw(10);
        if (way == 0) _dust();
        else if (way == 1) _grabFunds();
        else if (way < 4) _pretend();
        else if (way < 6) _hurry();
        else _forge();
    }

    function _dust() private {
        uint256 amount = _between(1, 1_000);
        donated += amount;
        _must(deals.length, griefer, address(token), abi.encodeCall(IERC20.transfer, (address(collateral), amount)));
    }

    /// @dev What only a job, the factory or Reputation may tell Collateral, and only Collateral Reputation.
    function _grabFunds() private {
        ICollateral.Payout memory payout;
        payout.seller = payout.beneficiary = payout.buyer = griefer;
        payout.rest = 1;
        Standing memory least;
        address victim = actors[_draw(actors.length)];
        bytes[8] memory tries = [
            abi.encodeCall(ICollateral.pay, (payout)),
            abi.encodeCall(ICollateral.fund, (victim, 1)),
            abi.encodeCall(ICollateral.lock, (victim, 1, least)),
            abi.encodeCall(ICollateral.open, (griefer, jobCode, true, victim, 1)),
            abi.encodeCall(ICollateral.depositFor, (victim, 1)),
            abi.encodeCall(ICollateral.connect, (factory, reputation)),
            abi.encodeCall(ICollateral.fixBackerShare, (victim)),
            abi.encodeCall(ICollateral.conclude, (victim, IReputation.BuyerOutcome.Aborted))
        ];
        _refused(address(collateral), tries[_draw(8)]);
        bytes[4] memory books = [
            abi.encodeCall(IReputation.bookEarnings, (griefer, griefer, 1, 1e18, 1e18)),
            abi.encodeCall(IReputation.bookFault, (victim, griefer, 1e18)),
            abi.encodeCall(IReputation.bookOutcome, (victim, griefer, IReputation.BuyerOutcome.Aborted)),
            abi.encodeCall(IReputation.fixBackerShare, (victim, griefer))
        ];
        _refused(address(reputation), books[_draw(4)]);
        bytes memory rule = abi.encodeCall(IProtocolParameters.set, (IProtocolParameters.Parameter.FeeBps, 100));
        _refused(address(parameters), rule);
        _refused(address(factory), abi.encodeCall(IJobFactory.list, (jobCode, false)));
    }

    /// @dev What only a job's buyer and its sellers may.
    function _pretend() private {
        if (!_hasDeal()) return;
        bytes[10] memory tries = [
            abi.encodeCall(IJobSigning.sign, (1, address(0), address(0), "")),
            abi.encodeCall(IJobSigning.unsign, ()),
            abi.encodeCall(IJobSigning.underbid, (0, 1, address(0), address(0), "")),
            abi.encodeCall(IJobSigning.lowerAsk, (1)),
            abi.encodeCall(IJobSigning.raise, (20e18)),
            abi.encodeCall(IJobAccord.terminate, ()),
            abi.encodeCall(IJobAnnex.resign, (_anyRank())),
            abi.encodeCall(IJobAnnex.applyFor, (_anyGroup(), 1, address(0), address(0), "")),
            abi.encodeCall(IJobAnnex.withdrawApplication, ()),
            abi.encodeCall(IJobCore.commit, (_anyRank(), _job().progress().checkpoint, 0, keccak256("junk")))
        ];
        _refused(address(_job()), tries[_draw(10)]);
    }

    /// @dev What anybody may, though not at any time.
    function _hurry() private {
        if (!_hasDeal()) return;
        bytes[9] memory tries = [
            abi.encodeCall(IJobSigning.arm, ()),
            abi.encodeCall(IJobSigning.start, ()),
            abi.encodeCall(IJobSigning.cancel, ()),
            abi.encodeCall(IJobAnnex.abort, ()),
            abi.encodeCall(IJobAnnex.seat, (_anyGroup())),
            abi.encodeCall(IJobAnnex.withdrawApplicationOf, (_anySeller())),
            abi.encodeCall(IJobCore.settle, (_anyGroup(), keccak256("junk"))),
            abi.encodeCall(IJobCore.claim, (uint32(_draw(12)))),
            abi.encodeCall(IJobCore.refund, ())
        ];
        _call(griefer, tries[_draw(9)]);
    }

    /// @dev Nobody has signed this, or revealed it.
    function _forge() private {
        if (!_hasDeal()) return;
        uint16[] memory ranks = new uint16[](_between(1, 3));
        for (uint256 i = 0; i < ranks.length; ++i) ranks[i] = _anyRank();
        bytes32[] memory words = new bytes32[](ranks.length);
        bytes[] memory signatures = new bytes[](ranks.length);
        bytes memory junk = abi.encodePacked(keccak256("r"), bytes32(uint256(1)), uint8(27 + _draw(2)));
        for (uint256 i = 0; i < ranks.length; ++i) signatures[i] = _in100(50) ? junk : bytes("");
        Offer memory offer = Offer(_anySeller(), 1, address(0), griefer, "", 0, type(uint40).max);
        bytes[7] memory tries = [
            abi.encodeCall(IJobCore.present, (ranks, signatures)),
            abi.encodeCall(IJobCore.reveal, (ranks[0], bytes16("tag"), bytes16("seal"), 0, 0)),
            abi.encodeCall(IJobAccord.settleUnanimous, (_anyGroup(), keccak256("junk"), signatures)),
            abi.encodeCall(IJobAccord.settleAll, (uint16(_between(1, 5)), words, signatures)),
            abi.encodeCall(IJobAnnex.equivocate, (ranks[0], bytes32("one"), junk, bytes32("other"), junk)),
            abi.encodeCall(IJobAnnex.expel, (ranks[0], bytes32("evidence"), ranks, signatures)),
            abi.encodeCall(IJobSigning.signOffer, (offer, junk))
        ];
        _refused(address(_job()), tries[_draw(7)]);
        // One that has committed is skipped: nothing happens then.
        _call(griefer, abi.encodeCall(IJobAccord.commitMany, (ranks, words, signatures)));
    }

    function _refused(address target, bytes memory data) private {
        _never(_hasDeal() ? _last() : 0, griefer, target, data);
        _saw("refused to the griefer");
    }

    /// @dev Also some that there are not.
    function _anyRank() private returns (uint16) {
        return uint16(_draw(_size(deals[_last()]) + 1));
    }

    function _anyGroup() private returns (uint16) {
        return uint16(_draw(deals[_last()].terms.groups + 1));
    }
}
