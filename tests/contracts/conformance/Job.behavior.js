import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData, getAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { Watcher } from "../helpers/invariants.js";
import { placeJob } from "../helpers/market.js";

/**
 * What any implementation of IJob must do for those that put money into its jobs: docs/how-to/bring-your-own-contract.md says why.
 *
 * @param viem Of the connection.
 * @param open Hands back a market that is as it was for each test, whose wallets all trust `implementation`.
 * @param lowest An ask that the implementation takes from any seller at once.
 */
export function shouldBehaveLikeJob(viem, open, lowest = (terms) => terms.unitPrice / 10n) {
  const placed = async (changes = {}) => {
    const market = await open();
    const run = await placeJob(
      market,
      { groups: 1, checkpoints: 2, ...changes },
      { implementation: market.implementation },
    );
    return Object.assign(run, { ask: lowest(run.terms), before: await wealth(run) });
  };
  const started = async (changes) => {
    const run = await placed(changes);
    return run.start(run.ask);
  };
  /** What all that take part in a job have free. */
  const wealth = async ({ market }) => {
    const of = new Map();
    for (const who of [market.Timelock.address, ...[market.buyer, ...market.sellers].map(account)]) {
      of.set(getAddress(who), await market.Collateral.read.freeOf([who]));
    }
    return of;
  };
  const gained = async (run, who) => (await wealth(run)).get(getAddress(who)) - run.before.get(getAddress(who));
  const ended = async (run, watcher, status) => {
    assert.equal(await run.read.status(), status);
    await watcher.check();
    await run.close();
    await watcher.check();
    assert.equal(await run.balance(), 0n);
    await assert.rejects(run.job.write.refund(), /AlreadyRefunded/);
  };
  const fee = (run, price) => (price * BigInt(run.snapshot.feeBps)) / 10_000n;
  const refuses = (promise, run, name) => viem.assertions.revertWithCustomError(promise, run.job, name);

  it("is placed with the terms that were announced, and holds the escrow", async () => {
    const run = await placed();
    const { terms, snapshot, buyer } = await run.read.configuration();
    assert.deepEqual(terms, run.terms);
    assert.equal(buyer, getAddress(account(run.market.buyer)));
    const cells = BigInt(run.size * terms.checkpoints);
    const escrow = (terms.unitPrice + (terms.unitPrice * BigInt(snapshot.feeBps)) / 10_000n) * cells;
    assert.equal(await run.balance(), escrow);
    assert.equal(await run.read.status(), JobStatus.Open);
    await (await Watcher.of(run)).check();
  });

  it("takes from who signs what the terms say, once, and from nobody else", async () => {
    const run = await placed();
    const watcher = await Watcher.of(run);
    const { buyer, sellers } = run.market;
    await run.sign(sellers[0], run.ask);
    const locked = run.terms.unitCollateral * BigInt(run.terms.checkpoints);
    for (const [i, wallet] of [...sellers, buyer].entries()) {
      const before = wallet === buyer ? 0n : i === 0 ? -locked : 0n;
      assert.equal(await gained(run, account(wallet)), before);
    }
    await refuses(run.sign(sellers[0], run.ask), run, "SellerKnown");
    await refuses(run.sign(buyer, run.ask), run, "SellerIsBuyer");
    await refuses(run.sign(sellers[1], run.terms.unitPrice + 1n), run, "AskTooHigh");
    await watcher.check();
  });

  it("lets anybody end what is not filled in time, and all have what they had", async () => {
    const run = await placed();
    const watcher = await Watcher.of(run);
    const { buyer, sellers } = run.market;
    await run.sign(sellers[0], run.ask);
    await refuses(run.job.write.cancel(by(sellers[5])), run, "CancelTooEarly");
    await run.reach(run.terms.signDeadline + 1);
    await run.job.write.cancel(by(sellers[5]));
    await ended(run, watcher, JobStatus.Cancelled);
    for (const wallet of sellers) assert.equal(await gained(run, account(wallet)), 0n);
    assert.ok((await run.market.Collateral.read.freeOf([account(buyer)])) > run.before.get(getAddress(account(buyer))));
  });

  it("lets anybody end what is filled and not started", async () => {
    const run = await placed();
    const watcher = await Watcher.of(run);
    await run.fill(run.ask);
    const { filledAt } = await run.read.progress();
    await run.reach(filledAt + run.terms.recruitSeconds + 1);
    await run.job.write.cancel(by(run.market.sellers[5]));
    await ended(run, watcher, JobStatus.Cancelled);
    for (const wallet of run.market.sellers) assert.equal(await gained(run, account(wallet)), 0n);
  });

  it("pays honest work its ask, the fee to the treasury, the rest to the buyer", async () => {
    const run = await started({ groups: 2 });
    run.snapshot = (await run.read.configuration()).snapshot;
    const watcher = await Watcher.of(run);
    for (let checkpoint = 0; checkpoint < 2; ++checkpoint) for (const group of [0, 1]) await run.carry(group);
    await ended(run, watcher, JobStatus.Completed);
    const cells = BigInt(run.terms.checkpoints);
    for (const wallet of run.market.sellers.slice(0, run.size)) {
      assert.equal(await gained(run, account(wallet)), cells * run.ask);
    }
    const all = cells * BigInt(run.size);
    assert.equal(await gained(run, run.market.Timelock.address), all * fee(run, run.ask));
    const { unitPrice } = run.terms;
    const left = unitPrice + fee(run, unitPrice) - run.ask - fee(run, run.ask);
    assert.equal(await gained(run, account(run.market.buyer)), all * left);
  });

  it("takes from who is silent what it has locked at most, and gives it to the treasury", async () => {
    const run = await started();
    run.snapshot = (await run.read.configuration()).snapshot;
    const watcher = await Watcher.of(run);
    const { seller } = await run.at(0);
    const honest = (await run.at(1)).seller;
    await run.carry(0, [0]);
    await run.carry(0);
    await ended(run, watcher, JobStatus.Completed);
    const lost = -(await gained(run, seller));
    assert.ok(lost > 0n && lost <= run.terms.unitCollateral * BigInt(run.terms.checkpoints));
    assert.equal(await gained(run, honest), 2n * run.ask);
    assert.equal(await gained(run, run.market.Timelock.address), lost + 4n * fee(run, run.ask));
  });

  it("lets anybody end what is frozen and finds nobody, with what was settled paid", async () => {
    const run = await started({ recruitSeconds: 30 });
    const watcher = await Watcher.of(run);
    const honest = (await run.at(2)).seller;
    await run.carry(0);
    await run.passHalf(0);
    await run.present(2);
    await run.passWork(0);
    await run.settle(0);
    assert.equal(await run.read.status(), JobStatus.Frozen);
    const { frozenAt } = await run.read.progress();
    await run.reach(frozenAt + run.terms.recruitSeconds + 1);
    await run.job.write.abort();
    await ended(run, watcher, JobStatus.Aborted);
    assert.equal(await gained(run, honest), run.ask);
  });

  it("does nothing for anybody that calls its code and not a job", async () => {
    const { implementation, sellers, JobFactory } = await open();
    assert.notEqual(await JobFactory.read.codeHashOf([implementation]), `0x${"0".repeat(64)}`);
    const job = await viem.getContractAt("IJob", implementation);
    for (const [functionName, args] of [
      ["sign", [1n, implementation, implementation, ""]],
      ["cancel", []],
      ["commit", [0, 1, 0, `0x${"1".repeat(64)}`]],
      ["claim", [0]],
      ["refund", []],
    ]) {
      const data = encodeFunctionData({ abi: job.abi, functionName, args });
      await assert.rejects(sellers[0].sendTransaction({ to: implementation, data }));
    }
  });
}

/** The tests under a name. */
export const describeConformance = (name, ...args) => describe(name, () => shouldBehaveLikeJob(...args));
