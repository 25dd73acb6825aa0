import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { zeroAddress, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";
import { BuyerOutcome, JobStatus, LossPolicy, SettlementPath } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, U } from "../helpers/jobs.js";
import { honestDigest, ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 2, checkpoints: 10 });
const pledges = (run, ranks, choice) => Promise.all(ranks.map((rank) => run.pledge(rank, choice)));

/** A started job whose first slot has an agent key, and that slot's rank. */
async function withAgent(changes) {
  const run = await placed(changes);
  const [first, ...others] = run.market.sellers;
  const agent = run.market.sellers[17];
  await run.sign(first, U, account(agent));
  for (const wallet of others.slice(0, run.size - 1)) await run.sign(wallet);
  await run.mine(1);
  await run.job.write.start();
  return { run, agent, rank: await run.read.rankOf([0]) };
}

describe("Job, commitMany", () => {
  describe("when each rank could commit itself", () => {
    it("commits for ranks of several groups, whoever brings their signatures", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      const [rank, commitment, signature] = await run.pledge(4);
      const { tenure } = await run.at(4);
      const told = [1, 1, 4, 0, tenure, commitment, 0];
      const sending = run.commitMany([[rank, commitment, signature]]);
      await viem.assertions.emitWithArgs(sending, run.job, "ResultCommitted", told);
      await run.commitMany(await pledges(run, [0, 3, 1]));
      const { groups } = await watcher.check();
      assert.deepEqual([groups[0].committed, groups[1].committed], [0b011, 0b011]);
    });

    it("closes with the last one awaited, and the round goes on as any other", async () => {
      const run = await started({ groups: 1 });
      const watcher = await Watcher.of(run);
      await run.commitMany(await pledges(run, [2, 0, 1]));
      assert.equal((await watcher.check()).groups[0].closedAt, await run.time.latest());
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.reveal(rank, digest);
      assert.equal((await watcher.check()).progress.checkpoint, 2);
    });

    it("takes an agent key's signature", async () => {
      const { run, agent, rank } = await withAgent({ groups: 1 });
      const commitment = await run.commitment(rank);
      await run.commitMany([[rank, commitment, await run.signature(agent, "Commit", rank, { commitment })]]);
      assert.equal((await run.read.group([0])).committed, 1 << rank);
    });

    it("does not take the caller for itself: a call is of no round", async () => {
      const run = await started({ groups: 1 });
      const { wallet } = await run.at(0);
      const columns = [[0], [await run.commitment(0)], ["0x"]];
      await reverts(run, run.job.write.commitMany(columns, by(wallet)), "RankUnauthorized", [0n, zeroAddress]);
    });
  });

  describe("when a rank has committed", () => {
    it("skips it, whatever it has committed to: going ahead of the call stops nobody", async () => {
      const run = await started({ groups: 1 });
      const all = await pledges(run, [0, 1, 2]);
      await run.commit(1, { digest: ownDigest(1, 1) });
      const own = await run.read.wordOf([1]);
      await run.commitMany([...all, all[0]]);
      assert.equal((await run.read.group([0])).committed, 0b111);
      assert.equal(await run.read.wordOf([1]), own);
      assert.notEqual(own, all[1][1]);
      // Nor does it matter that all of it has been done.
      await run.commitMany(all);
    });
  });

  describe("when a rank could not commit", () => {
    it("reverts as a commitment does", async () => {
      const run = await placed({ groups: 2 });
      const nobody = [0, zeroHash, "0x"];
      await reverts(run, run.commitMany([nobody]), "JobNotRunning", [JobStatus.Open]);
      await run.start();
      await reverts(run, run.commitMany([[6, zeroHash, "0x"]]), "GroupUnknown", [2n, 2n]);
      await run.settleUnanimous(1);
      await reverts(run, run.commitMany(await pledges(run, [3])), "GroupSettled", [1n, 1n]);
      const late = await pledges(run, [0, 1]);
      await run.passWork(0);
      await reverts(run, run.commitMany(late), "CommitsClosed", [0n]);
    });

    it("reverts where a rank has left, or waits for its first checkpoint", async () => {
      const run = await started({ groups: 1 });
      await run.carry(0, [2]);
      await reverts(run, run.commitMany(await pledges(run, [2])), "RankNotActive", [2n]);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await reverts(run, run.commitMany(await pledges(run, [2])), "RankNotActive", [2n]);
    });

    it("reverts when the lists are not of one length", async () => {
      const run = await started();
      await reverts(run, run.job.write.commitMany([[0, 1], [zeroHash], ["0x", "0x"]]), "LengthsDiffer", [2n, 1n]);
      await reverts(run, run.job.write.commitMany([[0], [zeroHash], []]), "LengthsDiffer", [1n, 0n]);
    });
  });
});

