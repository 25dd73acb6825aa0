import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account } from "../helpers/accounts.js";
import { JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, U } from "../helpers/jobs.js";
import { EVIDENCE, ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 3 });

describe("Job, expel", () => {
  it("ends a tenure at the price of a missed checkpoint, whoever brings the signatures", async () => {
    const run = await started({ checkpoints: 5 });
    const watcher = await Watcher.of(run);
    const { tenure, seller } = await run.at(0);
    const sending = run.expel(0, [1, 2]);
    const told = [tenure, seller, 1, 0, 0, 0, 0b110, EVIDENCE];
    await viem.assertions.emitWithArgs(sending, run.job, "SellerExpelled", told);
    assert.deepEqual(await verdicts(run, sending), { 0: ["Expelled", 3] });
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].active, groups[0].hasExpelled, progress.status], [0b110, true, JobStatus.Running]);
    const [, , strikes] = await run.market.Reputation.read.standingOf([seller]);
    assert.equal(strikes, 1n);
    for (let checkpoint = 1; checkpoint <= 5; ++checkpoint) await run.carry(0);
    await status(run, "Completed");
    await closes(run);
    assert.equal(await gainOf(run.market, seller), -3n * K);
    for (const rank of [1, 2]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 5n * U);
    assert.equal(await gainOf(run.market, account(run.market.buyer)), -10n * (U + FEE));
    const { Collateral, Timelock } = run.market;
    assert.equal(await Collateral.read.freeOf([Timelock.address]), 3n * K + 10n * FEE);
  });

  for (const [checkpoints, cells] of [1, 2, 2, 2, 3, 3].entries()) {
    it(`takes ${cells} of ${checkpoints + 1} cells of collateral`, async () => {
      const run = await started({ checkpoints: checkpoints + 1 });
      const { seller } = await run.at(1);
      assert.deepEqual(await verdicts(run, run.expel(1, [0, 2])), { 1: ["Expelled", cells] });
      assert.equal(await gainOf(run.market, seller), BigInt(-cells) * K);
    });
  }

  it("pays first what was earned, and puts the strike after its points", async () => {
    const run = await started();
    await run.carry(0);
    const { seller } = await run.at(0);
    assert.deepEqual(await verdicts(run, run.expel(0, [2, 1])), { 0: ["Expelled", 2] });
    assert.equal(await gainOf(run.market, seller), U - 2n * K);
    const [, points, strikes] = await run.market.Reputation.read.standingOf([seller]);
    assert.deepEqual([points, strikes], [(FEE * 2n) / 3n, 1n]);
  });

  it("comes before anybody else of the group has committed", async () => {
    const run = await started({ groups: 2 });
    await run.commit(1);
    await reverts(run, run.expel(0, [1, 2]), "CommitsBegun", [0n]);
    await run.commit(0);
    await reverts(run, run.expel(0, [1, 2]), "CommitsBegun", [0n]);
    await run.passWork(0);
    await reverts(run, run.expel(0, [1, 2]), "CommitsBegun", [0n]);
    // Other groups are their own.
    await run.expel(3, [4, 5]);
  });

  it("drops what the expelled one has committed, and awaits the others", async () => {
    const run = await started({ replication: 4, quorum: 3 });
    const watcher = await Watcher.of(run);
    const digest = await run.honest(0);
    await run.commit(0, { digest: ownDigest(0, 1) });
    assert.equal((await watcher.check()).groups[0].committed, 0b0001);
    assert.deepEqual(await verdicts(run, run.expel(0, [1, 2, 3])), { 0: ["Expelled", 2] });
    const { active, committed, closedAt } = (await watcher.check()).groups[0];
    assert.deepEqual([active, committed, closedAt], [0b1110, 0, 0]);
    await reverts(run, run.commit(0), "RankNotActive", [0n]);
    for (const rank of [1, 2]) await run.commit(rank);
    assert.equal((await watcher.check()).groups[0].closedAt, 0);
    await run.commit(3);
    assert.equal((await watcher.check()).groups[0].closedAt, await run.time.latest());
    await reverts(run, run.reveal(0), "NotCommitted", [0n]);
    for (const rank of [1, 2, 3]) await run.reveal(rank, digest);
    const { progress } = await watcher.check();
    assert.deepEqual([progress.checkpoint, progress.paidCells], [2, 3]);
  });

  for (const [what, reveals] of [
    ["committed", false],
    ["committed and revealed", true],
  ]) {
    it(`comes late to one that has ${what} alone: the round begins anew with the present`, async () => {
      const run = await started({ replication: 5, quorum: 3 });
      const watcher = await Watcher.of(run);
      await run.commit(0);
      await run.passHalf(0);
      for (const rank of [1, 2, 3]) await run.present(rank);
      await run.passWork(0);
      if (reveals) await run.reveal(0);
      assert.deepEqual(await verdicts(run, run.expel(0, [1, 2, 3])), { 0: ["Expelled", 2] });
      const { committed, revealed } = (await watcher.check()).groups[0];
      assert.deepEqual([committed, revealed], [0, 0]);
      await reverts(run, run.commit(1), "CommitsClosed", [0n]);
      // Nobody is bound: no window of reveals is waited for.
      assert.deepEqual(await verdicts(run, run.settle(0)), { 4: ["Missed", 2] });
      const group = (await watcher.check()).groups[0];
      assert.deepEqual([group.active, group.attempt, group.hasRearmed], [0b01110, 0, true]);
      await run.carry(0);
      assert.equal((await watcher.check()).progress.paidCells, 3);
    });
  }

  it("does not come after the group has settled, nor before the start, nor after the end", async () => {
    const run = await placed({ groups: 2, checkpoints: 1 });
    await reverts(run, run.job.write.expel([0, EVIDENCE, [1, 2], ["0x", "0x"]]), "JobNotRunning", [JobStatus.Open]);
    await run.start();
    await run.carry(1);
    await reverts(run, run.expel(3, [4, 5]), "GroupSettled", [1n, 1n]);
    await run.carry(0);
    await reverts(run, run.expel(0, [1, 2]), "JobNotRunning", [JobStatus.Completed]);
    await closes(run);

    const other = await started();
    await reverts(other, other.job.write.expel([3, EVIDENCE, [], []]), "GroupUnknown", [1n, 1n]);
  });

  it("may come late in a silent round, whose others then stay by their presence", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.passHalf(0);
    for (const rank of [0, 1, 2]) await run.present(rank);
    await run.passWork(0);
    assert.deepEqual(await verdicts(run, run.expel(2, [0, 1])), { 2: ["Expelled", 2] });
    assert.deepEqual(await verdicts(run, run.settle(0)), {});
    const { groups } = await watcher.check();
    assert.deepEqual([groups[0].active, groups[0].hasRearmed, groups[0].hasExpelled], [0b011, true, true]);
    await run.carry(0);
    assert.equal((await watcher.check()).progress.paidCells, 2);
  });

  it("is spent for the checkpoint, also for those that restart the group", async () => {
    const run = await started({ lossPolicy: LossPolicy.Restart });
    const watcher = await Watcher.of(run);
    await run.expel(0, [1, 2]);
    for (const rank of [1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [1, 2]) await run.reveal(rank);
    await run.settle(0);
    for (const seller of run.market.sellers.slice(9, 12)) await run.apply(seller, 0);
    for (let seat = 0; seat < 3; ++seat) await run.seat(0);
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].attempt, groups[0].hasExpelled, progress.status], [1, true, JobStatus.Running]);
    await reverts(run, run.expel(0, [1, 2]), "ExpulsionSpent", [0n, 1n]);
    await run.carry(0);
    assert.equal((await watcher.check()).groups[0].hasExpelled, false);
    await run.expel(0, [1, 2]);
    await watcher.check();
  });

  it("opens a vacancy that is filled by draw for the next checkpoint, and closed to the expelled", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    const { wallet, seller, tenure } = await run.at(0);
    await run.expel(0, [1, 2]);
    await reverts(run, run.commit(0), "RankNotActive", [0n]);
    await run.passHalf(0);
    await reverts(run, run.present(0), "RankNotActive", [0n]);
    await reverts(run, run.apply(wallet, 0), "SellerKnown", [account(wallet)]);
    await reverts(run, run.job.write.claim([tenure]), "NothingToClaim", [BigInt(tenure)]);
    await run.apply(run.market.sellers[9], 0);
    await run.seat(0);
    assert.deepEqual((await watcher.check()).groups[0].pending, 0b001);
    for (const checkpoint of [1, 2, 3]) {
      assert.equal((await run.read.group([0])).checkpoint, checkpoint);
      await run.carry(0);
    }
    assert.equal((await run.read.progress()).paidCells, 2 + 3 + 3);
    await closes(run);
    assert.equal(await gainOf(run.market, seller), -2n * K);
    assert.equal(await gainOf(run.market, account(run.market.sellers[9])), 2n * U);
  });

  it("leaves the last checkpoint to those that stay", async () => {
    const run = await started({ checkpoints: 1 });
    const { seller } = await run.at(2);
    assert.deepEqual(await verdicts(run, run.expel(2, [0, 1])), { 2: ["Expelled", 1] });
    await reverts(run, run.apply(run.market.sellers[9], 0), "NoCheckpointLeft", [1n]);
    await run.carry(0);
    await status(run, "Completed");
    await closes(run);
    assert.equal(await gainOf(run.market, seller), -K);
    assert.equal(await gainOf(run.market, account(run.market.buyer)), -2n * (U + FEE));
  });

  it("goes on in a frozen job where a group is a quorum, and a replacement enters at once", async () => {
    const run = await started({ groups: 2, checkpoints: 2, lossPolicy: LossPolicy.Restart, recruitSeconds: 600 });
    const watcher = await Watcher.of(run);
    for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    await run.settle(0);
    await status(run, "Frozen");
    await reverts(run, run.expel(0, [1, 2]), "RankNotActive", [0n]);
    await run.time.increase(100);
    assert.deepEqual(await verdicts(run, run.expel(5, [3, 4])), { 5: ["Expelled", 2] });
    assert.equal((await watcher.check()).progress.status, JobStatus.Frozen);
    const [first, ...others] = run.market.sellers.slice(9, 12);
    await run.apply(first, 1);
    await run.seat(1);
    assert.equal((await watcher.check()).groups[1].active, 0b111);
    await reverts(run, run.expel(5, [3, 4]), "ExpulsionSpent", [1n, 1n]);
    for (const seller of others) await run.apply(seller, 0);
    for (let seat = 0; seat < 2; ++seat) await run.seat(0);
    await status(run, "Running");
    for (const checkpoint of [1, 2]) {
      assert.equal((await watcher.check()).progress.checkpoint, checkpoint);
      for (const group of [0, 1]) await run.carry(group);
    }
    await status(run, "Completed");
    await closes(run);
    assert.equal(await gainOf(run.market, account(first)), 2n * U);
  });

  /** A job whose group 0 is short, while rank 3 is the only one of group 1 that has committed. */
  const frozen = async (isLate) => {
    const run = await started({ groups: 2, checkpoints: 2, lossPolicy: LossPolicy.Restart, recruitSeconds: 600 });
    for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    await run.commit(3);
    await run.passHalf(1);
    for (const rank of [4, 5]) await run.present(rank);
    if (isLate) await run.passWork(1);
    await run.settle(0);
    await status(run, "Frozen");
    return run;
  };

  const resume = async (run, sellers) => {
    for (const seller of sellers) await run.apply(seller, 0);
    for (let seat = 0; seat < 2; ++seat) await run.seat(0);
    await status(run, "Running");
  };

  it("leaves nothing of a commitment to the replacement that enters at once in a frozen job", async () => {
    const run = await frozen(false);
    const watcher = await Watcher.of(run);
    const [first, ...others] = run.market.sellers.slice(9, 12);
    assert.deepEqual(await verdicts(run, run.expel(3, [4, 5])), { 3: ["Expelled", 2] });
    await run.apply(first, 1);
    await run.seat(1);
    const { active, committed } = (await watcher.check()).groups[1];
    assert.deepEqual([active, committed], [0b111, 0]);
    for (const rank of [4, 5]) await run.commit(rank);
    assert.equal((await watcher.check()).groups[1].closedAt, 0);
    await run.commit(3);
    assert.notEqual((await watcher.check()).groups[1].closedAt, 0);
    await resume(run, others);
    await watcher.check();
    const digest = await run.honest(1);
    for (const rank of [3, 4, 5]) await run.reveal(rank, digest);
    await run.carry(0);
    for (const group of [0, 1]) await run.carry(group);
    await status(run, "Completed");
    await closes(run);
    assert.equal(await gainOf(run.market, account(first)), 2n * U);
  });

  for (const when of ["in the freeze", "after it"]) {
    it(`meets the only commitment of a round that closed before a freeze, ${when}`, async () => {
      const run = await frozen(true);
      const watcher = await Watcher.of(run);
      const sellers = run.market.sellers.slice(9, 11);
      if (when === "after it") await resume(run, sellers);
      assert.deepEqual(await verdicts(run, run.expel(3, [4, 5])), { 3: ["Expelled", 2] });
      await watcher.check();
      if (when === "in the freeze") await resume(run, sellers);
      assert.equal((await watcher.check()).groups[1].committed, 0);
      assert.deepEqual(await verdicts(run, run.settle(1)), {});
      const { active, hasRearmed } = (await watcher.check()).groups[1];
      assert.deepEqual([active, hasRearmed], [0b110, true]);
      for (const checkpoint of [1, 2]) {
        assert.equal((await watcher.check()).progress.checkpoint, checkpoint);
        for (const group of [0, 1]) await run.carry(group);
      }
      await status(run, "Completed");
      await closes(run);
    });
  }
});
