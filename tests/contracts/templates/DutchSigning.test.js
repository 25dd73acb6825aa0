import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { account, by } from "../helpers/accounts.js";
import { describeConformance } from "../conformance/Job.behavior.js";
import { JobStatus } from "../helpers/enums.js";
import { gainOf } from "../helpers/invariants.js";
import { closes, U } from "../helpers/jobs.js";
import { openMarket, placeJob } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";

const RISE = 1_000;
const connection = await network.create();
keepTime(connection);
const { viem, networkHelpers } = connection;

/** A market with a job whose price rises from a fifth to all of u in the last 1,000 seconds to sign. */
async function auction() {
  const market = await openMarket(connection);
  const { Collateral, JobSigning, JobAccord, JobAnnex, JobViews, JobFactory } = market;
  const signing = await viem.deployContract("DutchSigning", [
    Collateral.address,
    JobSigning.address,
    2_000n,
    BigInt(RISE),
  ]);
  const parts = [signing, JobAccord, JobAnnex, JobViews].map(({ address }) => address);
  const { address: implementation } = await viem.deployContract("Job", [Collateral.address, ...parts]);
  await JobFactory.write.register([implementation]);
  for (const wallet of [market.buyer, ...market.sellers])
    await Collateral.write.trust([implementation, true], by(wallet));
  return { ...market, signing, implementation };
}

const opened = () => networkHelpers.loadFixture(auction);
const placed = async (changes) => {
  const market = await opened();
  return placeJob(market, { groups: 1, checkpoints: 2, ...changes }, { implementation: market.implementation });
};
const refuses = (run, promise, ask, most) =>
  viem.assertions.revertWithCustomErrorWithArgs(promise, run.job, "AskTooHigh", [ask, most]);

describe("DutchSigning", () => {
  it("takes a fifth of the price until the auction begins, then more by the second, and all of it at the end", async () => {
    const run = await placed();
    const [first, second, third] = run.market.sellers;
    await refuses(run, run.sign(first, U / 5n + 1n), U / 5n + 1n, U / 5n);
    await run.sign(first, U / 5n);
    for (const [left, most] of [
      [RISE, U / 5n],
      [RISE / 2, (U * 3n) / 5n],
    ]) {
      await run.time.increaseTo(run.terms.signDeadline - left - 1);
      await refuses(run, run.sign(second, most + U / 1_250n + 1n), most + U / 1_250n + 1n, most);
    }
    await run.time.increaseTo(run.terms.signDeadline - 2);
    await run.sign(second, U - U / 1_250n);
    await run.sign(third, U);
    assert.equal(await run.read.status(), JobStatus.Filled);
  });

  it("lets who waits risk the slot: a cheaper one has taken it", async () => {
    const run = await placed();
    const [patient, ...quick] = run.market.sellers;
    await run.time.increaseTo(run.terms.signDeadline - RISE / 2);
    for (const seller of quick.slice(0, 3)) await run.sign(seller, U / 2n);
    await viem.assertions.revertWithCustomError(run.sign(patient, U), run.job, "JobNotOpen");
    await run.mine(1);
    await run.job.write.start();
    for (let checkpoint = 0; checkpoint < 2; ++checkpoint) await run.carry(0);
    await closes(run);
    for (const seller of quick.slice(0, 3)) assert.equal(await gainOf(run.market, account(seller)), U);
    // Custom kinds of contract earn no points until they are listed.
    assert.deepEqual(await run.market.Reputation.read.standingOf([account(quick[0])]), [0n, 0n, 0n]);
  });

  it("asks a replacement for the unit price at most, as any job", async () => {
    const run = await placed();
    await run.start(U / 5n);
    await run.resign(0);
    await run.apply(run.market.sellers[5], 0, U);
    await run.seat(0);
    assert.equal((await run.read.group([0])).pending, 0b001);
  });

  it("hands on why the genesis part refuses", async () => {
    const run = await placed();
    const [seller] = run.market.sellers;
    await run.sign(seller, 1n);
    await viem.assertions.revertWithCustomError(run.sign(seller, 1n), run.job, "SellerKnown");
    await viem.assertions.revertWithCustomError(run.job.write.start(), run.job, "JobNotFilled");
  });

  it("is made only with a price that rises, over some time", async () => {
    const { Collateral, JobSigning, signing } = await opened();
    for (const terms of [
      [10_001n, 1n],
      [0n, 0n],
    ]) {
      const made = viem.deployContract("DutchSigning", [Collateral.address, JobSigning.address, ...terms]);
      await viem.assertions.revertWithCustomErrorWithArgs(made, signing, "AuctionUnfit", terms);
    }
    assert.deepEqual([await signing.read.startBps(), await signing.read.riseSeconds()], [2_000n, BigInt(RISE)]);
  });
});

describeConformance("IJob, a Dutch auction", viem, opened);
