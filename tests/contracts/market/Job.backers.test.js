import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, parseEther, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Movement } from "../helpers/enums.js";
import { gainOf, Watcher } from "../helpers/invariants.js";
import { closes, FEE, jobsOn, K, U } from "../helpers/jobs.js";
import { ownDigest, placeJob, PURSE } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

// Stake behind a seller, from its first signature to the last payment (Reputation.tree):
// ├── each cell pays its backers ⌊a · share / 10⁴⌋, as read when it signed or was seated
// │   ├── no stake behind it: the beneficiary has all
// │   └── the job is not listed: the beneficiary has all
// └── a strike takes min(5 %, what the seller loses) of the stake
//     ├── an unlucky round is no strike: nothing
//     └── the job is not listed: nothing
const connection = await network.create();
keepTime(connection);
const { viem, networkHelpers } = connection;
const { opened, started, verdicts } = jobsOn(connection, { groups: 1, checkpoints: 3 });
const STAKE = parseEther("1000");

/** Stands behind a seller, which shares so much; hands back what asks about it. */
async function backed(market, seller, backerBps, backer = market.sellers[12]) {
  const { Reputation, Collateral } = market;
  await Reputation.write.placeStake([account(seller), STAKE], by(backer));
  await Reputation.write.setBackerShare([backerBps], by(seller));
  return {
    behind: async () => (await Reputation.read.standingOf([account(seller)]))[0],
    held: () => Collateral.read.stakedOf([account(seller)]),
    withdraw: async () => {
      const [placed] = await Reputation.read.stakeOf([account(backer), account(seller)]);
      await Reputation.write.startWithdrawal([account(seller), placed], by(backer));
      await networkHelpers.time.increase(65 * 86_400);
      await Reputation.write.withdrawStake([account(seller)], by(backer));
      return Collateral.read.freeOf([account(backer)]);
    },
  };
}

