import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, keccak256, toHex } from "viem";
import { account } from "../helpers/accounts.js";
import { JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, U } from "../helpers/jobs.js";
import { ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

// Job.equivocate.tree
// ├── it is no proof: the same twice, another round's, another's signature, nothing that stands on chain: reverts
// ├── it comes too late: the group has settled, the rank has left: reverts
// └── a proof by two signatures, or by one and what stands on chain: all collateral that remains
//     ├── commitments are closed: the round is judged by those that are left
//     ├── they are open, and a quorum stays: they close if all others have committed
//     └── they are open, and none stays
//         ├── some are pending: they are active at once, and the round begins anew
//         └── too few are: the job freezes
const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 3 });
const [ONE, OTHER] = ["one", "another"].map((text) => keccak256(toHex(`${text} commitment`)));

/** A commitment that a rank has signed off chain. */
const pledge = async (run, rank, commitment, changes, domain) => {
  const { wallet } = await run.at(rank);
  return [commitment, await run.signature(wallet, "Commit", rank, { commitment, ...changes }, domain)];
};

describe("Job, equivocate", () => {
  it("takes all that remains for two signed commitments, whoever shows them", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.carry(0);
    const { tenure, seller } = await run.at(1);
    const sending = run.equivocate(1, await pledge(run, 1, ONE), await pledge(run, 1, OTHER));
    const told = [tenure, seller, 2, 0, 0, 1, ONE, OTHER, 0, 0];
    await viem.assertions.emitWithArgs(sending, run.job, "SellerEquivocated", told);
    assert.deepEqual(await verdicts(run, sending), { 1: ["Copied", 2] });
    assert.equal(await gainOf(run.market, seller), U - 2n * K);
    assert.deepEqual(await run.market.Reputation.read.standingOf([seller]), [0n, (FEE * 2n) / 3n, 1n]);
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].active, progress.status], [0b101, JobStatus.Running]);
    for (const checkpoint of [2, 3]) {
      assert.equal((await watcher.check()).progress.checkpoint, checkpoint);
      await run.carry(0);
    }
    await closes(run);
  });

  it("takes the one that stands on chain for a signature, in either place, until it is revealed", async () => {
    for (const isFirst of [true, false]) {
      const run = await started();
      const watcher = await Watcher.of(run);
      await run.commit(2);
      const onChain = [await run.read.wordOf([2])];
      const signed = await pledge(run, 2, OTHER);
      const pair = isFirst ? [onChain, signed] : [signed, onChain];
      assert.deepEqual(await verdicts(run, run.equivocate(2, ...pair)), { 2: ["Copied", 3] });
      assert.equal((await watcher.check()).groups[0].committed, 0);
      await run.carry(0);
      assert.equal((await watcher.check()).progress.paidCells, 2);
    }
    const run = await started();
    const signed = await pledge(run, 2, OTHER);
    await reverts(run, run.equivocate(2, [ONE], signed), "NotCommitted", [2n]);
    for (const rank of [0, 1, 2]) await run.commit(rank);
    const word = await run.read.wordOf([2]);
    await reverts(run, run.equivocate(2, [ONE], signed), "CommitmentMismatch", [2n, word]);
    await run.reveal(2);
    await reverts(run, run.equivocate(2, [word], signed), "AlreadyRevealed", [2n]);
    // Two signatures do it still: what it has revealed counts no more.
    const watcher = await Watcher.of(run);
    await run.equivocate(2, signed, await pledge(run, 2, ONE));
    assert.deepEqual((await watcher.check()).groups[0].revealed, 0);
    const digest = await run.honest(0);
    for (const rank of [0, 1]) await run.reveal(rank, digest);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("is proven by the agent key's signatures too", async () => {
    const run = await placed();
    const { sellers } = run.market;
    for (const seller of sellers.slice(0, 3)) await run.sign(seller, U, account(sellers[8]));
    await run.mine(1);
    await run.job.write.start();
    const both = [];
    for (const commitment of [ONE, OTHER]) {
      both.push([commitment, await run.signature(sellers[8], "Commit", 0, { commitment })]);
    }
    assert.deepEqual(await verdicts(run, run.equivocate(0, ...both)), { 0: ["Copied", 3] });
  });

  it("is no proof if both are the same, or one is another rank's, round's, job's or chain's", async () => {
    const run = await started();
    const one = await pledge(run, 0, ONE);
    await reverts(run, run.equivocate(0, one, one), "CommitmentsEqual", [ONE]);
    const { wallet } = await run.at(1);
    const stranger = [OTHER, await run.signature(wallet, "Commit", 0, { commitment: OTHER })];
    await reverts(run, run.equivocate(0, one, stranger), "RankUnauthorized", [0n, getAddress(account(wallet))]);
    const others = [{ group: 1 }, { checkpoint: 2 }, { attempt: 1 }, { rank: 1 }, { tenure: 9 }];
    for (const [changes, domain] of [
      ...others.map((changes) => [changes]),
      [{}, { job: run.market.Job.address }],
      [{}, { chainId: 1 }],
    ]) {
      const replayed = await pledge(run, 0, OTHER, changes, domain);
      await viem.assertions.revertWithCustomError(run.equivocate(0, one, replayed), run.job, "RankUnauthorized");
    }
  });

  it("comes before the group has settled, and while the rank is active", async () => {
    const run = await placed({ groups: 2, checkpoints: 1 });
    await reverts(run, run.equivocate(0, [ONE], [OTHER]), "JobNotRunning", [JobStatus.Open]);
    await run.start();
    const both = [await pledge(run, 3, ONE), await pledge(run, 3, OTHER)];
    await run.carry(1);
    await reverts(run, run.equivocate(3, ...both), "GroupSettled", [1n, 1n]);
    const mine = [await pledge(run, 0, ONE), await pledge(run, 0, OTHER)];
    await run.equivocate(0, ...mine);
    await reverts(run, run.equivocate(0, ...mine), "RankNotActive", [0n]);
    await run.carry(0);
    await status(run, "Completed");
    await closes(run);
  });

  it("closes the commitments if it was the last one awaited", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    for (const rank of [0, 1]) await run.commit(rank);
    await run.equivocate(2, await pledge(run, 2, ONE), await pledge(run, 2, OTHER));
    assert.equal((await watcher.check()).groups[0].closedAt, await run.time.latest());
    const digest = await run.honest(0);
    for (const rank of [0, 1]) await run.reveal(rank, digest);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("freezes the job if no quorum stays, and what the others have committed stands", async () => {
    const run = await started({ replication: 2, quorum: 2 });
    const watcher = await Watcher.of(run);
    await run.commit(1);
    await run.equivocate(0, await pledge(run, 0, ONE), await pledge(run, 0, OTHER));
    const { groups, progress } = await watcher.check();
    assert.deepEqual([groups[0].committed, progress.status], [0b10, JobStatus.Frozen]);
    // Also the other one can be shown to have signed two, in the freeze: the group was short before.
    await run.equivocate(1, [await run.read.wordOf([1])], await pledge(run, 1, OTHER));
    assert.equal((await watcher.check()).groups[0].active, 0);
    for (const seller of run.market.sellers.slice(4, 6)) await run.apply(seller, 0);
    for (let seat = 0; seat < 2; ++seat) await run.seat(0);
    await status(run, "Running");
    await run.carry(0);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("lets those that are pending in if no quorum stays", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    await run.resign(0);
    await run.apply(run.market.sellers[4], 0);
    await run.seat(0);
    await run.equivocate(1, await pledge(run, 1, ONE), await pledge(run, 1, OTHER));
    const { groups, progress } = await watcher.check();
    assert.deepEqual(
      [groups[0].active, groups[0].t0, progress.status],
      [0b101, await run.time.latest(), JobStatus.Running],
    );
    await run.carry(0);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  for (const how of ["by the last commitment", "by the deadline"]) {
    it(`leaves a round whose commitments were closed ${how} to be judged by those that are left`, async () => {
      const run = await started({ replication: 2, quorum: 2, lossPolicy: LossPolicy.Restart });
      const watcher = await Watcher.of(run);
      await run.commit(0);
      if (how === "by the deadline") await run.passWork(0);
      else await run.commit(1);
      const { closedAt } = await run.read.group([0]);
      await run.equivocate(1, await pledge(run, 1, ONE), await pledge(run, 1, OTHER));
      const { groups, progress } = await watcher.check();
      assert.deepEqual([groups[0].active, groups[0].closedAt, progress.status], [0b01, closedAt, JobStatus.Running]);
      await run.reveal(0);
      // One alone is no quorum: as after any other fault.
      assert.deepEqual(await verdicts(run, run.settle(0)), { 0: ["Delayed", 1] });
      await status(run, "Frozen");
      await watcher.check();
    });
  }

  it("can be shown in a frozen job, of a group that is not short, which is short then", async () => {
    const run = await started({ groups: 2, replication: 2, quorum: 2, recruitSeconds: 600 });
    const watcher = await Watcher.of(run);
    await run.resign(0);
    await run.equivocate(2, await pledge(run, 2, ONE), await pledge(run, 2, OTHER));
    assert.equal((await watcher.check()).progress.status, JobStatus.Frozen);
    assert.equal((await run.read.progress()).shortGroups, 2);
    for (const [group, seller] of [0, 1].map((id) => [id, run.market.sellers[5 + id]])) {
      await run.apply(seller, group);
      await run.seat(group);
      await watcher.check();
    }
    await status(run, "Running");
    for (const group of [0, 1]) await run.carry(group);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });

  it("does not bind a replacement at the same rank, nor the next attempt", async () => {
    const run = await started({ lossPolicy: LossPolicy.Restart });
    const watcher = await Watcher.of(run);
    const before = await pledge(run, 0, OTHER);
    for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    await run.settle(0);
    for (const seller of run.market.sellers.slice(4, 7)) await run.apply(seller, 0);
    for (let seat = 0; seat < 3; ++seat) await run.seat(0);
    const now = await pledge(run, 0, ONE);
    await viem.assertions.revertWithCustomError(run.equivocate(0, now, before), run.job, "RankUnauthorized");
    await run.carry(0);
    assert.equal((await watcher.check()).progress.checkpoint, 2);
  });
});