describe("Job, settleUnanimous", () => {
  describe("when all active ranks of the group have signed", () => {
    it("gives each a cell; the last group passes the barrier", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      const told = [0, 1, 0, await run.honest(0), 0b111, 0, SettlementPath.Unanimous];
      await viem.assertions.emitWithArgs(run.settleUnanimous(0), run.job, "CheckpointSettled", told);
      assert.deepEqual((await watcher.check()).progress.settledGroups, 1);
      await viem.assertions.emit(run.settleUnanimous(1), run.job, "BarrierPassed");
      const { progress } = await watcher.check();
      assert.deepEqual([progress.checkpoint, progress.paidCells], [2, 6]);
    });

    it("completes the job at its last checkpoint", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      await run.settleUnanimous(0);
      await viem.assertions.emit(run.settleUnanimous(0), run.job, "JobCompleted");
      await closes(run);
      for (const rank of run.ranks(0)) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 2n * U);
      const outcome = [account(run.market.buyer), BuyerOutcome.Completed];
      assert.equal(await run.market.Reputation.read.outcomesOf(outcome), 1n);
    });

    it("is too late for no round that is not judged, whatever they have committed or revealed", async () => {
      const run = await started({ groups: 1 });
      const watcher = await Watcher.of(run);
      await run.commit(0);
      await run.settleUnanimous(0);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 2) });
      for (const rank of [0, 1]) await run.reveal(rank);
      await run.passReveal(0, 2);
      await run.settleUnanimous(0);
      await run.passWork(0);
      await run.settleUnanimous(0);
      assert.deepEqual((await watcher.check()).progress.paidCells, 9);
    });

    it("asks those only that are left, and a quorum of them", async () => {
      const run = await started({ groups: 1, lossPolicy: LossPolicy.Restart });
      await run.carry(0, [1]);
      await run.settleUnanimous(0);
      assert.equal((await run.read.progress()).paidCells, 4);
      for (const rank of [0, 2]) await run.commit(rank, { digest: ownDigest(rank, 3) });
      for (const rank of [0, 2]) await run.reveal(rank);
      await run.settle(0);
      await status(run, "Frozen");
      await reverts(run, run.settleUnanimous(0, []), "QuorumShort", [0n, 0n, 2n]);
    });

    it("settles a group that is a quorum while the job is frozen", async () => {
      const run = await started({ lossPolicy: LossPolicy.Restart });
      const watcher = await Watcher.of(run);
      await run.passWork(0);
      await run.settle(0);
      await status(run, "Frozen");
      await run.settleUnanimous(1);
      assert.equal((await watcher.check()).groups[1].isSettled, true);
    });

    it("takes agent keys, and the caller for itself", async () => {
      const { run, agent, rank } = await withAgent({ groups: 1 });
      const signatures = await run.attestations(0);
      const caller = (rank + 1) % 3;
      signatures[rank] = await run.signature(agent, "Attest", rank, { digest: await run.honest(0) });
      signatures[caller] = "0x";
      await reverts(run, run.settleUnanimous(0, signatures), "RankUnauthorized", [
        BigInt(caller),
        account(run.market.foundation),
      ]);
      const { wallet } = await run.at(caller);
      await run.job.write.settleUnanimous([0, await run.honest(0), signatures], by(wallet));
      assert.equal((await run.read.progress()).checkpoint, 2);
    });
  });

  describe("when one has not", () => {
    it("reverts", async () => {
      const run = await started({ groups: 1 });
      const [a, b, c] = await run.attestations(0);
      const { seller } = await run.at(0);
      const stranger = account(run.market.sellers[9]);
      const strange = await run.signature(run.market.sellers[9], "Attest", 2, { digest: await run.honest(0) });
      await reverts(run, run.settleUnanimous(0, [a, b]), "LengthsDiffer", [3n, 2n]);
      await reverts(run, run.settleUnanimous(0, [a, b, c, c]), "LengthsDiffer", [3n, 4n]);
      await reverts(run, run.settleUnanimous(0, [a, a, c]), "RankUnauthorized", [1n, seller.toLowerCase()]);
      await reverts(run, run.settleUnanimous(0, [a, b, strange]), "RankUnauthorized", [2n, stranger]);
      await reverts(run, run.settleUnanimous(0, [a, b, "0x1234"]), "RankUnauthorized", [2n, zeroAddress]);
      await run.settleUnanimous(0, [a, b, c]);
    });
  });

  describe("when the group has nothing to settle", () => {
    it("reverts", async () => {
      const run = await placed({ checkpoints: 1 });
      const settle = (group) => run.job.write.settleUnanimous([group, zeroHash, []]);
      await reverts(run, settle(0), "JobNotRunning", [JobStatus.Open]);
      await run.start();
      await reverts(run, settle(2), "GroupUnknown", [2n, 2n]);
      const signatures = await run.attestations(0);
      await run.settleUnanimous(0, signatures);
      await reverts(run, run.settleUnanimous(0, signatures), "GroupSettled", [0n, 1n]);
      await run.settleUnanimous(1);
      await reverts(run, settle(0), "JobNotRunning", [JobStatus.Completed]);
    });
  });
});

