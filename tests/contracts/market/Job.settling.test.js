import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { keccak256, sliceHex, toHex } from "viem";
import { account } from "../helpers/accounts.js";
import { AbortReason, JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, one, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { reverts, started, status, verdicts } = jobsOn(connection);
const otherSeal = sliceHex(keccak256(toHex("a copied seal")), 0, 16);

describe("Job", () => {
  describe("settle", () => {
    it("waits until the round is over", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      await reverts(run, run.settle(1), "GroupUnknown", [1n, 1n]);
      await reverts(run, run.settle(0), "CommitsOpen", [0n]);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      for (const rank of [0, 1]) await run.reveal(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 15);
      await reverts(run, run.settle(0, digest), "RevealsOpen", [0n, BigInt(closedAt + 15)]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 30);
      await reverts(run, run.settle(0, ownDigest(1, 1)), "DigestMismatch", [
        0n,
        ownDigest(1, 1),
        BigInt(closedAt + 30),
      ]);
    });

    it("is over for a group that has settled, until the others have", async () => {
      const run = await started({ groups: 2 });
      await run.carry(0);
      await reverts(run, run.settle(0, await run.honest(0)), "GroupSettled", [0n, 1n]);
      await reverts(run, run.reveal(0), "GroupSettled", [0n, 1n]);
    });

    it("opens a digest in the last second", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      for (const rank of [0, 1]) await run.reveal(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 30);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 2: ["Withheld", 2] });
    });

    it("judges wrong, copied, withheld, missed and delayed beside a quorum", async () => {
      const run = await started({ groups: 1, checkpoints: 5, replication: 7, quorum: 4 });
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2, 3]) await run.commit(rank);
      await run.commit(4, { digest: ownDigest(4, 1) });
      await run.commit(5, { seal: otherSeal });
      await run.passWork(0);
      for (const rank of [0, 1, 2, 3, 4, 5]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), {
        4: ["Wrong", 5],
        5: ["Copied", 5],
        6: ["Missed", 3],
      });

      await run.job.write.claimMany([[0, 1, 2, 3, 4, 5, 6]]);
      const watcher = await Watcher.of(run);
      await watcher.check();
      assert.equal((await run.read.group([0])).active, 0b0001111);
    });

    it("takes one k from a rank that was present, and all from one that withheld", async () => {
      const run = await started({ groups: 1, checkpoints: 3, replication: 4, quorum: 3 });
      await run.passHalf(0);
      await run.present(3);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      await run.passWork(0);
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 3: ["Delayed", 1] });
      const [, , strikes] = await run.market.Reputation.read.standingOf([(await run.at(3)).seller]);
      assert.equal(strikes, 0n);
    });

    it("puts a strike on a fault, after the points of honest work", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      await run.carry(0);
      const { seller } = await run.at(0);
      const digest = await run.honest(0);
      await run.commit(0, { digest: ownDigest(0, 2) });
      for (const rank of [1, 2]) await run.commit(rank);
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 0: ["Wrong", 1] });
      await status(run, "Completed");
      const [, points, strikes] = await run.market.Reputation.read.standingOf([seller]);
      assert.deepEqual([points, strikes], [(FEE * 2n) / 3n, 1n]);
      await closes(run);
      assert.equal(await gainOf(run.market, seller), U - K);
    });

    it("aborts when the tag's holders withhold the digest", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      for (const rank of [0, 1]) await run.commit(rank);
      await run.commit(2, { digest: ownDigest(2, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.passReveal(0, 2);
      assert.deepEqual(await verdicts(run, run.settle(0, await run.honest(0))), {
        0: ["Withheld", 2],
        1: ["Withheld", 2],
        2: ["Delayed", 1],
      });
      const { status: now, abortReason } = await run.read.progress();
      assert.deepEqual([now, abortReason], [JobStatus.Aborted, AbortReason.Inconclusive]);
      await closes(run);
    });

    it("takes one k from the present where nobody opens the digest, or too few seals are right", async () => {
      const terms = { groups: 1, checkpoints: 3, replication: 5, quorum: 3 };
      const silent = { 3: ["Delayed", 1], 4: ["Missed", 2] };
      const unopened = await started(terms);
      await unopened.passHalf(0);
      await unopened.present(3);
      for (const rank of [0, 1, 2]) await unopened.commit(rank);
      await unopened.passWork(0);
      for (const rank of [0, 1, 2]) await unopened.reveal(rank);
      await unopened.passReveal(0, 2);
      const held = ["Withheld", 3];
      assert.deepEqual(await verdicts(unopened, unopened.settle(0)), { 0: held, 1: held, 2: held, ...silent });
      await closes(unopened);

      const copied = await started(terms);
      await copied.passHalf(0);
      await copied.present(3);
      for (const rank of [0, 1]) await copied.commit(rank);
      await copied.commit(2, { seal: otherSeal });
      await copied.passWork(0);
      for (const rank of [0, 1, 2]) await copied.reveal(rank);
      assert.deepEqual(await verdicts(copied, copied.settle(0, await copied.honest(0))), {
        0: ["Delayed", 1],
        1: ["Delayed", 1],
        2: ["Copied", 3],
        ...silent,
      });
      await closes(copied);
    });

    it("takes copied seals for what they are when they leave no quorum", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const digest = await run.honest(0);
      await run.commit(0);
      await run.commit(1, { seal: otherSeal });
      await run.passWork(0);
      for (const rank of [0, 1]) await run.reveal(rank);
      assert.deepEqual(await verdicts(run, run.settle(0, digest)), {
        0: ["Delayed", 1],
        1: ["Copied", 2],
        2: ["Missed", 2],
      });
      await closes(run);
    });

    it("tells who agreed: the replicas with the tag of a quorum, or nobody", async () => {
      const unsealed = await started(one);
      const digest = await unsealed.honest(0);
      await unsealed.commit(0);
      await unsealed.commit(2, { seal: otherSeal });
      await unsealed.passWork(0);
      for (const rank of [0, 2]) await unsealed.reveal(rank);
      const told = [0, 1, 0, 0b101];
      await viem.assertions.emitWithArgs(unsealed.settle(0, digest), unsealed.job, "RoundInconclusive", told);

      const split = await started(one);
      for (const rank of [0, 1, 2]) await split.commit(rank, { digest: ownDigest(rank, 1) });
      for (const rank of [0, 1, 2]) await split.reveal(rank);
      await viem.assertions.emitWithArgs(split.settle(0), split.job, "RoundInconclusive", [0, 1, 0, 0]);
    });

    it("aborts without a majority: one k each, more for silence", async () => {
      const run = await started({ groups: 1, checkpoints: 3, replication: 5, quorum: 3 });
      await run.passHalf(0);
      await run.present(3);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      await run.passWork(0);
      for (const rank of [0, 1]) await run.reveal(rank);
      await run.passReveal(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), {
        0: ["Delayed", 1],
        1: ["Delayed", 1],
        2: ["Withheld", 3],
        3: ["Delayed", 1],
        4: ["Missed", 2],
      });
      await status(run, "Aborted");
      await closes(run);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
    });

    it("restarts the group empty once, under the policy that allows it", async () => {
      const run = await started({ groups: 2, checkpoints: 2, lossPolicy: LossPolicy.Restart });
      const watcher = await Watcher.of(run);
      const { sellers } = run.market;
      await run.carry(1);
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
      for (const rank of [0, 1, 2]) await run.reveal(rank);
      await run.settle(0);
      const { groups, progress } = await watcher.check();
      assert.deepEqual([progress.status, groups[0].active, groups[0].attempt], [JobStatus.Frozen, 0, 1]);

      for (const seller of sellers.slice(9, 12)) await run.apply(seller, 0);
      await run.seat(0);
      await status(run, "Frozen");
      await run.seat(0);
      await status(run, "Running");
      await run.seat(0);
      assert.deepEqual((await watcher.check()).groups[0].pending, 0b100);
      await run.carry(0);
      assert.equal((await watcher.check()).progress.checkpoint, 2);
      await run.carry(0);
      await run.carry(1);
      await status(run, "Completed");
      assert.equal((await run.read.progress()).paidCells, 2 + 3 + 3 + 3);
      await closes(run);
    });

    it("aborts at the second inconclusive round of one checkpoint", async () => {
      const run = await started({ groups: 1, checkpoints: 1, lossPolicy: LossPolicy.Restart });
      const quarrel = async (ranks) => {
        for (const rank of ranks) await run.commit(rank, { digest: ownDigest(rank, 1) });
        for (const rank of ranks) await run.reveal(rank);
        const told = [0, 1, (await run.read.group([0])).attempt, 0];
        await viem.assertions.emitWithArgs(run.settle(0), run.job, "RoundInconclusive", told);
      };
      await quarrel([0, 1, 2]);
      assert.equal((await run.read.group([0])).attempt, 1);
      for (const seller of run.market.sellers.slice(9, 11)) await run.apply(seller, 0);
      await run.seat(0);
      await run.seat(0);
      await status(run, "Running");
      await quarrel([0, 1]);
      assert.equal((await run.read.progress()).abortReason, AbortReason.Inconclusive);
      await closes(run);
    });

    it("does not take the last reveal of a failure for a settlement", async () => {
      const run = await started(one);
      const digest = keccak256(toHex("exit code 1"));
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest, hasFailed: true });
      for (const rank of [0, 1, 2]) await run.reveal(rank, digest);
      await status(run, "Running");
      await run.settle(0, digest);
      assert.equal((await run.read.progress()).abortReason, AbortReason.ProgramFailed);
      await closes(run);
    });

    it("aborts when a quorum agrees that the program failed, and pays nothing for it", async () => {
      const run = await started({ groups: 1, checkpoints: 2, replication: 5, quorum: 3 });
      const digest = keccak256(toHex("exit code 1"));
      for (const rank of [0, 1, 2]) await run.commit(rank, { digest, hasFailed: true });
      await run.commit(3, { digest: ownDigest(3, 1) });
      await run.passWork(0);
      for (const rank of [0, 1, 2, 3]) await run.reveal(rank);
      await viem.assertions.emitWithArgs(run.settle(0, digest), run.job, "DigestOpened", [0, 1, 0, digest, true]);
      const { abortReason, paidCells } = await run.read.progress();
      assert.deepEqual([abortReason, paidCells], [AbortReason.ProgramFailed, 0]);
      await closes(run);
      for (const rank of [0, 1, 2, 4]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
      assert.equal(await gainOf(run.market, (await run.at(3)).seller), -2n * K);
      assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
    });
  });
});
