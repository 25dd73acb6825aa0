import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { AbortReason, JobStatus } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, jobsOn, U } from "../helpers/jobs.js";

const connection = await network.create();
const { started, status, verdicts } = jobsOn(connection);

describe("Job", () => {
  describe("settle, in silence", () => {
    it("gives a silent group one more window, then ends the job without a fault of the present", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const watcher = await Watcher.of(run);
      await run.passHalf(0);
      for (const rank of [0, 1]) await run.present(rank);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), { 2: ["Missed", 2] });
      assert.equal((await watcher.check()).groups[0].hasRearmed, true);
      await status(run, "Running");
      await run.passHalf(0);
      for (const rank of [0, 1]) await run.present(rank);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), {});
      assert.equal((await run.read.progress()).abortReason, AbortReason.NoWork);
      await closes(run);
      for (const rank of [0, 1]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
    });

    it("freezes a silent group that too few stay in, however often it has had its window", async () => {
      const run = await started({ groups: 1, checkpoints: 3 });
      const watcher = await Watcher.of(run);
      const beSilent = async (...present) => {
        await run.passHalf(0);
        for (const rank of present) await run.present(rank);
        await run.passWork(0);
        return verdicts(run, run.settle(0));
      };
      assert.deepEqual(await beSilent(0, 1), { 2: ["Missed", 2] });
      assert.deepEqual(await beSilent(0), { 1: ["Missed", 2] });
      const { groups, progress } = await watcher.check();
      assert.deepEqual([progress.status, groups[0].active, groups[0].hasRearmed], [JobStatus.Frozen, 0b001, true]);

      const other = await started({ groups: 1, checkpoints: 3 });
      await other.passWork(0);
      const missed = ["Missed", 2];
      assert.deepEqual(await verdicts(other, other.settle(0)), { 0: missed, 1: missed, 2: missed });
      const empty = await other.read.group([0]);
      assert.deepEqual([empty.active, empty.hasRearmed, empty.attempt], [0, false, 0]);
      await status(other, "Frozen");
    });

    it("gives a silent group one more window at each checkpoint", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const watcher = await Watcher.of(run);
      for (const checkpoint of [1, 2]) {
        await run.passHalf(0);
        for (const rank of [0, 1, 2]) await run.present(rank);
        await run.passWork(0);
        await run.settle(0);
        const { groups, progress } = await watcher.check();
        assert.deepEqual([progress.checkpoint, groups[0].hasRearmed, groups[0].present], [checkpoint, true, 0]);
        await run.carry(0);
      }
      assert.equal((await watcher.check()).progress.paidCells, 6);
    });

    it("takes one k for silence where another group has done the work", async () => {
      const run = await started({ groups: 2, checkpoints: 2 });
      await run.carry(1);
      const beSilent = async () => {
        await run.passHalf(0);
        for (const rank of [0, 1, 2]) await run.present(rank);
        await run.passWork(0);
      };
      await beSilent();
      await run.settle(0);
      await beSilent();
      assert.deepEqual(await verdicts(run, run.settle(0)), {
        0: ["Delayed", 1],
        1: ["Delayed", 1],
        2: ["Delayed", 1],
      });
      await closes(run);
      assert.equal(await gainOf(run.market, (await run.at(3)).seller), U);
    });
  });
});
