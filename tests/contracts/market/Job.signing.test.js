import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { BuyerOutcome, JobStatus } from "../helpers/enums.js";
import { gainOf } from "../helpers/invariants.js";
import { closes, jobsOn, K, one, U } from "../helpers/jobs.js";
import { placeJob } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { placed, reverts, status } = jobsOn(connection);

describe("Job", () => {
  describe("sign", () => {
    it("answers with the slot", async () => {
      const run = await placed(one);
      for (const [slot, wallet] of run.market.sellers.slice(0, 3).entries()) {
        const { result } = await run.job.simulate.sign([U, zeroAddress, zeroAddress, "host:1"], by(wallet));
        assert.equal(result, slot);
        await run.sign(wallet);
      }
    });

    it("takes a slot and locks k for each checkpoint", async () => {
      const run = await placed();
      const { Collateral, sellers } = run.market;
      const [seller, key, cold] = sellers;
      const before = await Collateral.read.freeOf([account(seller)]);
      await viem.assertions.emitWithArgs(
        run.job.write.sign([U - 1n, account(key), account(cold), "host:1"], by(seller)),
        run.job,
        "SellerSigned",
        [0, ...[seller, key, cold].map((wallet) => getAddress(account(wallet))), U - 1n, "host:1"],
      );
      assert.equal(await Collateral.read.freeOf([account(seller)]), before - 3n * K);
      const tenure = await run.read.tenureOf([account(seller)]);
      assert.deepEqual([tenure.number, tenure.rank, tenure.lockedCells, tenure.firstCheckpoint], [1, 0, 3, 1]);
    });

    it("fills the job with the last slot and arms the next block", async () => {
      const run = await (await placed(one)).fill();
      const { status: now, filledAt, seedBlock } = await run.read.progress();
      assert.equal(now, JobStatus.Filled);
      assert.equal(filledAt, await run.time.latest());
      assert.equal(seedBlock, BigInt(await run.time.latestBlock()) + 1n);
    });

    it("refuses whoever may not", async () => {
      const run = await placed(one);
      const { buyer, sellers, Collateral, Job } = run.market;
      const [seller, other] = sellers;
      await reverts(run, run.sign(buyer), "SellerIsBuyer", [account(buyer)]);
      await reverts(run, run.sign(seller, U + 1n), "AskTooHigh", [U + 1n, U]);
      await reverts(
        run,
        run.job.write.sign([U, zeroAddress, zeroAddress, "x".repeat(129)], by(seller)),
        "EndpointTooLong",
        [129n, 128n],
      );
      await run.sign(seller);
      await reverts(run, run.sign(seller), "SellerKnown", [account(seller)]);
      await Collateral.write.trust([Job.address, false], by(other));
      await viem.assertions.revertWithCustomErrorWithArgs(run.sign(other), Collateral, "ImplementationUntrusted", [
        account(other),
        Job.address,
      ]);
      await Collateral.write.trust([Job.address, true], by(other));
      const free = await Collateral.read.freeOf([account(other)]);
      await Collateral.write.withdraw([free - 2n * K + 1n], by(other));
      await viem.assertions.revertWithCustomErrorWithArgs(run.sign(other), Collateral, "CollateralShort", [
        2n * K - 1n,
        2n * K,
      ]);
    });

    it("refuses a seller below the asked standing", async () => {
      const run = await placed({ ...one, leastPoints: 1n });
      const [seller] = run.market.sellers;
      const refused = (run, wallet, has) =>
        viem.assertions.revertWithCustomErrorWithArgs(run.sign(wallet), run.market.Collateral, "StandingShort", [
          account(wallet),
          ...has,
        ]);
      await refused(run, seller, [0n, 0n, 0n]);
      await refused(await placed({ ...one, leastStake: 1n }), seller, [0n, 0n, 0n]);
      const before = await (await placed(one)).start();
      const { wallet } = await before.at(0);
      await before.expel(0, [1, 2]);
      await refused(await placeJob(before.market, { ...one, mostStrikes: 0 }), wallet, [0n, 0n, 1n]);
      await (await placeJob(before.market, { ...one, mostStrikes: 1 })).sign(wallet);
    });

    it("takes a seller's own account for its agent key and beneficiary as no other's", async () => {
      const run = await placed(one);
      const [seller] = run.market.sellers;
      const own = getAddress(account(seller));
      await run.sign(seller, U, own, own);
      const { agentKey, beneficiary } = await run.read.tenureOf([own]);
      assert.deepEqual([agentKey, beneficiary], [own, own]);
    });

    it("is closed after the deadline, when filled, and while paused", async () => {
      const run = await placed(one);
      const { sellers, Timelock, ProtocolParameters, foundation } = run.market;
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await run.sign(sellers[0]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await reverts(run, run.sign(sellers[1]), "SignClosed", [BigInt(deadline)]);

      const full = await (await placed(one)).fill();
      await reverts(full, full.sign(sellers[5]), "JobNotOpen", [JobStatus.Filled]);

      const paused = await placed(one);
      await networkHelpers.impersonateAccount(Timelock.address);
      await networkHelpers.setBalance(Timelock.address, parseEther("1"));
      await ProtocolParameters.write.setGuardian([account(foundation)], { account: Timelock.address });
      await ProtocolParameters.write.pause(by(foundation));
      await reverts(paused, paused.sign(sellers[0]), "JobPaused", []);
    });
  });

  describe("join and idle", () => {
    it("join and idle: who takes a slot and never works pays the price of a missed checkpoint, and blocks nobody", async () => {
      const run = await (await placed({ ...one, checkpoints: 4 })).start();
      const idle = await run.at(0);
      await run.carry(0, [0]);
      assert.equal(await gainOf(run.market, idle.seller), -2n * K);
      assert.equal((await run.market.Reputation.read.standingOf([idle.seller]))[2], 1n);
      for (let checkpoint = 2; checkpoint <= 4; ++checkpoint) await run.carry(0);
      await status(run, "Completed");
      await closes(run);
    });
  });

  describe("cancel", () => {
    it("gives everything back, and compensates a slot held for the hold time", async () => {
      const run = await placed({ ...one, groups: 2 });
      const { buyer, sellers } = run.market;
      await run.sign(sellers[0]);
      await run.time.increase(60);
      await run.sign(sellers[1]);
      await run.job.write.cancel(by(buyer));
      await status(run, "Cancelled");
      await closes(run);
      const kappa = (U * 200n * 2n) / 10_000n;
      assert.equal(await gainOf(run.market, account(sellers[0])), kappa);
      assert.equal(await gainOf(run.market, account(sellers[1])), 0n);
      assert.equal(await gainOf(run.market, account(buyer)), -kappa);
      assert.equal(await run.market.Reputation.read.outcomesOf([account(buyer), BuyerOutcome.Cancelled]), 1n);
    });

    it("is the buyer's until the sign deadline, then anyone's and free", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      await run.sign(sellers[0]);
      const deadline = run.terms.signDeadline;
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await reverts(run, run.job.write.cancel(), "CancelTooEarly", [BigInt(deadline) + 1n]);
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await run.job.write.cancel();
      await closes(run);
      assert.equal(await gainOf(run.market, account(buyer)), 0n);
      await reverts(run, run.job.write.cancel(), "JobNotCancellable", [JobStatus.Cancelled]);
    });

    it("ends a filled job that nobody starts within the recruit window", async () => {
      const run = await (await placed(one)).fill();
      const { filledAt } = await run.read.progress();
      const last = filledAt + run.terms.recruitSeconds;
      await networkHelpers.time.setNextBlockTimestamp(last);
      await reverts(run, run.job.write.cancel(by(run.market.buyer)), "CancelTooEarly", [BigInt(last) + 1n]);
      await networkHelpers.time.setNextBlockTimestamp(last + 1);
      await run.job.write.cancel();
      await closes(run);
    });
  });

  describe("arm, start", () => {
    it("draws the ranks once the seed block has passed", async () => {
      const run = await placed();
      await reverts(run, run.job.write.start(), "JobNotFilled", [JobStatus.Open]);
      await reverts(run, run.job.write.arm(), "JobNotFilled", [JobStatus.Open]);
      await reverts(run, run.read.rankOf([0]), "RanksNotDrawn", []);
      await reverts(run, run.read.group([0]), "RanksNotDrawn", []);
      await run.fill();
      const { seedBlock } = await run.read.progress();
      await reverts(run, run.job.write.start(), "SeedNotReady", [seedBlock]);
      await reverts(run, run.job.write.arm(), "SeedStillArmed", [seedBlock]);
      await run.mine(1);
      await run.job.write.start();
      await status(run, "Running");
      const ranks = await Promise.all(Array.from({ length: 9 }, (_, slot) => run.read.rankOf([slot])));
      assert.deepEqual([...ranks].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
      for (const [slot, rank] of ranks.entries()) assert.equal(await run.read.slotOf([rank]), slot);
      await reverts(run, run.read.tenureAt([9]), "RankUnknown", [9n, 9n]);
      await reverts(run, run.job.write.start(), "JobNotFilled", [JobStatus.Running]);
    });

    it("starts in the last block that knows the seed", async () => {
      const run = await (await placed(one)).fill();
      await run.mine(256);
      await run.job.write.start();
      await status(run, "Running");
    });

    it("arms anew when the seed is gone", async () => {
      const run = await (await placed(one)).fill();
      const { seedBlock } = await run.read.progress();
      await run.mine(257);
      await reverts(run, run.job.write.start(), "SeedGone", [seedBlock]);
      await run.job.write.arm();
      await run.mine(1);
      await run.job.write.start();
      await status(run, "Running");
    });
  });
});
