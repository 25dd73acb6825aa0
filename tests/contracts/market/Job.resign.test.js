import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

// Job.resign.tree
// ├── of nobody who may: reverts
// ├── of a rank that is pending: one k, nothing else changes
// └── of an active rank
//     ├── too late, committed, settled: reverts
//     └── in time: what it has earned, less
//         ├── one k, if a quorum stays; the commitments close if all others have committed
//         └── the price of a missed checkpoint, if none stays
//             ├── some are pending: they are active at once, and the round begins anew
//             └── too few are: the job freezes
const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 4 });

describe("Job, resign", () => {
  it("costs one k and no strike while a quorum stays, and pays what was earned", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.carry(0);
    const { tenure, seller } = await run.at(1);
    const sending = run.resign(1);
    await viem.assertions.emitWithArgs(sending, run.job, "SellerResigned", [tenure, seller, 2, 0, 1, 0, 0]);
    assert.deepEqual(await verdicts(run, sending), { 1: ["Delayed", 1] });
    assert.equal(await gainOf(run.market, seller), U - K);
    assert.deepEqual(await run.market.Reputation.read.standingOf([seller]), [0n, FEE, 0n]);
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].active, progress.status], [0b101, JobStatus.Running]);
    for (const checkpoint of [2, 3, 4]) {
      assert.equal((await watcher.check()).progress.checkpoint, checkpoint);
      await run.carry(0);
    }
    await status(run, "Completed");
    await closes(run);
    const { Collateral, Timelock } = run.market;
    assert.equal(await Collateral.read.freeOf([Timelock.address]), K + 9n * FEE);
  });

  it("is its seller's to do, or its agent key's", async () => {
    const run = await placed();
    const { sellers, buyer } = run.market;
    const agent = sellers[8];
    for (const seller of sellers.slice(0, 3)) await run.sign(seller, U, account(agent));
    await run.mine(1);
    await run.job.write.start();
    for (const wallet of [buyer, sellers[5]]) {
      await reverts(run, run.job.write.resign([0], by(wallet)), "RankUnauthorized", [0n, getAddress(account(wallet))]);
    }
    assert.deepEqual(await verdicts(run, run.job.write.resign([0], by(agent))), { 0: ["Delayed", 1] });
    await (await Watcher.of(run)).check();
  });

  it("is for the first half of the window only", async () => {
    const run = await started();
    const { t0 } = await run.read.group([0]);
    const half = t0 + run.terms.workSeconds / 2;
    await run.time.increaseTo(half - 2);
    assert.deepEqual(await verdicts(run, run.resign(0)), { 0: ["Delayed", 1] });
    await reverts(run, run.resign(1), "ResignTooLate", [BigInt(half)]);
  });

  it("is not for those that are bound, gone, or settled, nor before the start or after the end", async () => {
    const run = await placed({ groups: 2, checkpoints: 1, replication: 3 });
    await reverts(run, run.job.write.resign([0]), "JobNotRunning", [JobStatus.Open]);
    await run.start();
    await run.commit(0);
    await reverts(run, run.resign(0), "AlreadyCommitted", [0n]);
    await run.resign(1);
    await reverts(run, run.resign(1), "RankNotActive", [1n]);
    await run.carry(1);
    await reverts(run, run.resign(3), "GroupSettled", [1n, 1n]);
    await run.commit(2);
    const digest = await run.honest(0);
    for (const rank of [0, 2]) await run.reveal(rank, digest);
    await reverts(run, run.resign(2), "JobNotRunning", [JobStatus.Completed]);
    await closes(run);
  });

  it("closes the commitments if it was the last one awaited", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    for (const rank of [0, 1]) await run.commit(rank);
    await run.resign(2);
    assert.equal((await watcher.check()).groups[0].closedAt, await run.time.latest());
    const digest = await run.honest(0);
    for (const rank of [0, 1]) await run.reveal(rank, digest);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("costs what silence costs, with a strike, when the group falls below its quorum, and freezes the job", async () => {
    const run = await started({ replication: 2, quorum: 2 });
    const watcher = await Watcher.of(run);
    const { seller } = await run.at(0);
    await run.commit(1);
    assert.deepEqual(await verdicts(run, run.resign(0)), { 0: ["Missed", 2] });
    assert.equal(await gainOf(run.market, seller), -2n * K);
    assert.deepEqual(await run.market.Reputation.read.standingOf([seller]), [0n, 0n, 1n]);
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].active, groups[0].committed, progress.status], [0b10, 0b10, JobStatus.Frozen]);
    await reverts(run, run.resign(1), "JobNotRunning", [JobStatus.Frozen]);
    // The commitment stands, and the replacement enters at once.
    await run.apply(run.market.sellers[4], 0);
    await run.seat(0);
    assert.deepEqual((await watcher.check()).groups[0].committed, 0b10);
    await run.commit(0);
    const digest = await run.honest(0);
    for (const rank of [0, 1]) await run.reveal(rank, digest);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("lets those that are pending in, and begins the round anew, when the group would be short", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.resign(0);
    await run.apply(run.market.sellers[4], 0);
    await run.seat(0);
    const { t0 } = await run.read.group([0]);
    assert.deepEqual((await watcher.check()).groups[0].pending, 0b001);
    const sending = run.resign(1);
    assert.deepEqual(await verdicts(run, sending), { 1: ["Missed", 2] });
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].active, groups[0].pending, progress.status], [0b101, 0, JobStatus.Running]);
    assert.ok(groups[0].t0 > t0);
    // Who entered early is paid for this checkpoint too.
    const entered = (await run.at(0)).seller;
    for (const checkpoint of [1, 2, 3, 4]) {
      assert.equal((await watcher.check()).progress.checkpoint, checkpoint);
      await run.carry(0);
    }
    await closes(run);
    assert.equal(await gainOf(run.market, entered), 4n * U);
  });

  it("is free for one k to those that are pending, at any time of a running job", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.resign(2);
    await run.apply(run.market.sellers[4], 0);
    await run.seat(0);
    const { seller } = await run.at(2);
    for (const rank of [0, 1]) await run.commit(rank);
    const before = (await watcher.check()).groups[0];
    assert.deepEqual(await verdicts(run, run.resign(2)), { 2: ["Delayed", 1] });
    const after = (await watcher.check()).groups[0];
    assert.deepEqual(after, { ...before, pending: 0 });
    assert.equal(await gainOf(run.market, seller), -K);
    await run.reveal(0);
    await run.reveal(1, await run.honest(0));
    await run.carry(0);
    assert.equal((await watcher.check()).progress.paidCells, 4);
  });

  it("is the way of one that is pending, whom nobody can expel", async () => {
    const run = await started({ replication: 4, quorum: 3 });
    await run.resign(3);
    await run.apply(run.market.sellers[4], 0);
    await run.seat(0);
    assert.equal((await run.read.group([0])).pending, 0b1000);
    await reverts(run, run.expel(3, [0, 1, 2]), "RankNotActive", [3n]);
  });

  it("§8, resign-and-apply loops: nobody comes back, and each round trip needs another address and a k", async () => {
    const run = await started({ lossPolicy: LossPolicy.Restart });
    const watcher = await Watcher.of(run);
    const { wallet } = await run.at(0);
    await run.resign(0);
    await reverts(run, run.apply(wallet, 0), "SellerKnown", [getAddress(account(wallet))]);
    // Accomplices take turns on the vacancy: each pays, and the round of the others goes on untouched.
    const { t0 } = await run.read.group([0]);
    const others = run.market.sellers.slice(4, 7);
    for (const accomplice of others) {
      await run.apply(accomplice, 0);
      await run.seat(0);
      assert.deepEqual(await verdicts(run, run.resign(0)), { 0: ["Delayed", 1] });
      await reverts(run, run.apply(accomplice, 0), "SellerKnown", [getAddress(account(accomplice))]);
    }
    const group = (await watcher.check()).groups[0];
    assert.deepEqual([group.t0, group.active, group.pending], [t0, 0b110, 0]);
    await run.carry(0);
    for (const accomplice of others) assert.equal(await gainOf(run.market, account(accomplice)), -K);
    assert.equal((await watcher.check()).progress.paidCells, 2);
  });

  it("§8, freeze loops: each freeze costs its maker a missed checkpoint, and seatings and frozen time are budgets", async () => {
    const run = await started({ replication: 2, quorum: 2, recruitSeconds: 30 });
    const watcher = await Watcher.of(run);
    const { sellers } = run.market;
    let frozen = 0;
    for (const accomplice of sellers.slice(4)) {
      if ((await run.read.status()) !== JobStatus.Running) break;
      assert.deepEqual(Object.values(await verdicts(run, run.resign(0)))[0][0], "Missed");
      ++frozen;
      const { frozenAt, frozenSeconds } = (await watcher.check()).progress;
      if (frozenSeconds > run.terms.recruitSeconds) {
        // The budget is spent: this freeze lasts two reveal windows at the most.
        await run.reach(frozenAt + 2 * run.terms.revealSeconds);
        await run.job.write.abort();
        break;
      }
      await run.time.increase(20);
      await run.apply(accomplice, 0);
      await run.seat(0);
    }
    assert.equal(frozen, 3);
    await status(run, "Aborted");
    const honest = (await run.at(1)).seller;
    await closes(run);
    assert.equal(await gainOf(run.market, honest), 0n);
  });

  it("leaves nothing behind when a wrong round follows", async () => {
    const run = await started({ lossPolicy: LossPolicy.Restart });
    const watcher = await Watcher.of(run);
    await run.resign(2);
    for (const rank of [0, 1]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [0, 1]) await run.reveal(rank);
    assert.deepEqual(await verdicts(run, run.settle(0)), { 0: ["Delayed", 1], 1: ["Delayed", 1] });
    await watcher.check();
    await status(run, "Frozen");
  });
});
