// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Configuration, JobStatus} from "../types/JobTypes.sol";
import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobViews
/// @notice What can be asked of a job. See {IJob}.
interface IJobViews is IJobEvents {
    /// @notice The job's configuration, which never changes.
    function configuration() external view returns (Configuration memory);

    /// @notice Where the job stands.
    function status() external view returns (JobStatus);

    /// @notice Where the job stands, in full.
    function progress() external view returns (Progress memory);

    /// @notice The most that one seller is paid for one checkpoint, as the buyer has raised it, in the smallest unit of
    /// Hypertoken; constant once the job is filled.
    function unitPrice() external view returns (uint256);

    /// @notice Unix time in seconds until which slots are underbid, extensions included; 0: there is no auction.
    function auctionEnd() external view returns (uint256);

    /// @notice The draw of the ranks; 0 before the start.
    function seed() external view returns (bytes32);

    /// @notice The unix second that work and reveal deadlines are compared with: the block's time, or while the job is
    /// frozen the time at which it froze.
    function clock() external view returns (uint40);

    /// @notice A seller's time in the job, or its application to one; all zero but for the addresses if it has neither.
    function tenureOf(address seller) external view returns (Tenure memory);

    /// @notice The seller that a tenure belongs to; zero if there is no such tenure.
    function sellerOf(uint32 tenure) external view returns (address);

    /// @notice The rank that a slot was drawn to.
    function rankOf(uint16 slot) external view returns (uint16 rank);

    /// @notice The slot that was drawn to a rank.
    function slotOf(uint16 rank) external view returns (uint16 slot);

    /// @notice The tenure that is, or was last, at a rank.
    function tenureAt(uint16 rank) external view returns (uint32 id);

    /// @notice Where a group stands.
    function group(uint16 id) external view returns (Group memory);

    /// @notice The block whose hash draws a group's next replacement, and how many have applied.
    /// @return closeBlock 0 while no draw is armed.
    /// @return applicants Applications on the list.
    function drawOf(uint16 id) external view returns (uint64 closeBlock, uint256 applicants);

    /// @notice The word that a rank has committed or revealed last: a commitment, or tag (high 128 bits) and seal.
    function wordOf(uint16 rank) external view returns (bytes32);
}
