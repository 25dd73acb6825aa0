import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus, Movement } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { PURSE } from "../helpers/market.js";
import { closes, jobsOn, K, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { placed, reverts } = jobsOn(connection);
const fee = (price) => price / 100n;

// raise
// ├── when the caller is not the buyer → reverts BuyerUnauthorized
// ├── when the job is not open, or the sign deadline has passed → reverts JobNotOpen, SignClosed
// ├── when the price is not above the present one, or above 10·k → reverts PriceOutOfRange
// ├── when the buyer does not trust the code, or has too little free → reverts
// └── else
//     ├── funds the difference for every cell
//     ├── sellers may ask for the new price, and get what they ask
//     ├── the rest, and the refund, are counted from the new price
//     └── κ stays that of the price at place
describe("Job", () => {
  describe("raise", () => {
    it("funds the difference, with its fee, for every cell", async () => {
      const run = await placed(one);
      const { buyer, Collateral } = run.market;
      const more = U + 7n;
      const funded = (more + fee(more) - U - fee(U)) * 6n;
      const before = await run.balance();
      await viem.assertions.emitWithArgs(run.job.write.raise([more], by(buyer)), run.job, "PriceRaised", [
        ...[more, funded],
      ]);
      const [{ args }] = await Collateral.getEvents.Moved({ job: run.address, kind: Movement.Fund });
      assert.deepEqual([args.user, args.amount], [getAddress(account(buyer)), funded]);
      assert.equal(await run.balance(), before + funded);
      assert.equal(await run.read.unitPrice(), more);
      await (await Watcher.of(run)).check();
    });

    it("lets sellers ask for more, and counts rest and refund from the new price", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      await reverts(run, run.sign(sellers[0], U + 1n), "AskTooHigh", [U + 1n, U]);
      const price = 3n * U;
      await run.job.write.raise([2n * U], by(buyer));
      await run.job.write.raise([price], by(buyer));
      const asks = [price, 2n * U, U];
      for (const [i, ask] of asks.entries()) await run.sign(sellers[i], ask);
      await run.mine(1);
      await run.job.write.start();
      await run.carry(0);
      await run.carry(0);
      await closes(run);
      for (const [i, ask] of asks.entries()) assert.equal(await gainOf(run.market, account(sellers[i])), 2n * ask);
      const paid = asks.reduce((sum, ask) => sum + 2n * (ask + fee(ask)), 0n);
      assert.equal(await gainOf(run.market, account(buyer)), -paid);
    });

    it("refund before claims equals refund after, at a raised price", async () => {
      const ends = [];
      for (const isRefundFirst of [true, false]) {
        const run = await placed(one);
        const { buyer, sellers } = run.market;
        await run.job.write.raise([2n * U], by(buyer));
        await run.start(U);
        await run.carry(0);
        await run.passWork(0);
        await run.settle(0);
        await run.time.increase(run.terms.recruitSeconds + 1);
        await run.job.write.abort();
        const claims = [() => run.job.write.refund(), () => run.job.write.claimMany([[0, 1, 2]])];
        for (const claim of isRefundFirst ? claims : claims.reverse()) await claim();
        assert.equal(await run.balance(), 0n);
        ends.push(await Promise.all([buyer, ...sellers.slice(0, 3)].map((who) => gainOf(run.market, account(who)))));
      }
      assert.deepEqual(ends[0], ends[1]);
    });

    it("is the buyer's, while sellers sign", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      await reverts(run, run.job.write.raise([U + 1n], by(sellers[0])), "BuyerUnauthorized", [
        account(sellers[0]),
        account(buyer),
      ]);
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await run.job.write.raise([U + 1n], by(buyer));
      await reverts(run, run.job.write.raise([U + 2n], by(buyer)), "SignClosed", [BigInt(deadline)]);

      const full = await (await placed(one)).fill();
      await reverts(full, full.job.write.raise([U + 1n], by(buyer)), "JobNotOpen", [JobStatus.Filled]);
    });

    it("only ever rises, to ten times the collateral", async () => {
      const run = await placed(one);
      const { buyer } = run.market;
      await run.job.write.raise([U + 5n], by(buyer));
      for (const price of [0n, U, U + 5n, 10n * K + 1n]) {
        await reverts(run, run.job.write.raise([price], by(buyer)), "PriceOutOfRange", [price, U + 6n, 10n * K]);
      }
      await run.job.write.raise([10n * K], by(buyer));
      await reverts(run, run.job.write.raise([10n * K], by(buyer)), "PriceOutOfRange", [
        ...[10n * K, 10n * K + 1n, 10n * K],
      ]);
    });

    it("takes only what the buyer has free, and lets this code take", async () => {
      const run = await placed(one);
      const { buyer, Collateral, Job } = run.market;
      const refused = (promise, name, args) =>
        viem.assertions.revertWithCustomErrorWithArgs(promise, Collateral, name, args);
      await Collateral.write.trust([Job.address, false], by(buyer));
      await refused(run.job.write.raise([2n * U], by(buyer)), "ImplementationUntrusted", [account(buyer), Job.address]);
      await Collateral.write.trust([Job.address, true], by(buyer));
      const need = (U + fee(U)) * 6n;
      await Collateral.write.withdraw([PURSE - 2n * need + 1n], by(buyer));
      await refused(run.job.write.raise([2n * U], by(buyer)), "CollateralShort", [need - 1n, need]);
    });

    it("leaves κ at the price of the placement", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      await run.job.write.raise([10n * K], by(buyer));
      await run.sign(sellers[0]);
      await run.time.increase(60);
      await run.job.write.cancel(by(buyer));
      await closes(run);
      const kappa = (U * 200n * 2n) / 10_000n;
      assert.equal(await gainOf(run.market, account(sellers[0])), kappa);
      assert.equal(await gainOf(run.market, account(buyer)), -kappa);
    });
  });
});
