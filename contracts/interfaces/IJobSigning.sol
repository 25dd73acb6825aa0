// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Offer} from "../types/JobTypes.sol";
import {IJobEvents} from "./IJobEvents.sol";

/// @title IJobSigning
/// @notice A job before its ranks are drawn: from the first signature to the start, or to the cancel. See {IJob}.
interface IJobSigning is IJobEvents {
    /// @notice Signs the job at an ask per checkpoint and locks the caller's collateral for all checkpoints.
    ///
    /// @dev Emits a {SellerSigned} event; for the last slot also {JobFilled}, and {SeedArmed} unless an auction goes on.
    ///
    /// Requirements:
    /// - The job must be open, the sign deadline not have passed, and sign not be paused.
    /// - The caller must not be the buyer, nor have a slot, nor have given one back; it must trust the job's
    ///   implementation, and reach the least stake, the least points and the most strikes of the terms.
    /// - `ask` must be at most the unit price, `endpoint` at most 128 bytes.
    /// - The caller's free balance must cover k·C.
    ///
    /// @param ask Price per checkpoint, in the smallest unit of Hypertoken.
    /// @param agentKey The key that acts and signs for the caller in this job; zero for the caller itself.
    /// @param beneficiary The account that earnings go to; zero for the caller itself. Collateral always returns to the
    /// caller.
    /// @param endpoint Where the peers of this job reach the seller.
    /// @return slot The caller's slot, counted from 0, which is its tenure's number from the start on.
    function sign(
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external returns (uint32 slot);

    /// @notice Signs the job for a seller that has offered it; anyone may bring the offer.
    ///
    /// @dev Emits the events of {sign}.
    ///
    /// Notes:
    /// - The seller signs the EIP-712 struct `Offer(address seller,uint96 ask,address agentKey,address beneficiary,string
    ///   endpoint,uint256 nonce,uint40 deadline)` in the domain (`Hypernet`, `1`, chain id, the job's address).
    /// - The nonce is the number of times that the seller has left a slot of this job (`tenureOf(seller).nonce`): as soon
    ///   as it is displaced, or unsigns, no offer made before holds any more.
    ///
    /// Requirements:
    /// - As {sign}, for the seller named.
    /// - The deadline must not have passed, the nonce be the seller's, and the signature its own, not its agent key's.
    ///
    /// @param signature 65 bytes r, s, v.
    /// @return slot The seller's slot.
    function signOffer(Offer calldata offer, bytes calldata signature) external returns (uint32 slot);

    /// @notice Gives the caller's slot back, for good. That costs ⌊u₀·cancelBps/10⁴⌋·C, at most k·C, with u₀ the unit price
    /// at `place`; it goes to the treasury.
    ///
    /// @dev Emits a {SellerUnsigned} event.
    ///
    /// Notes:
    /// - Slots stay without gaps: the seller of the last slot moves to the one given back.
    ///
    /// Requirements:
    /// - The job must be open, and the caller have a slot, held for the hold time at least.
    /// - If the caller has taken it by {underbid}, the sign deadline must have passed.
    function unsign() external;

    /// @notice Takes a slot from its seller at an ask of at most 95 hundredths of that seller's; its collateral is free at
    /// once, and it may sign or underbid again.
    ///
    /// @dev Emits a {SellerUnderbid} event.
    ///
    /// Notes:
    /// - In the last 60 seconds of the auction it extends it by 60 seconds, at most 10 times in all.
    ///
    /// Requirements:
    /// - The job must be open, and the sign deadline not have passed; or be filled. Its auction must not have ended, and
    ///   underbid not be paused.
    /// - `slot` must be taken, and 100·`ask` be at most 95 times its seller's ask, and less than that.
    /// - As {sign} of the caller, its ask, its balance and its endpoint.
    ///
    /// @param slot The slot, counted from 0.
    /// @param ask As for {sign}.
    /// @param agentKey As for {sign}.
    /// @param beneficiary As for {sign}.
    /// @param endpoint As for {sign}.
    function underbid(
        uint16 slot,
        uint96 ask,
        address agentKey,
        address beneficiary,
        string calldata endpoint
    ) external;

    /// @notice Lowers the caller's ask, in the smallest unit of Hypertoken.
    ///
    /// @dev Emits an {AskLowered} event.
    ///
    /// Requirements:
    /// - The job must be open or filled, and its auction not have ended.
    /// - The caller must have a slot, and ask for less than before.
    function lowerAsk(uint96 ask) external;

    /// @notice Raises the unit price, in the smallest unit of Hypertoken, and funds the difference for every cell.
    ///
    /// @dev Emits a {PriceRaised} event.
    ///
    /// Notes:
    /// - From the last signature on the price is constant.
    ///
    /// Requirements:
    /// - The caller must be the buyer, the job be open, and the sign deadline not have passed.
    /// - `unitPrice` must be above the present one, and at most 10·k.
    /// - The buyer must trust the job's implementation and have ((u' + f(u')) − (u + f(u)))·n·C free.
    function raise(uint96 unitPrice) external;

    /// @notice Ends the job before it starts. Everybody gets back what it brought.
    ///
    /// @dev Emits a {JobCancelled} event.
    ///
    /// Notes:
    /// - Compensation: while the job is open and the sign deadline has not passed, each seller that has held its slot for
    ///   the hold time is due ⌊u₀·cancelBps/10⁴⌋·C of the buyer's escrow, at most k·C, with u₀ the unit price at `place`.
    ///
    /// Requirements:
    /// - Open: the caller must be the buyer, or the sign deadline have passed.
    /// - Filled: the recruit window must have passed since the last signature and the end of the auction.
    function cancel() external;

    /// @notice Chooses the next block as the one whose hash draws the ranks.
    ///
    /// @dev Emits a {SeedArmed} event.
    ///
    /// Requirements:
    /// - The job must be filled, and its auction have ended.
    /// - No block must have been chosen before, or its hash be gone.
    function arm() external;

    /// @notice Draws the ranks and begins checkpoint 1.
    ///
    /// @dev Emits a {JobStarted} event.
    ///
    /// Requirements:
    /// - The job must be filled, and a block follow the seed block, whose hash must not be gone.
    function start() external;
}
