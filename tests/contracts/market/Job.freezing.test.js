import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account } from "../helpers/accounts.js";
import { AbortReason, JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, jobsOn, K, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { reverts, started, status, verdicts } = jobsOn(connection);

describe("Job", () => {
  describe("freeze", () => {
    /** Group 0 of two is silent and short, group 1 has done what `before` says. */
    async function frozen(before = async () => {}, changes = {}) {
      const run = await started({ groups: 2, checkpoints: 2, ...changes });
      await run.passHalf(0);
      await run.present(0);
      await before(run);
      await run.passWork(0);
      await run.settle(0);
      await status(run, "Frozen");
      return run;
    }

    it("stops the deadlines, and begins them anew for all groups that take commitments", async () => {
      const run = await frozen();
      const watcher = await Watcher.of(run);
      await watcher.check();
      // The work deadline of group 1 had passed with nobody committed: it stays passed.
      const { closedAt } = await run.read.group([1]);
      assert.notEqual(closedAt, 0);
      await run.time.increase(100);
      assert.equal(await run.read.clock(), (await run.read.progress()).frozenAt);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await status(run, "Running");
      const { groups, progress } = await watcher.check();
      assert.equal(groups[0].t0, progress.frozenAt + progress.frozenSeconds);
      assert.equal(groups[1].closedAt, closedAt);
      // Nobody of group 1 ever showed itself: it is short in its turn.
      await run.settle(1);
      await status(run, "Frozen");
      await watcher.check();
    });

    it("lets a group reveal and settle meanwhile, and gives it a fresh window afterwards", async () => {
      const run = await frozen(
        async (run) => {
          for (const rank of [3, 4, 5]) await run.commit(rank);
        },
        { revealSeconds: 60 },
      );
      const watcher = await Watcher.of(run);
      await run.time.increase(300);
      await run.reveal(3);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      const { groups, progress } = await watcher.check();
      assert.equal(groups[1].closedAt, progress.frozenAt + progress.frozenSeconds);
      await run.reveal(4);
      await run.reveal(5, await run.honest(1));
      assert.equal((await watcher.check()).groups[1].isSettled, true);
    });

    it("hears presence where commitments were open, and forgets it when deadlines run again", async () => {
      const run = await started({ groups: 2, checkpoints: 2, lossPolicy: LossPolicy.Restart, recruitSeconds: 600 });
      const watcher = await Watcher.of(run);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.passHalf(1);
      await run.settle(0);
      await status(run, "Frozen");
      await run.time.increase(300);
      await run.present(3);
      assert.equal((await watcher.check()).groups[1].present, 0b001);
      for (const seller of run.market.sellers.slice(9, 11)) await run.apply(seller, 0);
      for (let seat = 0; seat < 2; ++seat) await run.seat(0);
      await status(run, "Running");
      assert.equal((await watcher.check()).groups[1].present, 0);
      await viem.assertions.revertWithCustomError(run.present(3), run.job, "PresenceTooEarly");
    });

    it("begins anew, as often as the job freezes, in groups that have done something and in all others", async () => {
      const terms = { groups: 3, checkpoints: 2, lossPolicy: LossPolicy.Restart, recruitSeconds: 600 };
      const run = await started(terms);
      const watcher = await Watcher.of(run);
      const next = [...run.market.sellers.slice(9)];
      const seat = async (id) => {
        await run.time.increase(100);
        for (const seller of next.splice(0, 2)) await run.apply(seller, id);
        for (let seats = 0; seats < 2; ++seats) await run.seat(id);
        await status(run, "Running");
        return watcher.check();
      };
      const quarrel = async (id) => {
        const { active, committed } = await run.read.group([id]);
        const ranks = run.ranks(id).filter((_, i) => (active >> i) & 1);
        const missing = run.ranks(id).filter((_, i) => ((active & ~committed) >> i) & 1);
        for (const rank of missing) await run.commit(rank, { digest: ownDigest(rank, 1) });
        for (const rank of ranks) await run.reveal(rank);
        await run.settle(id);
        await status(run, "Frozen");
      };
      // One of group 1 has done something, nobody of group 2.
      await run.commit(3);
      await quarrel(0);
      const first = await seat(0);
      const { barrierAt } = first.progress;
      assert.equal(barrierAt, await run.time.latest());
      assert.deepEqual([first.groups[1].t0, first.groups[2].t0], [barrierAt, barrierAt]);
      await quarrel(1);
      const second = await seat(1);
      assert.deepEqual([second.progress.barrierAt, second.groups[2].t0], Array(2).fill(await run.time.latest()));
      // Now group 2 lets its window pass: another freeze does not give it one more.
      await run.passWork(2);
      await run.settle(1);
      await status(run, "Frozen");
      const { closedAt } = await run.read.group([2]);
      assert.equal(closedAt, second.progress.barrierAt + run.terms.workSeconds);
      const third = await seat(1);
      assert.deepEqual([third.progress.barrierAt, third.groups[2].closedAt], [second.progress.barrierAt, closedAt]);
      const missed = ["Missed", 2];
      assert.deepEqual(await verdicts(run, run.settle(2)), { 6: missed, 7: missed, 8: missed });
      await watcher.check();
    });

    it("keeps a reveal deadline passed, and leaves a window to open the digest", async () => {
      const run = await frozen(async (run) => {
        for (const rank of [3, 4, 5]) await run.commit(rank);
        for (const rank of [3, 4]) await run.reveal(rank);
      });
      const watcher = await Watcher.of(run);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await watcher.check();
      const { closedAt } = await run.read.group([1]);
      await reverts(run, run.reveal(5), "RevealClosed", [1n, BigInt(closedAt + 15)]);
      assert.deepEqual(await verdicts(run, run.settle(1, await run.honest(1))), { 5: ["Withheld", 2] });
    });

    it("does not bring back an opening that had passed", async () => {
      const run = await frozen(async (run) => {
        for (const rank of [3, 4, 5]) await run.commit(rank);
        for (const rank of [3, 4]) await run.reveal(rank);
        await run.passReveal(1, 2);
      });
      const watcher = await Watcher.of(run);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await watcher.check();
      assert.deepEqual(await verdicts(run, run.settle(1, await run.honest(1))), {
        3: ["Withheld", 2],
        4: ["Withheld", 2],
        5: ["Withheld", 2],
      });
    });

    it("is ended by anyone when the recruit window is spent and all had time to reveal", async () => {
      const run = await frozen();
      const { frozenAt } = await run.read.progress();
      const notBefore = frozenAt + run.terms.recruitSeconds + 1;
      await networkHelpers.time.setNextBlockTimestamp(notBefore - 1);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(notBefore)]);
      await networkHelpers.time.setNextBlockTimestamp(notBefore);
      await run.job.write.abort();
      assert.equal((await run.read.progress()).abortReason, AbortReason.NotRecruited);
      await reverts(run, run.job.write.abort(), "JobNotFrozen", [JobStatus.Aborted]);
      await closes(run);
    });

    it("gives everybody two reveal windows even when the budget is spent", async () => {
      const run = await frozen(async () => {}, { recruitSeconds: 10 });
      const { frozenAt } = await run.read.progress();
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(frozenAt + 30)]);
    });

    it("gives two reveal windows when an earlier freeze took more than the whole budget", async () => {
      const run = await frozen(async () => {}, { recruitSeconds: 10 });
      await run.time.increase(60);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await run.settle(1);
      await status(run, "Frozen");
      const { frozenAt } = await run.read.progress();
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [BigInt(frozenAt + 30)]);
    });

    const notAtOnce = {
      "is settled": () => frozen((run) => run.carry(1, [3])),
      "takes commitments no longer": async () => {
        const run = await started({ groups: 2 });
        await run.carry(0);
        await run.carry(1, [3]);
        await run.passHalf(0);
        await run.present(0);
        for (const rank of [4, 5]) await run.commit(rank);
        await run.passWork(0);
        await run.settle(0);
        return run;
      },
    };
    for (const [where, freeze] of Object.entries(notAtOnce)) {
      it(`seats nobody at once where the round ${where}`, async () => {
        const run = await freeze();
        await status(run, "Frozen");
        const watcher = await Watcher.of(run);
        const [seller] = run.market.sellers.slice(9);
        await run.apply(seller, 1);
        // For the one checkpoint after the one in work.
        assert.equal(await gainOf(run.market, account(seller)), -K);
        await run.seat(1);
        const { groups } = await watcher.check();
        assert.deepEqual([groups[1].active, groups[1].pending], [0b110, 0b001]);
      });
    }

    it("counts all freezes together", async () => {
      const run = await frozen();
      await run.time.increase(60);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await run.settle(1);
      await status(run, "Frozen");
      const { frozenAt, frozenSeconds } = await run.read.progress();
      assert.ok(frozenSeconds >= 60);
      await reverts(run, run.job.write.abort(), "AbortTooEarly", [
        BigInt(frozenAt + run.terms.recruitSeconds + 1 - frozenSeconds),
      ]);
    });

    /** A replacement for rank 0 that was to begin with the last checkpoint begins with the second, beside rank 1. */
    async function hurried() {
      const run = await started({ groups: 1, checkpoints: 3 });
      await run.carry(0, [0]);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      assert.equal((await run.read.group([0])).pending, 0b001);
      const watcher = await Watcher.of(run);
      await run.passHalf(0);
      await run.present(1);
      await run.passWork(0);
      await run.settle(0);
      const { groups, progress } = await watcher.check();
      assert.deepEqual([progress.status, groups[0].active], [JobStatus.Running, 0b011]);
      return run;
    }

    it("brings a pending replacement in at once when its group falls short", async () => {
      const run = await hurried();
      await run.carry(0);
      await run.carry(0);
      await status(run, "Completed");
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.sellers[9])), 2n * U);
    });

    it("returns no collateral for a cell that none was locked for", async () => {
      const run = await hurried();
      const seller = account(run.market.sellers[9]);
      await run.carry(0);
      await run.job.write.claim([3]);
      assert.equal(await gainOf(run.market, seller), U - K);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), { 0: ["Missed", 1], 1: ["Missed", 1] });
      await run.time.increase(121);
      await run.job.write.abort();
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U - K);
    });
  });
});
