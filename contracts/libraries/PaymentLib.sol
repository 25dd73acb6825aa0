// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title PaymentLib
/// @notice Money of a job, in whole cells: one cell is one seller's work for one checkpoint. Nothing is ever divided among
/// cells, so no dust remains (docs/spec/job.md §2).
library PaymentLib {
    uint256 internal constant BPS = 10_000;

    /// @notice The treasury's fee on a price, rounded down: the payer keeps the dust.
    /// @param price In the smallest unit of Hypertoken.
    /// @param feeBps In basis points.
    function feeDown(uint256 price, uint256 feeBps) internal pure returns (uint256) {
        return (price * feeBps) / BPS;
    }

    /// @notice Escrow of one cell: price and fee, in the smallest unit of Hypertoken.
    function cellEscrow(uint256 unitPrice, uint256 feeBps) internal pure returns (uint256) {
        return unitPrice + feeDown(unitPrice, feeBps);
    }

    /// @notice What each seller is due for the buyer's early cancel, rounded down per checkpoint, never above its collateral.
    /// @return In the smallest unit of Hypertoken.
    function compensationDown(
        uint256 unitPrice,
        uint256 unitCollateral,
        uint256 cancelBps,
        uint256 checkpoints
    ) internal pure returns (uint256) {
        uint256 perCheckpoint = (unitPrice * cancelBps) / BPS;
        return (perCheckpoint < unitCollateral ? perCheckpoint : unitCollateral) * checkpoints;
    }

    /// @notice Cells of collateral that a missed checkpoint costs: half of those that remain, rounded up, at least two.
    /// @param remaining Cells that remain, the one in flight included.
    function missedCells(uint256 remaining) internal pure returns (uint256) {
        uint256 half = (remaining + 1) / 2;
        if (half < 2) half = 2;
        return half < remaining ? half : remaining;
    }
}
