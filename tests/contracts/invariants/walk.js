import assert from "node:assert/strict";
import { keccak256, sliceHex, toHex } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Chance } from "../helpers/chance.js";
import { AbortReason, JobStatus, Verdict } from "../helpers/enums.js";
import { count } from "../helpers/fold.js";
import { Watcher } from "../helpers/invariants.js";
import { honestDigest, ownDigest, placeJob } from "../helpers/market.js";
import { agentKeyOf, drawKinds, drawStakes, drawTerms } from "./setting.js";
import { Signing } from "./signing.js";

const MOST_STEPS = 400;
const otherSeal = sliceHex(keccak256(toHex("a copied seal")), 0, 16);
const otherCommitment = keccak256(toHex("another commitment"));
const failure = keccak256(toHex("exit code 1"));
// What brings a fault by itself, at any time, and not by the judgement of a round.
const OWN_FAULTS = new Set(["SellerExpelled", "SellerResigned", "SellerEquivocated"]);
const min = (a, b) => (a < b ? a : b);
const max = (a, b) => (a > b ? a : b);
const lower = (address) => address.toLowerCase();

/**
 * A random job with random actors, from its first signature to its last payment; everything is checked at every step, or
 * what another kind of watcher checks.
 */
export class Walk {
  static async of(market, seed, Watching = Watcher) {
    const chance = new Chance(seed);
    const { connection } = market;
    // In every fourth job a seller thinks again before it begins.
    const leaves = seed % 4 === 2;
    const isLong = leaves || chance.in100(40);
    await drawStakes(chance, market);
    const terms = drawTerms(chance, await connection.networkHelpers.time.latest(), isLong);
    const run = await placeJob(market, terms, { nonce: BigInt(seed) });
    const walk = new Walk();
    Object.assign(walk, { chance, run, market, watcher: await Watching.of(run), round: undefined });
    // Of every sixth job the buyer wants no more.
    walk.terminates = seed % 6 === 0;
    // Where nobody opens digests, those that agree pay for it.
    walk.opens = seed % 16 !== 5;
    walk.kinds = drawKinds(chance, market.sellers, chance.pick(isLong ? [20, 50] : [0, 20, 50, 90]));
    walk.signing = new Signing(walk, { leaves, starts: leaves || chance.in100(90) });
    return walk;
  }

  async toItsEnd() {
    // 16: whatever everybody does, there is an end.
    for (let steps = 0; this.#status <= JobStatus.Frozen; ++steps) {
      assert.ok(steps < MOST_STEPS, `no end after ${MOST_STEPS} steps`);
      await (this.#isUnderWay ? this.#anything() : this.signing.advance());
    }
    await this.#close();
    return this.watcher.fold;
  }

  get #status() {
    return this.watcher.fold.progress.status;
  }

