import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus, Movement } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, jobsOn, K, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { opened, placed, reverts } = jobsOn(connection);
const HOLD = 60;
const KAPPA = (U * 200n * 2n) / 10_000n;

// unsign
// ├── when the job is not open → reverts JobNotOpen
// ├── when the caller has no slot → reverts NoSlot
// ├── when it has held its slot for less than the hold time → reverts UnsignTooEarly
// ├── when it has taken its slot from another one, and the sign deadline has not passed → reverts UnsignTooEarly
// └── else
//     ├── gives k·C − κ back, κ to the treasury, without a strike
//     ├── given another seller has the last slot → that one moves
//     └── never lets the caller in again
describe("Job", () => {
  describe("unsign", () => {
    it("gives the collateral back but for κ, which is the treasury's", async () => {
      const run = await placed(one);
      const { sellers, Collateral, Reputation, Timelock } = run.market;
      const [seller] = sellers;
      await run.sign(seller);
      await run.time.increase(HOLD);
      const treasury = await Collateral.read.freeOf([Timelock.address]);
      await viem.assertions.emitWithArgs(run.job.write.unsign(by(seller)), run.job, "SellerUnsigned", [
        ...[0, account(seller), KAPPA],
      ]);
      const moved = await Collateral.getEvents.Moved({ job: run.address, kind: Movement.Forfeit });
      assert.deepEqual([moved[0].args.user, moved[0].args.amount], [getAddress(account(seller)), KAPPA]);
      assert.equal(await gainOf(run.market, account(seller)), -KAPPA);
      assert.equal(await Collateral.read.freeOf([Timelock.address]), treasury + KAPPA);
      assert.equal((await Reputation.read.standingOf([account(seller)]))[2], 0n);
      await run.job.write.cancel(by(run.market.buyer));
      await closes(run);
    });

    it("moves the last slot's seller to the one given back, and the next signer takes the last", async () => {
      const run = await placed(one);
      const [a, b, c, d] = run.market.sellers;
      const watcher = await Watcher.of(run);
      await run.sign(a, U - 1n);
      await run.sign(b, U - 2n);
      await run.time.increase(HOLD);
      await run.job.write.unsign(by(a));
      await watcher.check();
      assert.equal(await run.read.sellerOf([0]), getAddress(account(b)));
      assert.equal((await run.read.progress()).signed, 1);
      await run.sign(c);
      assert.equal(await run.read.sellerOf([1]), getAddress(account(c)));
      // The last one just leaves.
      await run.time.increase(HOLD);
      await run.job.write.unsign(by(c));
      await watcher.check();
      for (const wallet of [d, run.market.sellers[4]]) await run.sign(wallet);
      await run.mine(1);
      await run.job.write.start();
      for (const group of [0, 0]) await run.carry(group);
      await closes(run);
    });

    it("is for sellers that have held a slot of an open job, and once", async () => {
      const run = await placed({ ...one, checkpoints: 3 });
      const [seller, other, ...others] = run.market.sellers;
      await reverts(run, run.job.write.unsign(by(seller)), "NoSlot", [account(seller)]);
      await run.sign(seller);
      const { signedAt } = await run.read.tenureOf([account(seller)]);
      await networkHelpers.time.setNextBlockTimestamp(signedAt + HOLD - 1);
      await reverts(run, run.job.write.unsign(by(seller)), "UnsignTooEarly", [BigInt(signedAt + HOLD)]);
      await networkHelpers.time.setNextBlockTimestamp(signedAt + HOLD);
      await run.job.write.unsign(by(seller));
      await reverts(run, run.job.write.unsign(by(seller)), "NoSlot", [account(seller)]);
      await reverts(run, run.sign(seller), "SellerKnown", [account(seller)]);
      for (const wallet of [other, ...others.slice(0, 2)]) await run.sign(wallet);
      await run.time.increase(HOLD);
      await reverts(run, run.job.write.unsign(by(other)), "JobNotOpen", [JobStatus.Filled]);
      await run.mine(1);
      await run.job.write.start();
      await run.carry(0, [0]);
      await reverts(run, run.apply(seller, 0), "SellerKnown", [account(seller)]);
    });

    it("waits for the sign deadline where somebody was displaced", async () => {
      const auctionEnd = (await networkHelpers.time.latest()) + 600;
      const run = await placed({ ...one, auctionEnd });
      const [seller, rival] = run.market.sellers;
      await run.sign(seller);
      await run.underbid(rival, 0, 1n);
      await run.time.increase(HOLD);
      const deadline = run.terms.signDeadline;
      await reverts(run, run.job.write.unsign(by(rival)), "UnsignTooEarly", [BigInt(deadline + 1)]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await run.job.write.unsign(by(rival));
      await run.job.write.cancel();
      await closes(run);
    });

    it("waits for the hold time where that ends after the sign deadline", async () => {
      const run = await placed({ ...one, auctionEnd: (await networkHelpers.time.latest()) + 600 });
      const [seller, rival] = run.market.sellers;
      await run.sign(seller);
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(Math.min(deadline - 1, run.terms.auctionEnd - 1));
      await run.underbid(rival, 0, 1n);
      const notBefore = (await networkHelpers.time.latest()) + HOLD;
      assert.ok(notBefore > deadline);
      await reverts(run, run.job.write.unsign(by(rival)), "UnsignTooEarly", [BigInt(notBefore)]);
    });

    it("pause as ransom: unsign, cancel and claims go on while sign and underbid are paused", async () => {
      const { ProtocolParameters, Timelock, foundation } = await opened();
      const run = await placed({ ...one, auctionEnd: (await networkHelpers.time.latest()) + 600 });
      const [a, b, c] = run.market.sellers;
      await run.sign(a);
      await run.sign(b);
      await networkHelpers.impersonateAccount(Timelock.address);
      await networkHelpers.setBalance(Timelock.address, parseEther("1"));
      await ProtocolParameters.write.setGuardian([account(foundation)], { account: Timelock.address });
      await ProtocolParameters.write.pause(by(foundation));
      await reverts(run, run.sign(c), "JobPaused", []);
      await reverts(run, run.job.write.signOffer(await run.offer(c)), "JobPaused", []);
      await reverts(run, run.underbid(c, 0, 1n), "JobPaused", []);
      await run.time.increase(HOLD);
      await run.job.write.unsign(by(a));
      await run.job.write.cancel(by(run.market.buyer));
      await closes(run);
      const free = await run.market.Collateral.read.freeOf([account(b)]);
      await run.market.Collateral.write.withdraw([free], by(b));
    });

    it("costs at most the collateral, and a raise does not change it", async () => {
      const run = await placed({ ...one, unitPrice: U, unitCollateral: U / 10n });
      const [seller] = run.market.sellers;
      await run.sign(seller);
      await run.time.increase(HOLD);
      await viem.assertions.emitWithArgs(run.job.write.unsign(by(seller)), run.job, "SellerUnsigned", [
        ...[0, account(seller), KAPPA],
      ]);
      assert.ok(KAPPA <= 2n * (U / 10n));

      const raised = await placed(one);
      const [other] = raised.market.sellers;
      await raised.sign(other);
      await raised.job.write.raise([2n * U], by(raised.market.buyer));
      await raised.time.increase(HOLD);
      await raised.job.write.unsign(by(other));
      assert.equal(await gainOf(raised.market, account(other)), -KAPPA);
      assert.ok(KAPPA < 2n * K);
    });
  });
});
