import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, jobsOn, K, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { networkHelpers } = connection;
const { reverts, started, status } = jobsOn(connection);

describe("Job", () => {
  describe("applyFor, seat, withdrawApplication", () => {
    async function vacant(changes = {}) {
      const run = await started({ groups: 1, checkpoints: 3, ...changes });
      await run.carry(0, [0]);
      return run;
    }

    it("locks k for each checkpoint after the one in work, and returns what the wait has used up", async () => {
      const run = await vacant({ checkpoints: 4 });
      const { Collateral, sellers } = run.market;
      const seller = account(sellers[9]);
      await run.apply(sellers[9], 0);
      assert.equal(await gainOf(run.market, seller), -2n * K);
      await run.carry(0);
      assert.equal((await run.read.progress()).checkpoint, 3);
      await run.seat(0);
      assert.equal(await gainOf(run.market, seller), -K);
      assert.equal((await run.read.tenureOf([seller])).firstCheckpoint, 4);
      assert.equal(await Collateral.read.isTrusted([seller, run.market.Job.address]), true);
      await run.carry(0);
      await run.carry(0);
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U);
    });

    it("refuses whoever may not apply", async () => {
      const full = await started({ groups: 1 });
      await reverts(full, full.apply(full.market.sellers[9], 0), "NoVacancy", [0n]);
      const run = await vacant();
      const { buyer, sellers } = run.market;
      await reverts(run, run.apply(sellers[9], 1), "GroupUnknown", [1n, 1n]);
      await reverts(run, run.apply(buyer, 0), "SellerIsBuyer", [account(buyer)]);
      const member = await run.at(1);
      await reverts(run, run.apply(member.wallet, 0), "SellerKnown", [member.seller]);
      await reverts(run, run.apply(sellers[9], 0, U + 1n), "AskTooHigh", [U + 1n, U]);
      await run.apply(sellers[9], 0);
      await reverts(run, run.apply(sellers[9], 0), "SellerKnown", [account(sellers[9])]);
      const [closeBlock] = await run.read.drawOf([0]);
      await run.mine(4);
      await reverts(run, run.apply(sellers[10], 0), "ApplicationsClosed", [0n, closeBlock]);
    });

    it("has nothing to apply for in the last checkpoint", async () => {
      const run = await vacant();
      await run.carry(0);
      await reverts(run, run.apply(run.market.sellers[9], 0), "NoCheckpointLeft", [3n]);
    });

    it("draws only from a closed list, once its block has a hash", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      await reverts(run, run.job.write.seat([0]), "NoApplicant", [0n]);
      await run.apply(sellers[9], 0);
      const [closeBlock] = await run.read.drawOf([0]);
      assert.equal(closeBlock, BigInt(await run.time.latestBlock()) + 4n);
      await reverts(run, run.job.write.seat([0]), "DrawNotReady", [0n, closeBlock]);
      await run.apply(sellers[10], 0);
      await run.seat(0);
      await reverts(run, run.job.write.seat([0]), "NoVacancy", [0n]);
      assert.deepEqual(await run.read.drawOf([0]), [0n, 1n]);
    });

    it("draws in the last block that knows the hash", async () => {
      const run = await vacant({ workSeconds: 4_000 });
      await run.apply(run.market.sellers[9], 0);
      await run.mine(4 + 255);
      await run.job.write.seat([0]);
      assert.equal((await run.read.progress()).seatings, 1);
    });

    it("arms the draw anew when the hash is gone, and opens the list", async () => {
      const run = await vacant({ workSeconds: 4_000 });
      const { sellers } = run.market;
      await run.apply(sellers[9], 0);
      await run.mine(262);
      await run.job.write.seat([0]);
      const [closeBlock] = await run.read.drawOf([0]);
      assert.equal(closeBlock, BigInt(await run.time.latestBlock()) + 4n);
      await run.apply(sellers[10], 0);
      await run.seat(0);
      assert.equal((await run.read.progress()).seatings, 1);
    });

    it("gives an application back outside a draw, and an empty list is open", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      const watcher = await Watcher.of(run);
      const withdraw = (seller) => run.job.write.withdrawApplication(by(seller));
      await reverts(run, withdraw(sellers[9]), "NoApplication", [account(sellers[9])]);
      await run.apply(sellers[9], 0);
      await run.apply(sellers[10], 0);
      await withdraw(sellers[9]);
      await watcher.check();
      await withdraw(sellers[10]);
      assert.deepEqual((await watcher.check()).groups[0].closeBlock, 0n);
      await run.apply(sellers[9], 0);
      await run.apply(sellers[10], 0);
      await run.mine(4);
      const [closeBlock] = await run.read.drawOf([0]);
      await reverts(run, withdraw(sellers[9]), "ApplicationsClosed", [0n, closeBlock]);
      await reverts(run, withdraw(sellers[11]), "NoApplication", [account(sellers[11])]);
      await reverts(run, run.job.write.withdrawApplicationOf([account(sellers[9])]), "JobNotEnded", [
        JobStatus.Running,
      ]);
      await run.carry(0);
      await run.carry(0);
      await run.job.write.withdrawApplicationOf([account(sellers[9])]);
      // All lists are open after the end.
      await withdraw(sellers[10]);
      for (const seller of [sellers[9], sellers[10]]) assert.equal(await gainOf(run.market, account(seller)), 0n);
      await watcher.check();
      await closes(run);
    });

    it("begins no tenure when no checkpoint is left", async () => {
      const run = await vacant();
      const { sellers } = run.market;
      const watcher = await Watcher.of(run);
      await run.apply(sellers[9], 0);
      await run.apply(sellers[10], 0);
      await run.carry(0);
      await run.seat(0);
      const { applications, groups } = await watcher.check();
      assert.deepEqual([applications.size, groups[0].closeBlock], [1, 0n]);
      await run.carry(0);
      await status(run, "Completed");
    });

    it("gives an application back when all seatings are spent, though its draw was armed", async () => {
      const run = await started({ groups: 2, replication: 1, quorum: 1, checkpoints: 1, recruitSeconds: 3_600 });
      const [last, left, ...others] = run.market.sellers.slice(2);
      const watcher = await Watcher.of(run);
      const beSilent = async () => {
        await run.passWork(0);
        await run.settle(0);
      };
      for (const seller of others.slice(0, 5)) {
        await beSilent();
        await run.apply(seller, 0);
        await run.seat(0);
      }
      await beSilent();
      await run.settle(1);
      await run.apply(last, 0);
      await run.apply(left, 1);
      await run.seat(0);
      await run.mine(4);
      await reverts(run, run.job.write.seat([1]), "SeatingsSpent", [6n]);
      await run.job.write.withdrawApplication(by(left));
      assert.equal(await gainOf(run.market, account(left)), 0n);
      await watcher.check();
      await run.time.increase(3_600);
      await run.job.write.abort();
      await closes(run);
    });

    it("draws the same applicant, whichever group is seated first", async () => {
      const run = await started({ groups: 2, checkpoints: 3 });
      for (const rank of [1, 2, 4, 5]) await run.commit(rank);
      await run.passWork(0);
      for (const rank of [1, 2, 4, 5]) await run.reveal(rank);
      for (const group of [0, 1]) await run.settle(group, await run.honest(group));
      // All in one block: the lists close soon after the first.
      const { provider } = connection;
      await provider.request({ method: "evm_setAutomine", params: [false] });
      for (const [i, seller] of run.market.sellers.slice(6).entries()) await run.apply(seller, i % 2);
      await provider.request({ method: "evm_setAutomine", params: [true] });
      await run.mine(5);
      const drawn = async (first) => {
        const snapshot = await networkHelpers.takeSnapshot();
        for (const group of [first, 1 - first]) await run.job.write.seat([group]);
        const sellers = [await run.at(0), await run.at(3)].map(({ seller }) => seller);
        await snapshot.restore();
        return sellers;
      };
      assert.deepEqual(await drawn(0), await drawn(1));
    });

    it("spends no more than three seatings for each rank", async () => {
      const run = await started({ groups: 1, replication: 1, quorum: 1, checkpoints: 1, recruitSeconds: 3_600 });
      for (const seller of run.market.sellers.slice(1, 4)) {
        await run.passWork(0);
        await run.settle(0);
        await run.apply(seller, 0);
        await run.seat(0);
      }
      await run.passWork(0);
      await run.settle(0);
      await reverts(run, run.apply(run.market.sellers[5], 0), "SeatingsSpent", [3n]);
      await run.time.increase(3_600);
      await run.job.write.abort();
      await closes(run);
    });
  });
});
