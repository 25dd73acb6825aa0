import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, keccak256, parseEther, toHex } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Chance } from "../helpers/chance.js";
import { drawnOf, rankOf } from "../helpers/draw.js";
import { JobStatus, LossPolicy } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, U } from "../helpers/jobs.js";
import { ownDigest, placeJob, PURSE } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

// contracts.md §8: many addresses of one hand.
const connection = await network.create();
keepTime(connection);
const { opened, started, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 3 });

describe("§8, sybils filling a group", () => {
  it("draws as the contracts do", async () => {
    const vectors = new URL("../../vectors/ranks.json", import.meta.url);
    for (const { seed, size, ranks } of JSON.parse(await readFile(vectors, "utf8")).draws) {
      for (const [slot, rank] of ranks.entries()) assert.equal(rankOf(seed, slot, size), rank);
    }
    const run = await started();
    await run.resign(1);
    const applicants = run.market.sellers.slice(4, 11);
    for (const wallet of applicants.slice(0, 3)) await run.apply(wallet, 0);
    const [closeBlock] = await run.read.drawOf([0]);
    await run.seat(0);
    const client = await connection.viem.getPublicClient();
    const { hash } = await client.getBlock({ blockNumber: closeBlock });
    const drawn = applicants[drawnOf(hash, run.address, 0, 3)];
    assert.equal((await run.at(1)).seller, getAddress(account(drawn)));
  });

  it("Monte Carlo equals the formula, including replacements; first come would give ten times as many", () => {
    // A tenth of all that sign and apply is one hand's, in groups of three with a quorum of two.
    const [f, r, groups, trials] = [0.1, 3, 20, 200];
    const chance = new Chance(1);
    const size = groups * r;
    const job = "0x00000000000000000000000000000000000000a1";
    const taken = { drawn: 0, replaced: 0, firstCome: 0 };
    for (let trial = 0; trial < trials; ++trial) {
      const seed = keccak256(toHex(`seed ${trial}`));
      const isSybil = Array.from({ length: size }, () => chance.in100(100 * f));
      const ranks = [];
      for (let slot = 0; slot < size; ++slot) ranks[rankOf(seed, slot, size)] = isSybil[slot];
      for (let group = 0; group < groups; ++group) {
        const members = ranks.slice(group * r, (group + 1) * r);
        const sybils = members.filter(Boolean).length;
        if (sybils >= 2) ++taken.drawn;
        // One of them is lost to a fault, and a dozen apply.
        const applicants = Array.from({ length: 12 }, () => chance.in100(100 * f));
        const lost = chance.between(0, r - 1);
        const replaced = applicants[drawnOf(seed, job, group, applicants.length)];
        if (sybils - (members[lost] ? 1 : 0) + (replaced ? 1 : 0) >= 2) ++taken.replaced;
        // Were the first to come seated, one sybil would be enough that is faster when an honest mate is lost.
        if (sybils >= 1) ++taken.firstCome;
      }
    }
    const all = groups * trials;
    const formula = 3 * f ** 2 * (1 - f) + f ** 3;
    assert.ok(Math.abs(formula - 0.028) < 1e-12);
    const error = Math.sqrt((formula * (1 - formula)) / all);
    for (const found of [taken.drawn, taken.replaced]) {
      assert.ok(Math.abs(found / all - formula) <= 2 * error, `${found / all} is not ${formula} ± 2 · ${error}`);
    }
    const first = 1 - (1 - f) ** 3;
    assert.ok(Math.abs(first - 0.271) < 1e-12);
    assert.ok(Math.abs(taken.firstCome / all - first) <= 2 * Math.sqrt((first * (1 - first)) / all));
  });
});

