import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account, by } from "../helpers/accounts.js";
import { LossPolicy, SettlementPath } from "../helpers/enums.js";
import { Watcher } from "../helpers/invariants.js";
import { closes, jobsOn, U } from "../helpers/jobs.js";
import { honestDigest, ownDigest } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const connection = await network.create();
keepTime(connection);
const { viem } = connection;
const { placed, reverts, started, status, verdicts } = jobsOn(connection, { groups: 2, checkpoints: 6 });
const unauthorized = (run, promise) => viem.assertions.revertWithCustomError(promise, run.job, "RankUnauthorized");

/** A started job whose sellers ask for different prices. */
async function priced(changes) {
  const run = await placed(changes);
  for (const [slot, wallet] of run.market.sellers.slice(0, run.size).entries()) {
    await run.sign(wallet, U - BigInt(slot) * 1_000_003n);
  }
  await run.mine(1);
  await run.job.write.start();
  return run;
}

describe("Job, the fast path", () => {
  describe("ends in the balances of the way by commit and reveal (invariant 18)", () => {
    const onChain = async (run, from, upTo) => {
      for (let checkpoint = from; checkpoint <= upTo; ++checkpoint) {
        for (let group = 0; group < run.terms.groups; ++group) await run.carry(group);
      }
    };
    const byGroup = async (run, from, upTo) => {
      for (let checkpoint = from; checkpoint <= upTo; ++checkpoint) {
        for (let group = 0; group < run.terms.groups; ++group) await run.settleUnanimous(group);
      }
    };
    const together = (run, _, upTo) => run.settleAll(upTo);
    const mixed = async (run, from, upTo) => {
      await run.carry(1);
      await together(run, from, upTo);
    };

    /** What everybody has at the end. Ranks are drawn anew in each job, so that a loss must not depend on them. */
    const balances = async (settle, changes, seatsOne) => {
      const run = await priced(changes);
      const watcher = await Watcher.of(run);
      if (seatsOne) {
        // The seller of slot 0 is silent at checkpoint 1; a stranger has its place from checkpoint 3 on.
        const rank = await run.read.rankOf([0]);
        const group = run.group(rank);
        for (const other of [0, 1].filter((id) => id !== group)) await run.carry(other);
        await run.carry(group, [rank]);
        await run.apply(run.market.sellers[9], group, U - 7n);
        await run.seat(group);
        await settle(run, 2, 2);
      }
      await settle(run, seatsOne ? 3 : 1, run.terms.checkpoints);
      await status(run, "Completed");
      await watcher.check();
      await closes(run);
      const { Collateral, Reputation, Timelock, buyer, sellers } = run.market;
      const everybody = [account(buyer), Timelock.address, ...sellers.map(account)];
      const free = await Promise.all(everybody.map((who) => Collateral.read.freeOf([who])));
      const standing = await Promise.all(everybody.map((who) => Reputation.read.standingOf([who])));
      return { free, standing };
    };

    for (const [what, changes, seatsOne] of [
      ["two groups of three", {}, false],
      ["one replica each", { groups: 3, replication: 1, quorum: 1 }, false],
      ["one group of four", { groups: 1, replication: 4, quorum: 3, checkpoints: 3 }, false],
      ["a seller that is replaced", {}, true],
    ]) {
      it(`with ${what}`, async () => {
        const expected = await balances(onChain, changes, seatsOne);
        const ways = seatsOne || changes.groups === 1 ? [byGroup, together] : [byGroup, together, mixed];
        for (const settle of ways) assert.deepEqual(await balances(settle, changes, seatsOne), expected);
      });
    }
  });

  it("attack: a signature serves no other chain, job, group, checkpoint, attempt, rank or tenure (replay)", async () => {
    const run = await started();
    const digest = await run.honest(0);
    const { wallet, tenure } = await run.at(2);
    const others = (await run.attestations(0)).slice(0, 2);
    const [rank, commitment] = await run.pledge(2);
    const elsewhere = [
      [{}, { chainId: 1 }],
      [{}, { job: run.market.Job.address }],
      [{ group: 1 }],
      [{ checkpoint: 2 }],
      [{ attempt: 1 }],
    ];
    for (const [message, domain] of [...elsewhere, [{ digest: ownDigest(2, 1) }]]) {
      const attestation = await run.signature(wallet, "Attest", 2, { digest, ...message }, domain);
      await unauthorized(run, run.settleUnanimous(0, [...others, attestation]));
      const all = [...others, attestation, ...(await run.attestations(1))];
      await unauthorized(run, run.settleAll(1, all));
    }
    const own = [{ rank: 1 }, { tenure: tenure + 1 }, { commitment: ownDigest(2, 1) }].map((message) => [message]);
    for (const [message, domain] of [...elsewhere, ...own]) {
      const pledge = await run.signature(wallet, "Commit", 2, { commitment, ...message }, domain);
      await unauthorized(run, run.commitMany([[rank, commitment, pledge]]));
    }
    // Nor is one struct taken for another.
    const present = await run.signature(wallet, "Present", 2);
    await unauthorized(run, run.commitMany([[rank, commitment, present]]));
    await unauthorized(run, run.settleUnanimous(0, [...others, present]));
    // What is good for this round is worth nothing in the next.
    const [attestations, pledge] = [await run.attestations(0), await run.pledge(2)];
    await run.settleAll(1);
    await unauthorized(run, run.commitMany([pledge]));
    await unauthorized(run, run.settleUnanimous(0, attestations));
  });

  it("attack: what an agent key has signed before its group restarted empty is worth nothing after (replay)", async () => {
    const run = await placed({ groups: 1, lossPolicy: LossPolicy.Restart, recruitSeconds: 600 });
    const { sellers } = run.market;
    const agents = sellers.slice(12, 15);
    for (const [i, agent] of agents.entries()) await run.sign(sellers[i], U, account(agent));
    await run.mine(1);
    await run.job.write.start();
    const digest = await run.honest(0);
    const signed = () => Promise.all(agents.map((agent) => run.signature(agent, "Attest", 0, { digest })));
    const before = await signed();
    for (const rank of [0, 1, 2]) await run.commit(rank, { digest: ownDigest(rank, 1) });
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    await run.settle(0);
    // The same agents come back for other sellers.
    for (const [i, agent] of agents.entries()) {
      await run.job.write.applyFor([0, U, account(agent), account(agent), "host:1"], by(sellers[9 + i]));
    }
    for (let seat = 0; seat < 2; ++seat) await run.seat(0);
    await status(run, "Running");
    const keys = new Map(agents.map((agent, i) => [account(sellers[9 + i]), i]));
    const order = await Promise.all([0, 1].map(async (rank) => keys.get((await run.at(rank)).seller.toLowerCase())));
    const settle = (signatures) =>
      run.settleUnanimous(
        0,
        order.map((i) => signatures[i]),
      );
    await unauthorized(run, settle(before));
    await settle(await signed());
    assert.equal((await run.read.progress()).checkpoint, 2);
  });

  it("attack: a stranger settles during a fast run, and neither takes nor doubles a cell", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    const signatures = await Promise.all([0, 1].map((id) => run.attestations(id, { checkpoint: 4 })));
    const stale = await Promise.all([0, 1].map((id) => run.attestations(id, { checkpoint: 1 })));
    // Nothing can be judged while the window is open.
    for (const group of [0, 1]) await reverts(run, run.settle(group), "CommitsOpen", [BigInt(group)]);
    // One group alone, and then all at an earlier checkpoint, by signatures that are around.
    await run.settleUnanimous(0, stale[0]);
    await run.settleAll(1, stale.flat());
    assert.equal((await watcher.check()).progress.paidCells, 6);
    await reverts(run, run.settleAll(1, stale.flat()), "CheckpointOutOfRange", [1n, 2n, 6n]);
    await run.settleAll(4, signatures.flat());
    assert.equal((await watcher.check()).progress.paidCells, 24);
    await run.settleAll(6);
    await closes(run);
    for (const rank of [0, 5]) {
      const { seller } = await run.at(rank);
      assert.equal((await run.read.tenureOf([seller])).paidCells, 6);
    }
  });

  it("attack: terminate races settleAll, and takes nothing that was agreed on", async () => {
    const run = await started();
    const watcher = await Watcher.of(run);
    const signatures = (await Promise.all([0, 1].map((id) => run.attestations(id, { checkpoint: 4 })))).flat();
    await run.terminate();
    await run.settleAll(4, signatures);
    assert.equal((await watcher.check()).progress.paidCells, 24);
    // From the moment it takes effect, nothing is settled beyond the checkpoint in work.
    const { announcedAt } = await run.read.progress();
    await run.reach(announcedAt + run.terms.workSeconds);
    await reverts(run, run.settleAll(6), "CheckpointOutOfRange", [6n, 5n, 5n]);
    await run.settleAll(5);
    const { progress } = await watcher.check();
    assert.deepEqual([progress.checkpoint, progress.paidCells], [5, 30]);
    await status(run, "Completed");
    await closes(run);
  });

  it("attack: a free rider quarrels after the peer-to-peer opening, and meets its own commitment", async () => {
    const run = await started({ groups: 1 });
    const watcher = await Watcher.of(run);
    const digest = await run.honest(0);
    // It has bound itself to nothing that it knew; then the others opened, and now it knows the digest.
    const pledges = [await run.pledge(0, { digest: ownDigest(0, 1) }), await run.pledge(1), await run.pledge(2)];
    await run.commitMany(pledges);
    await reverts(run, run.commit(0, { digest }), "CommitsClosed", [0n]);
    await reverts(run, run.reveal(0, digest), "CommitmentMismatch", [0n, pledges[0][1]]);
    for (const rank of [1, 2]) await run.reveal(rank, digest);
    await run.passReveal(0);
    assert.deepEqual(await verdicts(run, run.settle(0, digest)), { 0: ["Withheld", 6] });
    const { progress, events } = await watcher.check();
    assert.equal(progress.paidCells, 2);
    assert.equal(events.find(({ name }) => name === "CheckpointSettled").args.path, SettlementPath.Tally);
    // Nor does it hold up those that are left.
    await run.settleAll(6);
    await closes(run);
  });

  it("settles different digests of different groups", async () => {
    const run = await started();
    await run.settleAll(2);
    const settled = await run.job.getEvents.CheckpointSettled();
    assert.deepEqual(
      settled.map(({ args }) => args.digest),
      [honestDigest(0, 2), honestDigest(1, 2)],
    );
  });
});
