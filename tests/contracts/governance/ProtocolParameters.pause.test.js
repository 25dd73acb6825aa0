import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { U, closes, jobsOn, one } from "../helpers/jobs.js";
import { placeJob } from "../helpers/market.js";

const DAY = 86_400;

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { opened, reverts, status } = jobsOn(connection);

/** Lets the foundation, as the guardian, pause a market. */
async function pause({ Timelock, ProtocolParameters, foundation }) {
  await networkHelpers.impersonateAccount(Timelock.address);
  await networkHelpers.setBalance(Timelock.address, parseEther("1"));
  await ProtocolParameters.write.setGuardian([account(foundation)], { account: Timelock.address });
  await ProtocolParameters.write.pause(by(foundation));
}

describe("ProtocolParameters, pause as ransom", () => {
  it("keeps nobody in: what is free is withdrawn, an open job cancelled, a running one done, paid and refunded", async () => {
    const market = await opened();
    const running = await placeJob(market, one);
    await running.start();
    const open = await placeJob(market, one);
    await open.sign(market.sellers[3]);
    await pause(market);

    await open.job.write.cancel(by(market.buyer));
    await open.close();
    assert.equal(await open.balance(), 0n);
    await running.carry(0);
    await running.carry(0);
    await status(running, "Completed");
    await closes(running);
    for (const wallet of [market.buyer, ...market.sellers.slice(0, 4)]) {
      const free = await market.Collateral.read.freeOf([account(wallet)]);
      await market.Collateral.write.withdraw([free], by(wallet));
      assert.equal(await market.Hypertoken.read.balanceOf([account(wallet)]), free);
    }
    const paid = await market.Hypertoken.read.balanceOf([account(market.sellers[0])]);
    assert.equal(paid, parseEther("100000") + 2n * U);
    assert.equal(await market.ProtocolParameters.read.isPaused(), true);
  });

  it("keeps a frozen job's way out open: a replacement is drawn", async () => {
    const market = await opened();
    const run = await placeJob(market, one);
    await run.start();
    await run.passHalf(0);
    await run.present(0);
    await run.passWork(0);
    await run.settle(0);
    await pause(market);
    await status(run, "Frozen");
    for (const seller of market.sellers.slice(3, 5)) await run.apply(seller, 0);
    await run.seat(0);
    await status(run, "Running");
  });

  it("keeps nobody out for longer than 14 days in 28", async () => {
    const market = await opened();
    const signDeadline = (await networkHelpers.time.latest()) + 29 * DAY;
    const run = await placeJob(market, { ...one, signDeadline });
    await pause(market);
    const began = await networkHelpers.time.latest();
    await reverts(run, run.sign(market.sellers[0]), "JobPaused", []);
    await networkHelpers.time.setNextBlockTimestamp(began + 14 * DAY);
    await run.sign(market.sellers[0]);
    await networkHelpers.time.setNextBlockTimestamp(began + 28 * DAY - 1);
    await viem.assertions.revertWithCustomErrorWithArgs(
      market.ProtocolParameters.write.pause(by(market.foundation)),
      market.ProtocolParameters,
      "PauseTooSoon",
      [BigInt(began + 28 * DAY)],
    );
    for (const seller of market.sellers.slice(1, 3)) await run.sign(seller);
    assert.equal(await run.read.status(), JobStatus.Filled);
  });
});
