import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { parseEther } from "viem";
import { account } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { Watcher } from "../helpers/invariants.js";
import { openMarket, ownDigest, placeJob, PURSE } from "../helpers/market.js";

const connection = await network.create();
const HYT = parseEther("1");

describe("Job, the demo's course", () => {
  it("pays 23 of 27 cells, takes 4k, and adds up to the wei", async () => {
    const market = await openMarket(connection);
    const { Collateral, Timelock, buyer, sellers } = market;
    const run = await placeJob(market);
    const watcher = await Watcher.of(run);
    await run.start(8n * HYT);
    const spare = sellers[9];
    const [victim, cheat] = [await run.at(0), await run.at(3)];

    // Checkpoint 1: the victim never commits.
    await run.carry(1);
    await run.carry(2);
    await run.carry(0, [0]);
    assert.equal((await watcher.check()).progress.checkpoint, 2);

    // Checkpoint 2: the spare applies and is seated; the cheat commits another digest.
    await run.apply(spare, 0);
    await run.seat(0);
    assert.equal((await watcher.check()).groups[0].pending, 1);
    await run.carry(0);
    await run.carry(2);
    const digest = await run.honest(1);
    await run.commit(3, { digest: ownDigest(3, 2) });
    for (const rank of [4, 5]) await run.commit(rank);
    for (const rank of [3, 4, 5]) await run.reveal(rank, digest);
    await run.settle(1, digest);

    // Checkpoint 3: the spare is active.
    assert.equal((await run.read.group([0])).active, 0b111);
    for (const group of [0, 1, 2]) await run.carry(group);

    const { status, paidCells } = await run.read.progress();
    assert.deepEqual([status, paidCells], [JobStatus.Completed, 23]);
    await watcher.check();
    await run.close();
    await watcher.check();
    assert.equal(await run.balance(), 0n);

    const free = (who) => Collateral.read.freeOf([who]);
    const k = run.terms.unitCollateral;
    const fee = (8n * HYT) / 100n;
    assert.equal(await free(victim.seller), PURSE - 2n * k);
    assert.equal(await free(cheat.seller), PURSE + 8n * HYT - 2n * k);
    // Its ask was the unit price.
    assert.equal(await free(account(spare)), PURSE + 10n * HYT);
    assert.equal(await free(Timelock.address), 4n * k + 22n * fee + (10n * HYT) / 100n);
    assert.equal(await free(account(buyer)), PURSE - 22n * (8n * HYT + fee) - (1010n * HYT) / 100n);
  });
});
