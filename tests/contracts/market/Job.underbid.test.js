import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { PURSE } from "../helpers/market.js";
import { closes, jobsOn, K, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { opened, placed, reverts, status } = jobsOn(connection);
const AUCTION = 600;
const EXTENSION = 60;
const under = (ask) => (ask * 95n) / 100n;

/** A job of one group with an auction. */
async function auctioned(changes) {
  await opened();
  return placed({ ...one, auctionEnd: (await networkHelpers.time.latest()) + AUCTION, ...changes });
}

/** The same with all slots taken, and a second before the end of its auction minus so many seconds. */
async function filled(left = EXTENSION) {
  const run = await (await auctioned()).fill();
  await run.time.increaseTo(run.terms.auctionEnd - left - 1);
  return run;
}

// underbid
// ├── when the job is neither open nor filled → reverts JobNotOpen
// ├── when the auction has ended, or there is none → reverts AuctionClosed
// ├── when the job is open and the sign deadline has passed → reverts SignClosed
// ├── when nobody has the slot → reverts SlotUnknown
// ├── when the ask is above 95 hundredths of the old one, or not below it → reverts AskNotLower
// ├── when the caller may not sign → reverts as sign does
// └── else
//     ├── the caller has the slot and has locked k·C, the displaced one has its own k·C free
//     ├── the displaced one may sign and underbid again
//     └── given less than 60 seconds are left → the auction is 60 seconds longer, 10 times at most
describe("Job", () => {
  describe("underbid", () => {
    it("gives the slot to whoever asks for 95 hundredths, and the displaced one its collateral", async () => {
      const run = await auctioned();
      const { sellers, Collateral } = run.market;
      const [seller, rival, key, cold] = sellers;
      await run.sign(seller);
      const watcher = await Watcher.of(run);
      await viem.assertions.emitWithArgs(
        run.underbid(rival, 0, under(U), account(key), account(cold)),
        run.job,
        "SellerUnderbid",
        [0, ...[rival, seller, key, cold].map(account), under(U), 0, "host:2"],
      );
      await watcher.check();
      assert.equal(await Collateral.read.freeOf([account(seller)]), PURSE);
      assert.equal(await Collateral.read.freeOf([account(rival)]), PURSE - 2n * K);
      assert.equal(await run.read.sellerOf([0]), getAddress(account(rival)));
      assert.equal((await run.read.progress()).signed, 1);
      const { number, nonce, isUnderbid } = await run.read.tenureOf([account(rival)]);
      assert.deepEqual([number, nonce, isUnderbid], [1, 0, true]);
    });

    it("goes on while the job is filled, and pays what was asked at last", async () => {
      const run = await (await auctioned()).fill();
      const [a, b, c, d] = run.market.sellers;
      await run.underbid(d, 1, 4n);
      // Displaced, it comes back, at another slot and under its own old price.
      await run.underbid(b, 0, under(U));
      await run.underbid(a, 2, 5n);
      const now = await Promise.all([0, 1, 2].map((slot) => run.read.sellerOf([slot])));
      assert.deepEqual(
        now.map((seller) => seller.toLowerCase()),
        [b, d, a].map(account),
      );
      await run.time.increaseTo(run.terms.auctionEnd + 1);
      await run.job.write.arm();
      await run.mine(1);
      await run.job.write.start();
      await run.carry(0);
      await run.carry(0);
      await closes(run);
      const gains = await Promise.all([a, b, c, d].map((who) => gainOf(run.market, account(who))));
      assert.deepEqual(gains, [10n, 2n * under(U), 0n, 8n]);
    });

    it("needs a slot, a stranger and a lower ask", async () => {
      const run = await auctioned();
      const { buyer, sellers } = run.market;
      const [seller, other, rival] = sellers;
      await reverts(run, run.underbid(rival, 0, 1n), "SlotUnknown", [0n, 0n]);
      await run.sign(seller);
      await run.sign(other);
      await reverts(run, run.underbid(rival, 2, 1n), "SlotUnknown", [2n, 2n]);
      await reverts(run, run.underbid(rival, 0, under(U) + 1n), "AskNotLower", [under(U) + 1n, under(U)]);
      await reverts(run, run.underbid(other, 0, 1n), "SellerKnown", [account(other)]);
      await reverts(run, run.underbid(seller, 0, 1n), "SellerKnown", [account(seller)]);
      await reverts(run, run.underbid(buyer, 0, 1n), "SellerIsBuyer", [account(buyer)]);
      await reverts(
        run,
        run.job.write.underbid([0, 1n, zeroAddress, zeroAddress, "x".repeat(129)], by(rival)),
        "EndpointTooLong",
        [129n, 128n],
      );
      await run.market.Collateral.write.withdraw([PURSE - 2n * K + 1n], by(rival));
      await viem.assertions.revertWithCustomErrorWithArgs(
        run.underbid(rival, 0, 1n),
        run.market.Collateral,
        "CollateralShort",
        [2n * K - 1n, 2n * K],
      );
    });

    it("rounds the 95 hundredths down, to an ask of nothing that nobody underbids", async () => {
      const run = await auctioned();
      const [seller, rival] = run.market.sellers;
      await run.sign(seller, 21n);
      await reverts(run, run.underbid(rival, 0, 20n), "AskNotLower", [20n, 19n]);
      await run.underbid(rival, 0, 19n);
      await run.underbid(seller, 0, 1n);
      await run.underbid(rival, 0, 0n);
      await reverts(run, run.underbid(seller, 0, 0n), "AskNotLower", [0n, 0n]);
    });

    it("ends with the sign deadline while slots are free", async () => {
      const time = await networkHelpers.time.latest();
      const run = await auctioned({ signDeadline: time + 300 });
      const [seller, rival] = run.market.sellers;
      await run.sign(seller);
      await networkHelpers.time.setNextBlockTimestamp(time + 300);
      await run.underbid(rival, 0, under(U));
      await reverts(run, run.underbid(seller, 0, 1n), "SignClosed", [BigInt(time + 300)]);
    });

    it("ends with the auction, and never begins without one", async () => {
      const run = await filled(0);
      const [, , , rival, another] = run.market.sellers;
      await run.underbid(rival, 0, under(U));
      const end = run.terms.auctionEnd + EXTENSION;
      assert.equal(await run.read.auctionEnd(), BigInt(end));
      await networkHelpers.time.setNextBlockTimestamp(end + 1);
      await reverts(run, run.underbid(another, 1, 1n), "AuctionClosed", [BigInt(end)]);

      const without = await (await placed(one)).fill();
      await reverts(without, without.underbid(rival, 0, 1n), "AuctionClosed", [0n]);
      await without.mine(1);
      await without.job.write.start();
      await reverts(without, without.underbid(rival, 0, 1n), "JobNotOpen", [JobStatus.Running]);
    });

    it("makes the auction longer in its last moments, ten times at most", async () => {
      const run = await filled();
      const [, , , ...rivals] = run.market.sellers;
      let ask = U;
      const next = async (slot) => run.underbid(rivals.shift(), slot, (ask = under(ask)));
      // With 60 seconds left there is time enough.
      await next(0);
      assert.equal((await run.read.progress()).extensions, 0);
      for (let i = 1; i <= 10; ++i) {
        await next(0);
        assert.equal(await run.read.auctionEnd(), BigInt(run.terms.auctionEnd + i * EXTENSION));
        await run.time.increaseTo((await run.read.auctionEnd()) - 10n);
      }
      await next(0);
      assert.equal((await run.read.progress()).extensions, 10);
      const end = await run.read.auctionEnd();
      await networkHelpers.time.setNextBlockTimestamp(end + 1n);
      await reverts(run, run.underbid(rivals.shift(), 1, 1n), "AuctionClosed", [end]);
      await (await Watcher.of(run)).check();
    });
  });

  // lowerAsk
  // ├── when the job is neither open nor filled, or the auction has ended → reverts JobNotOpen, AuctionClosed
  // ├── when the caller has no slot → reverts NoSlot
  // ├── when the ask is not lower → reverts AskNotLower
  // └── else → it is paid less, and is underbid from there
  describe("lowerAsk", () => {
    it("lowers a seller's own ask, and with it what a rival must ask", async () => {
      const run = await auctioned();
      const [seller, rival] = run.market.sellers;
      await run.sign(seller);
      await viem.assertions.emitWithArgs(run.job.write.lowerAsk([100n], by(seller)), run.job, "AskLowered", [
        ...[0, account(seller), 100n],
      ]);
      await reverts(run, run.underbid(rival, 0, 96n), "AskNotLower", [96n, 95n]);
      await (await Watcher.of(run)).check();
    });

    it("is a seller's, for less, until the auction ends", async () => {
      const run = await filled();
      const [seller, , , stranger] = run.market.sellers;
      await reverts(run, run.job.write.lowerAsk([1n], by(stranger)), "NoSlot", [account(stranger)]);
      await reverts(run, run.job.write.lowerAsk([U], by(seller)), "AskNotLower", [U, U]);
      await networkHelpers.time.setNextBlockTimestamp(run.terms.auctionEnd);
      await run.job.write.lowerAsk([U - 1n], by(seller));
      await reverts(run, run.job.write.lowerAsk([U - 2n], by(seller)), "AuctionClosed", [BigInt(run.terms.auctionEnd)]);
      await run.job.write.arm();
      await run.mine(1);
      await run.job.write.start();
      await reverts(run, run.job.write.lowerAsk([1n], by(seller)), "JobNotOpen", [JobStatus.Running]);
    });
  });

  describe("arm, start, cancel of a job with an auction", () => {
    it("rank for sale while the seed is known: no seed is chosen before the last slot is certain", async () => {
      const run = await filled();
      const { seedBlock } = await run.read.progress();
      assert.equal(seedBlock, 0n);
      const end = BigInt(run.terms.auctionEnd);
      await reverts(run, run.job.write.arm(), "AuctionOpen", [end]);
      await reverts(run, run.job.write.start(), "SeedNotReady", [0n]);
      await networkHelpers.time.setNextBlockTimestamp(end);
      await reverts(run, run.job.write.arm(), "AuctionOpen", [end]);
      await networkHelpers.time.setNextBlockTimestamp(end + 1n);
      await run.job.write.arm();
      const [seller, , , rival] = run.market.sellers;
      // From here on the seed can be known; no slot changes hands, nor price.
      await reverts(run, run.underbid(rival, 0, 1n), "AuctionClosed", [end]);
      await reverts(run, run.job.write.lowerAsk([1n], by(seller)), "AuctionClosed", [end]);
      await reverts(run, run.job.write.unsign(by(seller)), "JobNotOpen", [JobStatus.Filled]);
      await reverts(run, run.sign(rival), "JobNotOpen", [JobStatus.Filled]);
      await run.mine(1);
      await run.job.write.start();
    });

    it("grinding the seed: it is of one block, fixed before it is mined, whoever arms or starts, and when", async () => {
      const run = await filled(0);
      const [first, second] = run.market.sellers;
      await run.time.increase(2);
      await run.job.write.arm(by(first));
      const { seedBlock } = await run.read.progress();
      assert.equal(seedBlock, BigInt(await run.time.latestBlock()) + 1n);
      await reverts(run, run.job.write.arm(by(second)), "SeedStillArmed", [seedBlock]);
      const seeds = [];
      const snapshot = await networkHelpers.takeSnapshot();
      for (const [starter, blocks] of [
        [first, 1],
        [second, 1],
        [second, 200],
      ]) {
        // Snapshots are used up by going back to them; block hashes are the same afterwards.
        await run.mine(blocks);
        await run.job.write.start(by(starter));
        seeds.push(await run.read.seed());
        await snapshot.restore();
      }
      assert.equal(seeds[1], seeds[0]);
      assert.equal(seeds[2], seeds[0]);
    });

    it("second draw by not starting: while the hash can be had anyone starts, and nobody arms again", async () => {
      const run = await filled(0);
      await run.time.increase(2);
      await run.job.write.arm();
      const { seedBlock } = await run.read.progress();
      // The last block in which the first draw still counts.
      await run.mine(255);
      await reverts(run, run.job.write.arm(), "SeedStillArmed", [seedBlock]);
      await run.job.write.start(by(run.market.sellers[5]));
      await status(run, "Running");
    });

    it("arms at once when the auction ended before the last signature", async () => {
      const run = await auctioned();
      await run.time.increaseTo(run.terms.auctionEnd + 1);
      await run.fill();
      const { seedBlock } = await run.read.progress();
      assert.equal(seedBlock, BigInt(await run.time.latestBlock()) + 1n);
    });

    it("is cancelled for all when the recruit window after the auction is over", async () => {
      const run = await filled(0);
      await run.underbid(run.market.sellers[4], 0, under(U));
      const last = run.terms.auctionEnd + EXTENSION + run.terms.recruitSeconds;
      await networkHelpers.time.setNextBlockTimestamp(last);
      await reverts(run, run.job.write.cancel(by(run.market.buyer)), "CancelTooEarly", [BigInt(last) + 1n]);
      await networkHelpers.time.setNextBlockTimestamp(last + 1);
      await run.job.write.cancel();
      await closes(run);
      for (const who of run.market.sellers.slice(0, 5)) assert.equal(await gainOf(run.market, account(who)), 0n);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
    });
  });
});
