import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { keccak256, sliceHex, toHex, zeroAddress, zeroHash } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus, SettlementPath } from "../helpers/enums.js";
import { Watcher } from "../helpers/invariants.js";
import { jobsOn, one, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { placed, reverts, started, verdicts } = jobsOn(connection);
const otherSeal = sliceHex(keccak256(toHex("a copied seal")), 0, 16);

describe("Job", () => {
  describe("commit", () => {
    it("is its seller's or its agent key's, once, and only in the window", async () => {
      const run = await placed(one);
      const { sellers } = run.market;
      await run.sign(sellers[0], U, account(sellers[8]));
      await run.sign(sellers[1]);
      await reverts(run, run.job.write.commit([0, 0, 0, zeroHash]), "JobNotRunning", [JobStatus.Open]);
      await run.sign(sellers[2]);
      await run.mine(1);
      await run.job.write.start();
      const rank = await run.read.rankOf([0]);
      await reverts(run, run.commitTo(rank, zeroHash, sellers[1]), "RankUnauthorized", [
        BigInt(rank),
        account(sellers[1]),
      ]);
      await reverts(run, run.job.write.commit([3, 1, 0, zeroHash]), "GroupUnknown", [1n, 1n]);
      await run.commitTo(rank, zeroHash, sellers[8]);
      await reverts(run, run.commitTo(rank, zeroHash, sellers[0]), "AlreadyCommitted", [BigInt(rank)]);
      const { t0 } = await run.read.group([0]);
      const next = (rank + 1) % 3;
      const { wallet } = await run.at(next);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 40);
      await run.commitTo(next, zeroHash, wallet);
      const last = (rank + 2) % 3;
      await networkHelpers.time.setNextBlockTimestamp(t0 + 41);
      await reverts(run, run.commitTo(last, zeroHash, (await run.at(last)).wallet), "CommitsClosed", [0n]);
    });

    it("closes with the last one awaited", async () => {
      const run = await started(one);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      const { closedAt, committed } = await run.read.group([0]);
      assert.deepEqual([closedAt, committed], [await run.time.latest(), 0b111]);
    });

    it("is of the round that it names: one that comes late binds nobody", async () => {
      const run = await started({ groups: 1, checkpoints: 2 });
      const watcher = await Watcher.of(run);
      const { wallet } = await run.at(0);
      const late = [0, 1, 0, await run.commitment(0)];
      await run.settleUnanimous(0);
      await reverts(run, run.job.write.commit(late, by(wallet)), "RoundMismatch", [0n, 2n, 0n]);
      await run.job.write.commit([0, 2, 0, await run.commitment(0)], by(wallet));
      assert.equal((await watcher.check()).groups[0].committed, 0b001);
    });

    it("is of the attempt that it names", async () => {
      const run = await started(one);
      const { wallet } = await run.at(0);
      await reverts(run, run.job.write.commit([0, 1, 1, zeroHash], by(wallet)), "RoundMismatch", [0n, 1n, 0n]);
    });

    it("is refused after the group has settled, and to a rank that has left", async () => {
      const run = await started({ checkpoints: 2, groups: 2 });
      await run.carry(1);
      await reverts(run, run.commit(3), "GroupSettled", [1n, 1n]);
      await run.carry(0, [1]);
      const { wallet } = await run.at(1);
      await reverts(run, run.commitTo(1, zeroHash, wallet), "RankNotActive", [1n]);
    });
  });

  describe("present", () => {
    it("counts in the second half of the window, and lets the rank commit still", async () => {
      const run = await started(one);
      const { t0 } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 19);
      await reverts(run, run.present(0), "PresenceTooEarly", [BigInt(t0 + 20)]);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 20);
      await run.present(0);
      await reverts(run, run.present(0), "AlreadyPresent", [0n]);
      await run.carry(0);
      assert.equal((await run.read.progress()).paidCells, 3);
    });

    it("counts in the last second of the window, in the second half of an odd one rounded down", async () => {
      const run = await started({ ...one, workSeconds: 41 });
      const { t0 } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 20);
      await run.present(0);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 41);
      await run.present(1);
      await networkHelpers.time.setNextBlockTimestamp(t0 + 42);
      await reverts(run, run.present(2), "CommitsClosed", [0n]);
      assert.deepEqual(await verdicts(run, run.settle(0)), { 2: ["Missed", 2] });
    });

    it("is not shown before the start, for a rank that waits or has left, nor where the group has settled", async () => {
      const run = await placed({ groups: 2, checkpoints: 3 });
      await reverts(run, run.job.write.present([[0], ["0x"]]), "JobNotRunning", [JobStatus.Open]);
      await run.start();
      await run.carry(1);
      await reverts(run, run.present(3), "GroupSettled", [1n, 1n]);
      await run.carry(0, [0]);
      await run.passHalf(0);
      await reverts(run, run.present(0), "RankNotActive", [0n]);
      await run.apply(run.market.sellers[9], 0);
      await run.seat(0);
      await reverts(run, run.present(0), "RankNotActive", [0n]);
      await run.present(1);
    });

    it("is shown by signatures of sellers, for several ranks at once", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const [first, second] = [await run.at(0), await run.at(1)];
      const signatures = [
        await run.signature(first.wallet, "Present", 0),
        await run.signature(second.wallet, "Present", 1),
      ];
      await run.job.write.present([[0, 1], signatures]);
      assert.equal((await run.read.group([0])).present, 0b011);
      await reverts(
        run,
        run.job.write.present([[2], [await run.signature(first.wallet, "Present", 2)]]),
        "RankUnauthorized",
        [2n, account(first.wallet)],
      );
      await reverts(run, run.job.write.present([[2], ["0x1234"]]), "RankUnauthorized", [2n, zeroAddress]);
      await reverts(run, run.job.write.present([[2], []]), "LengthsDiffer", [1n, 0n]);
    });

    it("cannot be held up by whoever goes ahead with one of the ranks", async () => {
      const run = await started({ groups: 3, checkpoints: 2, workSeconds: 600 });
      await run.passHalf(0);
      const ranks = [0, 1, 3, 6, 7];
      const signatures = [];
      for (const rank of ranks) signatures.push(await run.signature((await run.at(rank)).wallet, "Present", rank));
      // Meanwhile rank 0 has shown itself, 1 has equivocated, group 1 has settled and 2 has closed its commitments.
      await run.job.write.present([[0], [signatures[0]]]);
      const [[, ...honest], [, ...other]] = [await run.pledge(1), await run.pledge(1, { seal: otherSeal })];
      await run.equivocate(1, honest, other);
      await run.carry(1);
      for (const rank of [6, 7, 8]) await run.commit(rank);
      await reverts(run, run.job.write.present([ranks, signatures]), "CommitsClosed", [2n]);
      await reverts(
        run,
        run.job.write.present([
          [6, 0],
          [signatures[3], signatures[0]],
        ]),
        "AlreadyPresent",
        [0n],
      );
      const last = await run.signature((await run.at(2)).wallet, "Present", 2);
      await run.job.write.present([
        [2, ...ranks],
        [last, ...signatures],
      ]);
      assert.equal((await run.read.group([0])).present, 0b101);
      await run.job.write.present([[], []]);
    });

    it("is shown by agent keys, signing or calling", async () => {
      const run = await placed(one);
      const [first, second, third, ...keys] = run.market.sellers;
      await run.sign(first, U, account(keys[0]));
      await run.sign(second, U, account(keys[1]));
      await run.sign(third);
      await run.mine(1);
      await run.job.write.start();
      await run.passHalf(0);
      const [signs, calls] = [await run.read.rankOf([0]), await run.read.rankOf([1])];
      const signature = await run.signature(keys[0], "Present", signs);
      await run.job.write.present(
        [
          [signs, calls],
          [signature, "0x"],
        ],
        by(keys[1]),
      );
      assert.equal((await run.read.group([0])).present, (1 << signs) | (1 << calls));
    });

    it("is not shown by a signature for another chain, job, round or tenure", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const { wallet, tenure } = await run.at(0);
      const { t0 } = await run.read.group([0]);
      for (const [message, domain] of [
        [{}, { chainId: 1 }],
        [{}, { job: run.market.Job.address }],
        [{ group: 1 }],
        [{ checkpoint: 2 }],
        [{ attempt: 1 }],
        [{ tenure: tenure + 1 }],
        [{ t0: t0 - 1 }],
      ]) {
        const showing = run.job.write.present([[0], [await run.signature(wallet, "Present", 0, message, domain)]]);
        await viem.assertions.revertWithCustomError(showing, run.job, "RankUnauthorized");
      }
    });

    it("must be shown anew when the window begins anew", async () => {
      const run = await started(one);
      await run.passHalf(0);
      const signatures = [];
      for (const rank of [0, 1]) signatures.push(await run.signature((await run.at(rank)).wallet, "Present", rank));
      await run.job.write.present([[0, 1], signatures]);
      await run.passWork(0);
      await run.settle(0);
      await run.passHalf(0);
      const again = run.job.write.present([[0, 1], signatures]);
      await viem.assertions.revertWithCustomError(again, run.job, "RankUnauthorized");
    });
  });

  describe("reveal", () => {
    it("opens a commitment once, while the window lasts", async () => {
      const run = await started(one);
      await run.commit(0);
      await reverts(run, run.reveal(0), "CommitsOpen", [0n]);
      await run.commit(1);
      await run.passWork(0);
      await run.reveal(0);
      await reverts(run, run.reveal(0), "AlreadyRevealed", [0n]);
      await reverts(run, run.job.write.reveal([2, otherSeal, otherSeal, zeroHash, zeroHash]), "NotCommitted", [2n]);
      const committed = await run.read.wordOf([1]);
      await reverts(run, run.job.write.reveal([1, otherSeal, otherSeal, zeroHash, zeroHash]), "CommitmentMismatch", [
        1n,
        committed,
      ]);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 16);
      await reverts(run, run.reveal(1), "RevealClosed", [0n, BigInt(closedAt + 15)]);
    });

    it("counts in its last second", async () => {
      const run = await started(one);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      const { closedAt } = await run.read.group([0]);
      await networkHelpers.time.setNextBlockTimestamp(closedAt + 15);
      await run.reveal(0);
      assert.equal((await run.read.group([0])).revealed, 0b001);
    });

    it("settles with the last one, if it names the digest that all stand for", async () => {
      const run = await started(one);
      const digest = await run.honest(0);
      for (const rank of [0, 1, 2]) await run.commit(rank);
      await run.reveal(0, digest);
      await run.reveal(1, digest);
      await run.reveal(2, ownDigest(0, 0));
      assert.equal((await run.read.progress()).checkpoint, 1);
      const told = [0, 1, 0, digest, 0b111, 0, SettlementPath.Tally];
      await viem.assertions.emitWithArgs(run.settle(0, digest), run.job, "CheckpointSettled", told);
      assert.equal((await run.read.progress()).checkpoint, 2);
    });
  });
});