describe("Job, settleAll", () => {
  describe("when all active ranks of the job have signed", () => {
    it("gives each a cell for each checkpoint up to the one they name", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      const sending = run.settleAll(4);
      for (const group of [0, 1]) {
        const told = [group, 4, 0, honestDigest(group, 4), 0b111, 0, SettlementPath.Together];
        await viem.assertions.emitWithArgs(sending, run.job, "CheckpointSettled", told);
      }
      const { progress, groups } = await watcher.check();
      assert.deepEqual([progress.checkpoint, progress.paidCells, progress.settledGroups], [5, 24, 0]);
      assert.equal(groups[0].t0, await run.time.latest());
      await run.job.write.claim([0]);
      assert.equal(await gainOf(run.market, await run.read.sellerOf([0])), 4n * U - 6n * run.terms.unitCollateral);
      await run.settleAll(5);
      assert.equal((await watcher.check()).progress.paidCells, 30);
    });

    it("gives one cell less to those whose group had settled the checkpoint in work", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      await run.settleUnanimous(1);
      await run.settleAll(3);
      assert.equal((await watcher.check()).progress.paidCells, 18);
      await run.carry(0, [0]);
      await run.settleAll(4);
      const { progress, events } = await watcher.check();
      assert.deepEqual([progress.checkpoint, progress.paidCells], [5, 23]);
      // The group that had settled it is not told again.
      const told = events.filter(({ name, args }) => name === "CheckpointSettled" && args.checkpoint === 4);
      assert.deepEqual(
        told.map(({ args }) => args.group),
        [0, 1],
      );
    });

    it("completes the job with its last checkpoint, wherever the groups stood", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      await run.settleUnanimous(1);
      await run.commit(0);
      await viem.assertions.emit(run.settleAll(10), run.job, "JobCompleted");
      const { progress, groups } = await watcher.check();
      assert.deepEqual([progress.status, progress.checkpoint, progress.settledGroups], [JobStatus.Completed, 10, 2]);
      assert.deepEqual([groups[0].isSettled, groups[0].committed, groups[1].isSettled], [true, 0, true]);
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), -60n * (U + FEE));
    });

    it("completes it from the round of its last checkpoint, too", async () => {
      const run = await started({ checkpoints: 1 });
      await run.settleUnanimous(0);
      for (const rank of [3, 4]) await run.commit(rank);
      await run.settleAll(1);
      await status(run, "Completed");
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), -6n * (U + FEE));
    });

    it("leaves nothing of what was committed, revealed or shown in the rounds under way", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      await run.reveal(1);
      await run.passHalf(1);
      await run.present(3);
      await run.settleAll(2);
      const { groups } = await watcher.check();
      for (const { committed, revealed, present, closedAt } of groups) {
        assert.deepEqual([committed, revealed, present, closedAt], [0, 0, 0, 0]);
      }
      await reverts(run, run.reveal(0), "CommitsOpen", [0n]);
      for (const group of [0, 1]) await run.carry(group);
      assert.equal((await watcher.check()).progress.paidCells, 18);
    });

    it("settles what is left after losses, by those that are left", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      await run.carry(1);
      await run.carry(0, [0]);
      await run.settleAll(9);
      await run.settleAll(10);
      assert.equal((await watcher.check()).progress.paidCells, 5 * 10);
      await closes(run);
      assert.equal(await gainOf(run.market, (await run.at(1)).seller), 10n * U);
    });
  });

  describe("when one has not", () => {
    it("reverts", async () => {
      const run = await started();
      const signatures = [...(await run.attestations(0, { checkpoint: 3 })), ...(await run.attestations(1))];
      await viem.assertions.revertWithCustomError(run.settleAll(3, signatures), run.job, "RankUnauthorized");
      const all = [...signatures.slice(0, 3), ...(await run.attestations(1, { checkpoint: 3 }))];
      await reverts(run, run.settleAll(3, all.slice(0, 5)), "LengthsDiffer", [6n, 5n]);
      await reverts(run, run.settleAll(3, [...all, all[0]]), "LengthsDiffer", [6n, 7n]);
      await reverts(run, run.job.write.settleAll([3, [zeroHash], all]), "LengthsDiffer", [2n, 1n]);
      await run.settleAll(3, all);
    });
  });

  describe("when the job cannot go there", () => {
    it("reverts for a checkpoint that is past, or beyond the last", async () => {
      const run = await started();
      await run.settleAll(3);
      for (const upTo of [0, 3, 11]) {
        await reverts(run, run.settleAll(upTo), "CheckpointOutOfRange", [BigInt(upTo), 4n, 10n]);
      }
    });

    it("passes over nobody that waits for its first checkpoint", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      await run.carry(1);
      await run.carry(0, [0]);
      const next = run.market.sellers[9];
      await run.apply(next, 0);
      await run.seat(0);
      await reverts(run, run.settleAll(3), "CheckpointOutOfRange", [3n, 2n, 2n]);
      await run.settleAll(2);
      assert.equal((await watcher.check()).groups[0].active, 0b111);
      await run.settleAll(10);
      await closes(run);
      assert.equal(await gainOf(run.market, account(next)), 8n * U);
    });

    it("reverts before the start, while the job is frozen, and after its end", async () => {
      const run = await placed({ checkpoints: 2 });
      const settle = () => run.job.write.settleAll([1, [zeroHash, zeroHash], []]);
      await reverts(run, settle(), "JobNotRunning", [JobStatus.Open]);
      await run.start();
      await run.passWork(0);
      assert.equal(Object.keys(await verdicts(run, run.settle(0))).length, 3);
      await reverts(run, settle(), "JobNotRunning", [JobStatus.Frozen]);
      await run.time.increase(121);
      await run.job.write.abort();
      await reverts(run, settle(), "JobNotRunning", [JobStatus.Aborted]);
    });

    it("reverts for more than 256 ranks, which settle group by group", async () => {
      const run = await placed({ groups: 86 });
      const settle = run.job.write.settleAll([1, [zeroHash], []]);
      await reverts(run, settle, "RanksTooMany", [258n, 256n]);
      const most = await placed({ groups: 64, replication: 4, quorum: 3 });
      await reverts(most, most.job.write.settleAll([1, [zeroHash], []]), "JobNotRunning", [JobStatus.Open]);
    });
  });
});
