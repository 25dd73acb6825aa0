import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account } from "../helpers/accounts.js";
import { AbortReason, BuyerOutcome, JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const connection = await network.create();
keepTime(connection);
const { viem, networkHelpers } = connection;
const { placed, reverts, started, status } = jobsOn(connection, { groups: 2, checkpoints: 5 });
const outcomes = ({ market }, outcome) =>
  market.Reputation.read.outcomesOf([account(market.buyer), BuyerOutcome[outcome]]);

/** Lets the next transaction come at a time exactly. */
const at = (time) => networkHelpers.time.setNextBlockTimestamp(time);

describe("Job, terminate", () => {
  describe("when its buyer announces it for the first time", () => {
    it("lets all go on until the work window is over, and ends with the checkpoint then in work", async () => {
      const run = await started();
      const watcher = await Watcher.of(run);
      await viem.assertions.emit(run.terminate(), run.job, "TerminationAnnounced");
      const announcedAt = await run.time.latest();
      assert.equal((await watcher.check()).progress.announcedAt, announcedAt);
      for (const group of [0, 1]) await run.carry(group);
      await status(run, "Running");
      await run.settleUnanimous(0);
      await run.reach(announcedAt + run.terms.workSeconds);
      await viem.assertions.emit(run.settleUnanimous(1), run.job, "JobCompleted");
      const { progress, groups } = await watcher.check();
      assert.deepEqual([progress.status, progress.checkpoint, progress.paidCells], [JobStatus.Completed, 2, 12]);
      assert.ok(groups.every(({ isSettled }) => isSettled));
      await closes(run);
      assert.deepEqual([await outcomes(run, "Terminated"), await outcomes(run, "Completed")], [1n, 0n]);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), -12n * (U + FEE));
      for (const rank of [0, 5]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 2n * U);
    });

    for (const [when, seconds, checkpoint] of [
      ["the last second before it", -1, 2],
      ["the second in which it", 0, 1],
    ]) {
      it(`takes effect a work window later: in ${when} takes effect, a barrier leads to ${checkpoint}`, async () => {
        const run = await started({ groups: 1, workSeconds: 60 });
        await run.terminate();
        const effect = (await run.time.latest()) + 60;
        const signatures = await run.attestations(0);
        await at(effect + seconds - 1);
        await networkHelpers.mine(1);
        await run.settleUnanimous(0, signatures);
        assert.equal(await run.time.latest(), effect + seconds);
        assert.equal((await run.read.progress()).checkpoint, checkpoint);
        await status(run, checkpoint === 1 ? "Completed" : "Running");
      });
    }

    it("lets a round be judged like any other, and ends with it", async () => {
      const run = await started({ groups: 1 });
      await run.terminate();
      await run.passHalf(0);
      for (const rank of [0, 1, 2]) await run.present(rank);
      await run.passWork(0);
      await run.settle(0);
      // Nobody had committed, but all were alive: the round begins anew, and is the last one.
      await status(run, "Running");
      await run.carry(0, [2]);
      await status(run, "Completed");
      assert.equal((await run.read.progress()).checkpoint, 1);
      await closes(run);
    });

    it("is an ordinary end at the last checkpoint of the terms", async () => {
      const run = await started({ checkpoints: 1 });
      await run.terminate();
      await run.reach((await run.time.latest()) + run.terms.workSeconds);
      await run.settleAll(1);
      await closes(run);
      assert.deepEqual([await outcomes(run, "Terminated"), await outcomes(run, "Completed")], [0n, 1n]);
    });

    it("returns what a replacement has locked that never comes to its first checkpoint", async () => {
      const run = await started({ groups: 1 });
      await run.carry(0, [0]);
      const next = run.market.sellers[9];
      await run.apply(next, 0);
      await run.seat(0);
      await run.terminate();
      await run.reach((await run.time.latest()) + run.terms.workSeconds);
      await run.settleUnanimous(0);
      await status(run, "Completed");
      await closes(run);
      assert.equal(await gainOf(run.market, account(next)), 0n);
    });
  });

  describe("when the job is frozen, or freezes", () => {
    /** A job whose group 0 is short, for which nobody applies. */
    const frozen = async (run) => {
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.settle(0);
      await status(run, "Frozen");
      return run.time.latest();
    };
    const restarting = { lossPolicy: LossPolicy.Restart, recruitSeconds: 600 };

    it("is ended by anyone two reveal windows after the announcement", async () => {
      const run = await started(restarting);
      const watcher = await Watcher.of(run);
      const frozenAt = await frozen(run);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(frozenAt + 601)]);
      await run.time.increase(50);
      await run.terminate();
      const end = (await run.time.latest()) + 2 * run.terms.revealSeconds;
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(end)]);
      await run.settleUnanimous(1);
      await run.reach(end);
      await run.job.write.abort();
      const { progress } = await watcher.check();
      assert.deepEqual([progress.status, progress.abortReason], [JobStatus.Aborted, AbortReason.Terminated]);
      assert.deepEqual([await outcomes(run, "Terminated"), await outcomes(run, "Aborted")], [1n, 0n]);
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), -3n * (U + FEE));
    });

    it("gives everybody two reveal windows of the freeze, however old the announcement is", async () => {
      const run = await started(restarting);
      await run.terminate();
      await run.time.increase(10);
      const frozenAt = await frozen(run);
      await run.reach(frozenAt + 2 * run.terms.revealSeconds - 2);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(frozenAt + 2 * run.terms.revealSeconds)]);
      await run.reach(frozenAt + 2 * run.terms.revealSeconds);
      await run.job.write.abort();
      assert.equal((await run.read.progress()).abortReason, AbortReason.Terminated);
      await closes(run);
    });

    it("does not hold up the end of a job that found nobody", async () => {
      const run = await started({ ...restarting, recruitSeconds: 60 });
      const frozenAt = await frozen(run);
      await run.reach(frozenAt + 55);
      await run.terminate();
      await run.reach(frozenAt + 61);
      await run.job.write.abort();
      assert.equal((await run.read.progress()).abortReason, AbortReason.NotRecruited);
      assert.equal(await outcomes(run, "Aborted"), 1n);
      await closes(run);
    });

    it("ends a job that is refilled with the checkpoint in work", async () => {
      const run = await started(restarting);
      await run.terminate();
      await frozen(run);
      for (const seller of run.market.sellers.slice(9, 11)) await run.apply(seller, 0);
      for (let seat = 0; seat < 2; ++seat) await run.seat(0);
      await status(run, "Running");
      await run.reach((await run.read.progress()).announcedAt + run.terms.workSeconds);
      await run.settleAll(1);
      await status(run, "Completed");
      await closes(run);
    });
  });

  describe("when it cannot be announced", () => {
    it("reverts", async () => {
      const run = await placed({ groups: 1 });
      await reverts(run, run.terminate(), "JobNotRunning", [JobStatus.Open]);
      await run.start();
      const seller = run.market.sellers[0];
      const unauthorized = [account(seller), account(run.market.buyer)];
      await reverts(run, run.terminate(seller), "TerminationUnauthorized", unauthorized);
      await run.terminate();
      const { announcedAt } = await run.read.progress();
      await reverts(run, run.terminate(), "TerminationKnown", [BigInt(announcedAt)]);
      await run.settleAll(5);
      await reverts(run, run.terminate(), "JobNotRunning", [JobStatus.Completed]);
    });
  });
});