describe("Job, backers", () => {
  it("pays them their part of each cell, and the beneficiary the rest", async () => {
    const market = await opened();
    const [seller, second, third] = market.sellers;
    const [beneficiary, backer] = market.sellers.slice(10, 12);
    const stake = await backed(market, seller, 2_500, backer);
    const run = await placeJob(market, { groups: 1, checkpoints: 3 });
    const watcher = await Watcher.of(run);
    const ask = parseEther("7") + 3n;
    await run.sign(seller, ask, zeroAddress, account(beneficiary));
    for (const other of [second, third]) await run.sign(other);
    await run.mine(1);
    await run.job.write.start();
    for (let checkpoint = 0; checkpoint < 2; ++checkpoint) await run.carry(0);
    // What it sets later is for later jobs.
    await market.Reputation.write.setBackerShare([0], by(seller));
    const part = (ask * 2_500n) / 10_000n;
    await viem.assertions.emitWithArgs(run.job.write.claim([0]), market.Reputation, "BackersPaid", [
      getAddress(account(seller)),
      getAddress(run.address),
      2n * part,
      STAKE + 2n * part,
    ]);
    const moved = await market.Collateral.getEvents.Moved({ kind: Movement.Backers });
    assert.deepEqual(
      moved.map(({ args }) => [args.user, args.amount]),
      [[getAddress(account(seller)), 2n * part]],
    );
    assert.equal(await gainOf(market, account(beneficiary)), 2n * (ask - part));
    await watcher.check();
    await run.carry(0);
    await closes(run);
    assert.equal(await gainOf(market, account(beneficiary)), 3n * (ask - part));
    assert.deepEqual([await stake.behind(), await stake.held()], [STAKE + 3n * part, STAKE + 3n * part]);
    assert.equal(await gainOf(market, account(seller)), 0n);
    assert.equal(await stake.withdraw(), PURSE + 3n * part);
    assert.equal(await stake.held(), 0n);
    await watcher.check();
  });

  it("has nobody to pay where no stake is, or none is left", async () => {
    const market = await opened();
    const [seller] = market.sellers;
    await market.Reputation.write.setBackerShare([5_000], by(seller));
    const run = await (await placeJob(market, { groups: 1, checkpoints: 1 })).start();
    await run.carry(0);
    await closes(run);
    assert.equal(await gainOf(market, account(seller)), U);
  });

  it("reads a replacement's share when it is seated", async () => {
    const run = await started();
    const { market } = run;
    const seller = market.sellers[5];
    const stake = await backed(market, seller, 1_000);
    await run.resign(1);
    await run.apply(seller, 0);
    assert.equal(await market.Reputation.read.backerShareIn([run.address, account(seller)]), 1_000);
    await market.Reputation.write.setBackerShare([4_000], by(seller));
    await run.seat(0);
    await market.Reputation.write.setBackerShare([0], by(seller));
    for (let checkpoint = 0; checkpoint < 3; ++checkpoint) await run.carry(0);
    await closes(run);
    const part = (U * 4_000n) / 10_000n;
    assert.equal(await gainOf(market, account(seller)), 2n * (U - part));
    assert.equal(await stake.behind(), STAKE + 2n * part);
  });

  it("takes a twentieth of the stake for a fault, after the fault's tenure has earned, and stakers keep the rest", async () => {
    const market = await opened();
    const run = await (await placeJob(market, { groups: 1, checkpoints: 3 })).start();
    const watcher = await Watcher.of(run);
    const { wallet, seller } = await run.at(2);
    const stake = await backed(market, wallet, 0);
    await run.carry(0);
    await run.commit(2, { digest: ownDigest(2, 2) });
    for (const rank of [0, 1]) await run.commit(rank);
    for (const rank of [0, 1, 2]) await run.reveal(rank);
    const settling = run.settle(0, await run.honest(0));
    // Two cells of k are less than a twentieth of the stake.
    assert.deepEqual(await verdicts(run, settling), { 2: ["Wrong", 2] });
    await viem.assertions.emitWithArgs(settling, market.Reputation, "StakeSlashed", [
      getAddress(seller),
      getAddress(run.address),
      2n * K,
      STAKE - 2n * K,
    ]);
    assert.equal(2n * K, parseEther("40"));
    const [slash] = await market.Collateral.getEvents.Moved({ kind: Movement.Slash }, { fromBlock: 0n });
    assert.deepEqual([slash.args.job, slash.args.user, slash.args.amount], [zeroAddress, getAddress(seller), 2n * K]);
    await watcher.check();
    // The treasury has both, and the fees of what was settled and paid so far.
    const { Collateral, Timelock } = market;
    assert.equal(await Collateral.read.freeOf([Timelock.address]), 4n * K + FEE);
    assert.equal(await stake.withdraw(), PURSE - 2n * K);
  });

  it("§8, backers burned by a tiny job: a fault in it takes what the seller itself loses there, and no more", async () => {
    const market = await opened();
    const terms = { groups: 1, checkpoints: 1, unitPrice: 10n, unitCollateral: 1n };
    const run = await (await placeJob(market, terms)).start();
    const { wallet } = await run.at(0);
    const stake = await backed(market, wallet, 0);
    await run.carry(0, [0]);
    assert.equal(await stake.behind(), STAKE - 1n);
  });

  it("takes a twentieth at most, for whatever collateral", async () => {
    const market = await opened();
    const terms = { groups: 1, checkpoints: 1, unitPrice: parseEther("100"), unitCollateral: parseEther("1000") };
    const run = await (await placeJob(market, terms)).start();
    const { wallet } = await run.at(0);
    const stake = await backed(market, wallet, 0);
    await run.carry(0, [0]);
    assert.equal(await stake.behind(), STAKE - STAKE / 20n);
  });

  it("takes also of what is on its way back", async () => {
    const market = await opened();
    const run = await (await placeJob(market, { groups: 1, checkpoints: 1 })).start();
    const { wallet, seller } = await run.at(0);
    const [leaving, staying] = market.sellers.slice(4, 6);
    const stake = await backed(market, wallet, 0);
    for (const backer of [leaving, staying]) await market.Reputation.write.placeStake([seller, STAKE], by(backer));
    await market.Reputation.write.startWithdrawal([seller, STAKE], by(leaving));
    await run.carry(0, [0]);
    // One cell of k, of 3,000 tokens.
    assert.equal(await stake.held(), 3n * STAKE - K);
    const [, withdrawing] = await market.Reputation.read.stakeOf([account(leaving), seller]);
    assert.equal(withdrawing, (STAKE * (3n * STAKE - K)) / (3n * STAKE));
  });

  it("takes nothing for an unlucky round", async () => {
    const run = await started();
    const { wallet } = await run.at(0);
    const stake = await backed(run.market, wallet, 0);
    assert.deepEqual(await verdicts(run, run.resign(0)), { 0: ["Delayed", 1] });
    assert.equal(await stake.behind(), STAKE);
  });

  it("pays backers nothing, and takes nothing from them, in a job that is not listed", async () => {
    const market = await opened();
    const { JobFactory, Job, Timelock } = market;
    await networkHelpers.impersonateAccount(Timelock.address);
    await networkHelpers.setBalance(Timelock.address, parseEther("1"));
    await JobFactory.write.list([Job.address, false], { account: Timelock.address });
    const [seller] = market.sellers;
    const stake = await backed(market, seller, 5_000);
    const run = await (await placeJob(market, { groups: 1, checkpoints: 2 })).start();
    await run.carry(0);
    const { rank } = await run.read.tenureOf([account(seller)]);
    await run.carry(0, [rank]);
    assert.equal(await gainOf(market, account(seller)), U - K);
    assert.deepEqual([await stake.behind(), await stake.held()], [STAKE, STAKE]);
  });
});
