// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

import {PaymentLib} from "../../../contracts/libraries/PaymentLib.sol";
import {Claims} from "../helpers/Claims.sol";

/// @notice Money of cells for any price below the token's supply and any fee that a vote can set.
contract PaymentLibTest is Claims {
    uint256 private constant MOST = 100_000_000e18;

    function testFuzz_a_fee_is_its_share_rounded_down(uint256 price, uint256 feeBps) external pure {
        (price, feeBps) = (_within(price, 1, MOST), _within(feeBps, 1, 500));
        uint256 fee = PaymentLib.feeDown(price, feeBps);
        _true("at most its share", fee * 10_000 <= price * feeBps);
        _true("a unit more is more", (fee + 1) * 10_000 > price * feeBps);
    }

    function testFuzz_a_cell_is_split_without_dust(
        uint256 unit,
        uint256 ask,
        uint256 feeBps,
        uint256 share
    ) external pure {
        (unit, feeBps, share) = (_within(unit, 1, MOST), _within(feeBps, 1, 500), _within(share, 0, 5_000));
        ask = _within(ask, 0, unit);
        uint256 escrow = PaymentLib.cellEscrow(unit, feeBps);
        uint256 spent = ask + PaymentLib.feeDown(ask, feeBps);
        // What the job subtracts without a look.
        _true("the buyer gets nothing or more", escrow >= spent);
        uint256 backers = PaymentLib.feeDown(ask, share);
        _true("half stays with the seller", backers * 2 <= ask);
        _equal("all parts", (ask - backers) + backers + (spent - ask) + (escrow - spent), escrow);
    }

    function testFuzz_a_raise_funds_what_cells_cost_more(uint256 before, uint256 more, uint256 feeBps) external pure {
        (before, feeBps) = (_within(before, 1, MOST / 2), _within(feeBps, 1, 500));
        more = _within(more, 1, MOST / 2);
        uint256 funded = PaymentLib.cellEscrow(before + more, feeBps) - PaymentLib.cellEscrow(before, feeBps);
        _true("the difference of prices at least", funded >= more);
        // Two roundings.
        uint256 fee = PaymentLib.feeDown(more, feeBps);
        _true("and its fee, to a unit", funded - more >= fee && funded - more <= fee + 1);
    }

    function testFuzz_a_compensation_is_never_above_the_collateral(
        uint256 price,
        uint256 collateral,
        uint256 cancelBps,
        uint256 checkpoints
    ) external pure {
        (price, cancelBps, checkpoints) = (
            _within(price, 1, MOST),
            _within(cancelBps, 0, 1_000),
            _within(checkpoints, 1, 1_024)
        );
        collateral = _within(collateral, (price + 9) / 10, price * 10);
        uint256 paid = PaymentLib.compensationDown(price, collateral, cancelBps, checkpoints);
        uint256 share = (price * cancelBps) / 10_000;
        _equal("per checkpoint", paid, (share < collateral ? share : collateral) * checkpoints);
        _true("what a seller has locked", paid <= collateral * checkpoints);
        _true("a tenth of the price", paid * 10 <= price * checkpoints);
    }

    function testFuzz_silence_costs_half_of_what_remains(uint256 remaining) external pure {
        remaining = _within(remaining, 1, 1_024);
        uint256 cells = PaymentLib.missedCells(remaining);
        _true("not more than remains", cells <= remaining);
        if (remaining < 3) _equal("all of little", cells, remaining);
        else _true("half, rounded up, and two", cells >= 2 && cells * 2 >= remaining && cells * 2 <= remaining + 1);
        if (remaining > 1) _true("never less for more", PaymentLib.missedCells(remaining - 1) <= cells);
    }
}
