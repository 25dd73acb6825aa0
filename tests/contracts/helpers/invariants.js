import assert from "node:assert/strict";
import { parseEventLogs } from "viem";
import { account } from "./accounts.js";
import { JobStatus, Movement, SettlementPath } from "./enums.js";
import { count, JobFold } from "./fold.js";
import { PURSE } from "./market.js";

/** Watches one job and its ledger from the log alone, and holds both against the contracts' views. */
export class Watcher {
  #next;
  #moved = 0n;
  #checkpoint = 0;

  static async of(run) {
    const { JobFactory, Collateral } = run.market;
    const [placed] = await JobFactory.getEvents.JobPlaced({ job: run.address }, { fromBlock: 0n });
    const watcher = new this();
    Object.assign(watcher, { run, Collateral, fold: new JobFold(placed.args) });
    watcher.#next = placed.blockNumber;
    watcher.configuration = await run.read.configuration();
    return watcher;
  }

  /** Reads what is new in the log, then checks everything. */
  async check() {
    await this.follow();
    const { read, time } = this.run;
    // 22: the configuration is constant.
    assert.deepEqual(await read.configuration(), this.configuration);
    await checkRebuilt(this.fold, read, await time.latest());
    await this.#checkLedger();
    checkLog(this.fold);
    // 10: the checkpoint never goes back.
    const { checkpoint } = this.fold.progress;
    assert.ok(checkpoint >= this.#checkpoint);
    this.#checkpoint = checkpoint;
    return this.fold;
  }

  /** Reads what is new in the log. */
  async follow() {
    const { connection } = this.run.market;
    const client = await connection.viem.getPublicClient();
    const address = [this.run.address, this.Collateral.address];
    const logs = await client.getLogs({ address, fromBlock: this.#next });
    for (const log of logs) {
      this.#next = log.blockNumber + 1n;
      const { timestamp } = await this.#block(client, log.blockNumber);
      this.fold.tell(this.run.job.abi, [log], Number(timestamp));
      for (const { args } of parseEventLogs({ abi: this.Collateral.abi, eventName: "Moved", logs: [log] })) {
        if (args.job !== this.run.address) continue;
        this.#moved += args.kind === Movement.Fund || args.kind === Movement.Lock ? args.amount : -args.amount;
      }
    }
  }

  #blocks = new Map();

  async #block(client, blockNumber) {
    if (!this.#blocks.has(blockNumber)) this.#blocks.set(blockNumber, await client.getBlock({ blockNumber }));
    return this.#blocks.get(blockNumber);
  }

  // 1, 2, 3: what is held covers what is owed; the supply is constant; the job holds what its events say.
  async #checkLedger() {
    const { fold, run, Collateral } = this;
    const { Hypertoken, Reputation, Timelock, foundation, buyer, sellers } = run.market;
    const balance = await run.balance();
    assert.equal(balance, fold.balance, "the job's own events");
    assert.equal(balance, this.#moved, "the ledger's events");
    const accounted = await Collateral.read.accounted();
    assert.equal(await Hypertoken.read.balanceOf([Collateral.address]), accounted);
    assert.equal(await Hypertoken.read.totalSupply(), 10n ** 26n);
    let sum = run.market.otherBalances + balance;
    for (const who of [Timelock.address, ...[foundation, buyer, ...sellers].map(account)]) {
      const staked = await Collateral.read.stakedOf([who]);
      sum += (await Collateral.read.freeOf([who])) + staked;
      // What is kept behind a peer is what Reputation shares out.
      if (staked !== 0n) assert.equal((await Reputation.read.poolOf([who]))[0], staked);
    }
    assert.equal(sum, accounted);
    const ended = fold.progress.status > JobStatus.Frozen;
    const closed = fold.tenures.every(({ isClosed }) => isClosed) && fold.applications.size === 0;
    // 6: an ended, claimed job holds nothing.
    if (ended && closed && fold.progress.isRefunded) assert.equal(balance, 0n);
  }
}

/** 23: the state rebuilt from the log is what a job's views answer at a time. */
export async function checkRebuilt(fold, read, time) {
  assert.deepEqual(await read.progress(), fold.view);
  assert.equal(await read.unitPrice(), fold.unitPrice);
  assert.equal(await read.auctionEnd(), BigInt(fold.auctionEnd));
  assert.equal(await read.seed(), fold.seed);
  for (const [id, group] of fold.groups.entries()) {
    const { closeBlock, ...expected } = group;
    expected.closedAt = fold.closeOf(group, time);
    assert.deepEqual(await read.group([id]), expected, `group ${id}`);
    const applicants = [...fold.applications.values()].filter((application) => application.group === id).length;
    assert.deepEqual(await read.drawOf([id]), [closeBlock, BigInt(applicants)]);
  }
  for (const [id, { seller, rank, ...expected }] of fold.tenures.entries()) {
    assert.equal(await read.sellerOf([id]), seller);
    const { number, application, group: _, rank: actual, ...found } = await read.tenureOf([seller]);
    assert.deepEqual(found, expected);
    assert.deepEqual([number, application], [id + 1, 0]);
    if (rank !== undefined) assert.equal(actual, rank);
  }
  const present = new Set([...fold.tenures.map(({ seller }) => seller), ...fold.applications.keys()]);
  for (const [seller, { nonce, isClosed }] of fold.leavers) {
    if (present.has(seller)) continue;
    const found = await read.tenureOf([seller]);
    assert.deepEqual([found.number, found.nonce, found.isClosed, found.ask], [0, nonce, isClosed, 0n]);
  }
  for (const [seller, { lockedCells, group }] of fold.applications) {
    const found = await read.tenureOf([seller]);
    assert.deepEqual([found.number, found.lockedCells, found.group], [0, lockedCells, group]);
    assert.notEqual(found.application, 0);
  }
}

/** 4 to 15, 22: what must hold of a job by its log alone. */
export function checkLog(fold) {
  checkPrice(fold);
  checkRounds(fold);
  checkTenures(fold);
}

// 22: the price rises only while the job is open, and all of it is funded.
function checkPrice({ unitPrice, progress, terms, snapshot, money, events }) {
  assert.ok(unitPrice >= terms.unitPrice && unitPrice <= 10n * terms.unitCollateral);
  const filled = events.findIndex(({ name }) => name === "JobFilled");
  const raised = events.findLastIndex(({ name }) => name === "PriceRaised");
  assert.ok(filled < 0 || raised < filled);
  assert.ok(progress.extensions <= 10);
  const escrow = (price) => price + (price * BigInt(snapshot.feeBps)) / 10_000n;
  const cells = BigInt(terms.groups * terms.replication * terms.checkpoints);
  assert.equal(money.raised, (escrow(unitPrice) - escrow(terms.unitPrice)) * cells);
}

function checkRounds(fold) {
  const { checkpoint, status, paidCells } = fold.progress;
  const { terms } = fold;
  for (const group of fold.groups) {
    // 11: groups are at most one checkpoint apart.
    assert.equal(group.checkpoint, checkpoint);
    // 12: revealed ⊆ committed ⊆ active, while the round is not decided.
    assert.equal(group.revealed & ~group.committed, 0);
    if (!group.isSettled && status <= JobStatus.Frozen) assert.equal(group.committed & ~group.active, 0);
    assert.equal(group.active & group.pending, 0);
    // Who is left of a round whose commitments are closed is judged first.
    if (status === JobStatus.Running && group.closedAt === 0) assert.ok(count(group.active) >= terms.quorum);
  }
  // 4, 13: at most r cells for each group and checkpoint, once, and never fewer than q; all who sign are honest.
  const reached = fold.groups.map(() => 0);
  let cells = 0;
  for (const { args } of fold.events.filter(({ name }) => name === "CheckpointSettled")) {
    const { group, checkpoint, honest, faulty, path } = args;
    const settled = checkpoint - reached[group];
    assert.ok(path === SettlementPath.Together ? settled >= 1 : settled === 1);
    assert.ok(count(honest) >= terms.quorum && count(honest) <= terms.replication);
    assert.ok(path === SettlementPath.Tally || faulty === 0);
    reached[group] = checkpoint;
    cells += settled * count(honest);
  }
  // A quorum expels one rank at most for each group and checkpoint.
  const expelled = fold.events.filter(({ name }) => name === "SellerExpelled").map(({ args }) => args);
  assert.equal(new Set(expelled.map(({ group, checkpoint }) => `${group}:${checkpoint}`)).size, expelled.length);
  assert.ok(expelled.every(({ accusers }) => count(accusers) >= terms.quorum));
  assert.equal(paidCells, cells);
}

function checkTenures(fold) {
  const { terms, snapshot } = fold;
  const paid = new Map();
  const closed = new Set();
  for (const { name, args } of fold.events) {
    if (name !== "SellerPaid") continue;
    // 15: nothing is earned after the end of a tenure.
    assert.ok(!closed.has(args.tenure));
    if (args.isClosed) closed.add(args.tenure);
    const so = paid.get(args.tenure) ?? { cells: 0n, earned: 0n, back: 0n };
    const cells = BigInt(args.cells);
    const { ask } = fold.tenures[args.tenure];
    const fee = (price) => (price * BigInt(snapshot.feeBps)) / 10_000n;
    // 7, 8, 9: the parts of each cell are the formulas'.
    assert.equal(args.earned, cells * ask);
    assert.equal(args.fee, cells * fee(ask));
    if (!fold.progress.isCompensated) {
      assert.equal(args.rest, cells * (fold.unitPrice + fee(fold.unitPrice) - ask - fee(ask)));
    }
    paid.set(args.tenure, {
      cells: so.cells + cells,
      earned: so.earned + args.earned,
      back: so.back + args.collateral,
    });
  }
  for (const [id, tenure] of fold.tenures.entries()) {
    const { cells, earned, back } = paid.get(id) ?? { cells: 0n, earned: 0n, back: 0n };
    assert.ok(earned <= tenure.ask * BigInt(terms.checkpoints));
    assert.equal(cells, BigInt(tenure.paidCells));
    // 5: g + w + z <= s, equal at the end.
    const gone = back / terms.unitCollateral + BigInt(tenure.forfeitedCells);
    assert.equal(back % terms.unitCollateral, 0n);
    if (tenure.isClosed) assert.equal(gone, BigInt(tenure.lockedCells));
    else assert.ok(gone <= BigInt(tenure.lockedCells));
  }
}

/** What a seller has won or lost since the begin, in the smallest unit. */
export const gainOf = async (market, seller) => (await market.Collateral.read.freeOf([seller])) - PURSE;