  get #isUnderWay() {
    return this.#status === JobStatus.Running || this.#status === JobStatus.Frozen;
  }

  /** One call, or one span of time; then everything is checked. */
  async step(send) {
    const before = this.watcher.fold.events.length;
    await send();
    await this.watcher.check();
    this.#checkFaults(this.watcher.fold.events.slice(before));
  }

  // 14, 17: what may be taken from whom, and when.
  #checkFaults(events) {
    const isCarried = events.some(({ name }) => name === "CheckpointSettled");
    // A quorum that says so together is outside of what replication can promise.
    const isFailed = events.some(({ args }) => args?.reason === AbortReason.ProgramFailed);
    for (const { args } of events.filter(({ name }) => name === "SellerFaulted")) {
      const cells = args.amount / this.run.terms.unitCollateral;
      const kind = this.#kindOf(args.seller);
      // The honest are always in time here: they pay for an unlucky round at most, and for none that is carried.
      const isUnopened = !this.opens && args.verdict === Verdict.Withheld;
      const isSafe = kind === "honest" && !isFailed && !isUnopened;
      if (isSafe) assert.ok(!isCarried && args.verdict === Verdict.Delayed);
      if (isSafe || kind === "busy" || args.verdict === Verdict.Delayed) assert.equal(cells, 1n);
      const left = BigInt(this.run.terms.checkpoints - args.checkpoint + 1);
      const m = min(left, BigInt(this.watcher.fold.tenures[args.tenure].lockedCells));
      if (args.verdict === Verdict.Copied) assert.equal(cells, m);
      if (args.verdict === Verdict.Missed || args.verdict === Verdict.Expelled) {
        assert.equal(cells, min(m, max(2n, (m + 1n) / 2n)));
      }
      if (events.some(({ name }) => OWN_FAULTS.has(name))) continue;
      const { closedAt, clock } = this.round;
      if (args.verdict === Verdict.Missed) assert.notEqual(closedAt, 0);
      if (args.verdict === Verdict.Withheld) assert.ok(clock > closedAt + this.run.terms.revealSeconds);
    }
  }

  /** Who could still take a place. */
  strangers() {
    const { fold } = this.watcher;
    const gone = [...fold.leavers].filter(([, { isClosed }]) => isClosed).map(([seller]) => seller);
    const known = [...fold.tenures.map(({ seller }) => seller), ...fold.applications.keys(), ...gone].map(lower);
    return this.market.sellers.filter((wallet) => !known.includes(lower(account(wallet))));
  }

  async #anything() {
    const { chance, watcher } = this;
    // Each move takes a second: nobody who is never late waits until there is not one left for each rank.
    const urgent = await this.#urgent(this.run.size + 2);
    if (urgent !== undefined) return this.step(urgent);
    const moves = [];
    for (const id of watcher.fold.groups.keys()) moves.push(...(await this.#movesOf(id)));
    moves.push(...(await this.#settlesAll()));
    const isAnnounced = watcher.fold.progress.announcedAt !== 0;
    if (this.terminates && !isAnnounced && chance.in100(30)) moves.push(() => this.run.terminate());
    return moves.length > 0 && chance.in100(90) ? this.step(chance.pick(moves)) : this.#pass();
  }

  /** What somebody would do about a group now. */
  async #movesOf(id) {
    const { run, chance } = this;
    const { fold } = this.watcher;
    const group = fold.groups[id];
    const { closedAt, clock } = await this.#roundOf(id);
    const moves = [];
    const ranks = (mask) => run.ranks(id).filter((_, i) => (mask >> i) & 1);
    const deadline = closedAt + run.terms.revealSeconds;
    const accusations = group.isSettled || group.hasExpelled ? [] : await this.#expels(group, ranks);
    // Nobody binds itself beside a liar that has committed alone.
    if (accusations.length > 0 && group.committed !== 0) return accusations;
    moves.push(...accusations);
    moves.push(...(await this.#leaves(id)));
    if (!group.isSettled && chance.in100(20) && (await this.#agree(id))) moves.push(() => run.settleUnanimous(id));
    if (!group.isSettled && closedAt === 0) {
      for (const rank of ranks(group.active & ~group.committed)) moves.push(...(await this.#commits(rank)));
    } else if (!group.isSettled) {
      if (clock <= deadline) {
        for (const rank of ranks(group.committed & ~group.revealed)) moves.push(...(await this.#reveals(rank)));
      }
      const isOver = group.revealed === group.committed || clock > deadline;
      const isLate = clock > deadline + run.terms.revealSeconds;
      if (isOver && (this.opens || isLate)) moves.push(() => this.#settle(id));
    }
    const isFull = (group.active | group.pending) === (1 << run.terms.replication) - 1;
    if (!isFull && chance.in100(40)) moves.push(...(await this.#replaces(id)));
    if (chance.in100(5)) moves.push(() => this.#claim());
    return moves;
  }

  async #commits(rank) {
    const { run, chance } = this;
    const { seller } = await run.at(rank);
    const { checkpoint } = this.watcher.fold.progress;
    const relays = chance.in100(20);
    const moves = {
      honest: async () => (relays ? run.commitMany([await run.pledge(rank)]) : run.commit(rank)),
      wrong: () => run.commit(rank, { digest: ownDigest(rank, checkpoint) }),
      copying: () => run.commit(rank, { seal: otherSeal }),
      withholding: () => run.commit(rank),
      equivocating: () => run.commit(rank),
      failing: () => run.commit(rank, { digest: failure, hasFailed: true }),
    };
    const move = moves[this.#kindOf(seller)];
    return move === undefined ? [] : [move];
  }

  /** Some leave, and some have given cause to. */
  async #leaves(id) {
    const { run, chance } = this;
    const group = this.watcher.fold.groups[id];
    const { clock } = await this.#roundOf(id);
    const isEarly = !group.isSettled && clock < group.t0 + Math.floor(run.terms.workSeconds / 2);
    const moves = [];
    for (const [i, rank] of run.ranks(id).entries()) {
      const does = (mask) => ((mask >> i) & 1) === 1;
      const kind = this.#kindOf((await run.at(rank)).seller);
      const isFree = does(group.pending) || (isEarly && does(group.active & ~group.committed));
      if (kind === "resigning" && isFree && this.#status === JobStatus.Running) moves.push(() => run.resign(rank));
      if (kind === "equivocating" && !group.isSettled && does(group.active) && chance.in100(30)) {
        moves.push(() => this.#equivocate(rank, does(group.committed & ~group.revealed)));
      }
    }
    return moves;
  }

  async #equivocate(rank, isOnChain) {
    const { run } = this;
    const { wallet } = await run.at(rank);
    const pledge = async (commitment) => [commitment, await run.signature(wallet, "Commit", rank, { commitment })];
    const first = isOnChain ? [await run.read.wordOf([rank])] : await pledge(honestDigest(0, 0));
    return run.equivocate(rank, first, await pledge(otherCommitment));
  }

  /** Whether all active ranks of a group are a quorum that would sign the same. */
  async #agree(id) {
    const { run } = this;
    const { active } = this.watcher.fold.groups[id];
    const ranks = run.ranks(id).filter((_, i) => (active >> i) & 1);
    const sellers = await Promise.all(ranks.map(async (rank) => (await run.at(rank)).seller));
    return sellers.length >= run.terms.quorum && sellers.every((seller) => this.#kindOf(seller) === "honest");
  }

  /** All ranks together settle as far as they may. */
  async #settlesAll() {
    const { run, chance } = this;
    const { groups, progress } = this.watcher.fold;
    if (this.#status !== JobStatus.Running || !chance.in100(10)) return [];
    for (const id of groups.keys()) if (!(await this.#agree(id))) return [];
    const { announcedAt, checkpoint } = progress;
    const isTerminated = announcedAt !== 0 && (await run.time.latest()) + 1 >= announcedAt + run.terms.workSeconds;
    const isLast = isTerminated || groups.some(({ pending }) => pending !== 0);
    const upTo = chance.between(checkpoint, isLast ? checkpoint : run.terms.checkpoints);
    return [() => run.settleAll(upTo)];
  }

  /** Ranks that have seen through one of them expel it, until another one has committed. */
  async #expels(group, ranks) {
    const { run, chance } = this;
    const active = ranks(group.active);
    const committed = ranks(group.committed);
    // Some liars have committed before they are seen through.
    if (committed.length === 0 && chance.in100(60)) return [];
    const liars = [];
    for (const rank of active) {
      const isBound = committed.some((other) => other !== rank);
      const kind = this.#kindOf((await run.at(rank)).seller);
      if (!isBound && ["wrong", "copying", "failing"].includes(kind)) liars.push(rank);
    }
    if (liars.length === 0 || active.length <= run.terms.quorum) return [];
    const liar = chance.pick(liars);
    const others = active.filter((rank) => rank !== liar);
    return [() => run.expel(liar, others.slice(chance.between(0, others.length - run.terms.quorum)))];
  }

  async #reveals(rank) {
    const { run } = this;
    const { seller } = await run.at(rank);
    const digest = this.opens ? await run.honest(run.group(rank)) : undefined;
    return this.#kindOf(seller) === "withholding" ? [] : [() => run.reveal(rank, digest)];
  }

  async #replaces(id) {
    const { run, chance } = this;
    const { fold } = this.watcher;
    const { closeBlock, active, closedAt } = fold.groups[id];
    const next = BigInt(await run.time.latestBlock()) + 1n;
    const waiting = [...fold.applications.values()].filter(({ group }) => group === id);
    const strangers = this.strangers();
    const isOpen = closeBlock === 0n || next < closeBlock;
    // A round whose commitments are closed takes nobody in.
    const isShort = this.#status === JobStatus.Frozen && count(active) < run.terms.quorum && closedAt === 0;
    const moves = [];
    if (fold.progress.seatings === 3 * run.size) return moves;
    if (isOpen && strangers.length > 0 && (fold.progress.checkpoint < run.terms.checkpoints || isShort)) {
      const wallet = chance.pick(strangers);
      const applies = () => run.apply(wallet, id, run.terms.unitPrice, agentKeyOf(account(wallet)));
      moves.push(applies, applies);
    }
    if (waiting.length === 0) return moves;
    if (closeBlock === 0n || next > closeBlock) moves.push(() => run.job.write.seat([id]));
    else moves.push(() => run.mine(Number(closeBlock - next) + 1));
    if (isOpen && chance.in100(10)) {
      const applicant = run.wallets.get(lower(chance.pick(waiting).seller));
      moves.push(() => run.job.write.withdrawApplication(by(applicant)));
    }
    return moves;
  }

  /** Lets time pass; those who are never late act before it is too late. */
  async #pass() {
    const { run, chance } = this;
    const { fold } = this.watcher;
    const urgent = await this.#urgent(Infinity);
    if (urgent !== undefined) return this.step(urgent);
    const { announcedAt, frozenAt, frozenSeconds } = fold.progress;
    const { recruitSeconds, revealSeconds } = run.terms;
    const recruited = frozenAt + Math.max(recruitSeconds + 1 - frozenSeconds, 2 * revealSeconds);
    const terminated = announcedAt === 0 ? Infinity : Math.max(frozenAt, announcedAt) + 2 * revealSeconds;
    const end = Math.min(recruited, terminated);
    if (this.#status === JobStatus.Frozen && (await run.time.latest()) >= end) {
      return this.step(() => run.job.write.abort());
    }
    return this.step(() => run.time.increase(chance.between(1, this.#status === JobStatus.Frozen ? 60 : 10)));
  }

  /** What must be done within so many seconds, lest somebody be late who never is. */
  async #urgent(seconds) {
    for (const id of this.watcher.fold.groups.keys()) {
      const urgent = await this.#urgentOf(id, seconds);
      if (urgent !== undefined) return urgent;
    }
    return undefined;
  }

  async #urgentOf(id, seconds) {
    const { run } = this;
    const group = this.watcher.fold.groups[id];
    if (group.isSettled) return undefined;
    const { closedAt, clock } = await this.#roundOf(id);
    const { workSeconds, revealSeconds } = run.terms;
    const isDue = (deadline) => clock <= deadline && clock + seconds >= deadline;
    for (const [i, rank] of run.ranks(id).entries()) {
      const kind = this.#kindOf((await run.at(rank)).seller);
      const does = (mask) => ((mask >> i) & 1) === 1;
      const isAlive = kind === "honest" || kind === "busy";
      const isHalf = clock >= group.t0 + workSeconds / 2;
      if (closedAt === 0 && isAlive && isHalf && does(group.active & ~group.present)) return () => run.present(rank);
      if (closedAt === 0 && kind === "honest" && does(group.active & ~group.committed)) {
        if (clock + 2 * run.size + 2 >= group.t0 + workSeconds) return () => run.commit(rank);
      }
      if (closedAt !== 0 && kind !== "withholding" && does(group.committed & ~group.revealed)) {
        if (isDue(closedAt + revealSeconds)) return () => run.reveal(rank);
      }
    }
    const isOver = closedAt !== 0 && (group.revealed === group.committed || clock > closedAt + revealSeconds);
    const isLate = clock > closedAt + 2 * revealSeconds;
    const isLast = this.opens && isDue(closedAt + 2 * revealSeconds);
    return isOver && (isLate || isLast) ? () => this.#settle(id) : undefined;
  }

  async #settle(id) {
    this.round = await this.#roundOf(id);
    await this.run.settle(id, await this.#digestOf(id));
  }

  /** The digest that most of a group have revealed, as somebody names it who knows all results. */
  async #digestOf(id) {
    const { run } = this;
    const { revealed, checkpoint } = this.watcher.fold.groups[id];
    const votes = new Map([[honestDigest(id, checkpoint), 0]]);
    for (const [i, rank] of run.ranks(id).entries()) {
      if (!((revealed >> i) & 1)) continue;
      const digests = { wrong: ownDigest(rank, checkpoint), failing: failure };
      const digest = digests[this.#kindOf((await run.at(rank)).seller)] ?? honestDigest(id, checkpoint);
      votes.set(digest, (votes.get(digest) ?? 0) + 1);
    }
    return [...votes].sort(([, a], [, b]) => b - a)[0][0];
  }

  async #claim() {
    await this.run.job.write.claimMany([this.watcher.fold.tenures.map((_, id) => id)]);
  }

  async #close() {
    const { run, watcher, chance } = this;
    const claims = [() => run.job.write.refund(), () => this.#claim()];
    for (const claim of chance.in100(50) ? claims : claims.reverse()) await this.step(claim);
    for (const seller of [...watcher.fold.applications.keys()]) {
      await this.step(() => run.job.write.withdrawApplicationOf([seller]));
    }
    assert.equal(await run.balance(), 0n);
    assert.ok(watcher.fold.tenures.every(({ isClosed }) => isClosed));
  }

  /** When the commitments of a group closed, and what its deadlines are compared with in the next block. */
  async #roundOf(id) {
    const { status, frozenAt } = this.watcher.fold.progress;
    const clock = status === JobStatus.Frozen ? frozenAt : (await this.run.time.latest()) + 1;
    return { clock, closedAt: this.watcher.fold.closeOf(this.watcher.fold.groups[id], clock) };
  }

  #kindOf(seller) {
    return this.kinds.get(lower(seller));
  }
}