describe("§8, one hand on both sides", () => {
  it("self-dealt reputation: R points cost R, whoever is the buyer", async () => {
    const market = await opened();
    const { Collateral, Reputation, Timelock, buyer, sellers } = market;
    const hand = [buyer, ...sellers.slice(0, 2)].map(account);
    const wealth = async () => {
      let sum = 0n;
      for (const who of hand) sum += await Collateral.read.freeOf([who]);
      return sum;
    };
    const before = await wealth();
    const terms = { groups: 1, replication: 2, quorum: 2, checkpoints: 3 };
    const run = await (await placeJob(market, terms)).start();
    for (let checkpoint = 0; checkpoint < 3; ++checkpoint) await run.carry(0);
    await closes(run);
    let points = 0n;
    for (const who of hand) points += (await Reputation.read.standingOf([who]))[1];
    assert.equal(points, 6n * FEE);
    assert.equal(before - (await wealth()), points);
    assert.equal(await Collateral.read.freeOf([Timelock.address]), points);
  });

  it("self-dealt reputation: alone nobody earns any", async () => {
    const market = await opened();
    const run = await (await placeJob(market, { groups: 1, replication: 1, quorum: 1, checkpoints: 2 })).start();
    const { seller } = await run.at(0);
    for (let checkpoint = 0; checkpoint < 2; ++checkpoint) await run.carry(0);
    await closes(run);
    assert.equal(await gainOf(market, seller), 2n * U);
    assert.deepEqual(await market.Reputation.read.standingOf([seller]), [0n, 0n, 0n]);
  });

  it("hoarding claims before a fault: points that were not claimed yet shrink with the others", async () => {
    for (const isHoarding of [true, false]) {
      const run = await started();
      const { tenure, seller } = await run.at(2);
      for (let checkpoint = 0; checkpoint < 2; ++checkpoint) await run.carry(0);
      if (!isHoarding) await run.job.write.claim([tenure]);
      await run.carry(0, [2]);
      assert.deepEqual(await run.market.Reputation.read.standingOf([seller]), [0n, (2n * FEE * 2n) / 3n, 1n]);
      await closes(run);
      assert.deepEqual(await run.market.Reputation.read.standingOf([seller]), [0n, (2n * FEE * 2n) / 3n, 1n]);
    }
  });

  it("colluding replicas, with the buyer for a sybil: what an honest rank loses, they do not get", async () => {
    const market = await opened();
    const { Collateral, Timelock, buyer } = market;
    const run = await (await placeJob(market, { groups: 1, checkpoints: 3 })).start();
    const [one, other, honest] = [(await run.at(0)).seller, (await run.at(1)).seller, (await run.at(2)).seller];
    // A quorum that agrees on a lie carries it: known, and not solved. It is not paid for it either.
    const lie = ownDigest(0, 1);
    for (const rank of [0, 1]) await run.commit(rank, { digest: lie });
    await run.commit(2);
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    assert.deepEqual(await verdicts(run, run.settle(0, lie)), { 2: ["Wrong", 3] });
    for (let checkpoint = 1; checkpoint < 3; ++checkpoint) await run.carry(0);
    await closes(run);
    assert.equal(await gainOf(market, honest), -3n * K);
    const hand = (await gainOf(market, one)) + (await gainOf(market, other)) + (await gainOf(market, account(buyer)));
    assert.equal(hand, -6n * FEE);
    assert.equal(await Collateral.read.freeOf([Timelock.address]), 3n * K + 6n * FEE);
  });

  it("impossible or crashing program: a quorum that says so ends the job, the buyer pays nothing, nobody loses", async () => {
    const run = await started({ groups: 2 });
    const failed = ownDigest(0, 1);
    for (const rank of [0, 1]) await run.commit(rank, { digest: failed, hasFailed: true });
    await run.passHalf(0);
    await run.present(2);
    await run.passWork(0);
    for (const rank of [0, 1]) await run.reveal(rank);
    assert.deepEqual(await verdicts(run, run.settle(0, failed)), {});
    assert.equal(await run.read.status(), JobStatus.Aborted);
    await closes(run);
    for (let rank = 0; rank < 6; ++rank) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
    assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
  });

  it("dead input server: nobody can work, all are present, twice: nobody pays", async () => {
    const run = await started();
    for (let window = 0; window < 2; ++window) {
      await run.passHalf(0);
      for (const rank of [0, 1, 2]) await run.present(rank);
      await run.passWork(0);
      assert.deepEqual(await verdicts(run, run.settle(0)), {});
    }
    assert.equal(await run.read.status(), JobStatus.Aborted);
    await closes(run);
    for (const rank of [0, 1, 2]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), 0n);
    assert.equal(await gainOf(run.market, account(run.market.buyer)), 0n);
  });

  it("silence in one group to slash another: the silent pay, the others keep what they have earned", async () => {
    const run = await started({ groups: 2, recruitSeconds: 30, lossPolicy: LossPolicy.Restart });
    const watcher = await Watcher.of(run);
    await run.carry(0);
    await run.passWork(1);
    const silent = await verdicts(run, run.settle(1));
    assert.deepEqual(silent, { 3: ["Missed", 2], 4: ["Missed", 2], 5: ["Missed", 2] });
    const { frozenAt } = (await watcher.check()).progress;
    await run.reach(frozenAt + run.terms.recruitSeconds + 1);
    await run.job.write.abort();
    await closes(run);
    for (const rank of [0, 1, 2]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), U);
    for (const rank of [3, 4, 5]) assert.equal(await gainOf(run.market, (await run.at(rank)).seller), -2n * K);
    assert.equal(await gainOf(run.market, account(run.market.buyer)), -3n * (U + FEE));
  });

  it("stake of one's own behind oneself: it is lost like any other, and a job that asks for it gets what it asks for", async () => {
    const market = await opened();
    const { Reputation, Collateral, sellers } = market;
    const [seller] = sellers;
    const isShort = (signing) => connection.viem.assertions.revertWithCustomError(signing, Collateral, "StandingShort");
    const run = await placeJob(market, { groups: 1, leastStake: parseEther("50") });
    await isShort(run.sign(seller));
    await Reputation.write.placeStake([account(seller), parseEther("50")], by(seller));
    await run.sign(seller);
    assert.equal(await Collateral.read.freeOf([account(seller)]), PURSE - parseEther("50") - 3n * K);
    // What is on its way back counts no more for the next.
    await Reputation.write.startWithdrawal([account(seller), 1n], by(seller));
    const next = await placeJob(market, { groups: 1, leastStake: parseEther("50") });
    await isShort(next.sign(seller));
  });
});
