import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { agentKeyOf } from "./setting.js";

/** What people do about a job that has not begun: one thing at a time. */
export class Signing {
  #walk;
  #leaves;
  #starts;

  /** From some jobs a seller leaves as soon as it may; of some nobody ever draws the ranks. */
  constructor(walk, { leaves, starts }) {
    this.#walk = walk;
    this.#leaves = leaves;
    this.#starts = starts;
  }

  async advance() {
    const { run, chance } = this.#walk;
    const { progress, auctionEnd } = this.#fold;
    const now = (await run.time.latest()) + 1;
    const isOpen = progress.status === JobStatus.Open;
    if (!isOpen && now > auctionEnd) return this.#begin(now);
    if (isOpen && now > run.terms.signDeadline) return this.#giveUp(now);
    if (isOpen && this.#leaves && this.#isNearlyFull) return this.#leave(now);
    const strangers = this.#walk.strangers();
    if (isOpen && (strangers.length === 0 || (!this.#leaves && chance.in100(3)))) {
      return this.#step(() => run.job.write.cancel(by(run.market.buyer)));
    }
    if (isOpen && chance.in100(10)) return this.#step(() => run.time.increase(chance.between(20, 80)));
    const moves = isOpen ? this.#bargains(now, strangers) : [];
    if (now <= auctionEnd) moves.push(...this.#bids(strangers));
    if (isOpen && (moves.length === 0 || chance.in100(60))) {
      const wallet = chance.pick(strangers);
      return this.#step(() => run.sign(wallet, this.#ask(this.#fold.unitPrice), agentKeyOf(account(wallet))));
    }
    if (moves.length > 0 && chance.in100(70)) return this.#step(chance.pick(moves));
    return this.#step(() => run.time.increase(chance.between(1, 30)));
  }

  get #fold() {
    return this.#walk.watcher.fold;
  }

  #step(send) {
    return this.#walk.step(send);
  }

  /** Whether all slots but one are taken, and nobody has left. */
  get #isNearlyFull() {
    const { tenures, leavers } = this.#fold;
    return tenures.length === this.#walk.run.size - 1 && ![...leavers.values()].some(({ isClosed }) => isClosed);
  }

  #leave(now) {
    const { run, chance } = this.#walk;
    const moves = this.#unsigns(now);
    return this.#step(moves.length > 0 ? chance.pick(moves) : () => run.time.increase(this.#fold.snapshot.holdSeconds));
  }

  /** Nobody can take a slot any more: somebody draws the ranks, or all go home in the end. */
  async #begin(now) {
    const { run, chance } = this.#walk;
    const { progress, auctionEnd } = this.#fold;
    if (progress.seedBlock === 0n) return this.#step(() => run.job.write.arm());
    if (this.#starts) {
      const isDrawn = BigInt(await run.time.latestBlock()) > progress.seedBlock;
      return this.#step(() => (isDrawn ? run.job.write.start() : run.mine(2)));
    }
    const isLate = now > Math.max(progress.filledAt, auctionEnd) + run.terms.recruitSeconds;
    if (isLate && chance.in100(70)) return this.#step(() => run.job.write.cancel());
    return this.#step(() => run.time.increase(chance.between(1, run.terms.recruitSeconds)));
  }

  /** Too few have signed in time. */
  #giveUp(now) {
    const { run, chance } = this.#walk;
    const moves = this.#unsigns(now);
    if (moves.length > 0 && chance.in100(30)) return this.#step(chance.pick(moves));
    return this.#step(chance.in100(30) ? () => run.job.write.cancel() : () => run.time.increase(chance.between(1, 60)));
  }

  /** What the buyer, and sellers that think again, do while a job is open. */
  #bargains(now, strangers) {
    const { run, chance } = this.#walk;
    const more = [this.#fold.unitPrice + BigInt(chance.between(1, 1_000_000))];
    const moves = chance.in100(30) ? [() => run.job.write.raise(more, by(run.market.buyer))] : [];
    if (strangers.length >= run.size) moves.push(...this.#unsigns(now));
    return moves;
  }

  #unsigns(now) {
    const { run } = this.#walk;
    const { tenures, snapshot } = this.#fold;
    const isFree = ({ signedAt, isUnderbid }) =>
      now - signedAt >= snapshot.holdSeconds && (!isUnderbid || now > run.terms.signDeadline);
    const options = tenures.filter(isFree).map(({ seller }) => this.#by(seller));
    return options.map((options) => () => run.job.write.unsign(options));
  }

  /** Who would take a slot for less, and who asks for less lest somebody does. */
  #bids(strangers) {
    const { run, chance } = this.#walk;
    const moves = [];
    for (const [slot, { seller, ask }] of this.#fold.tenures.entries()) {
      if (chance.in100(20)) moves.push(() => run.job.write.lowerAsk([this.#ask(ask - 1n)], this.#by(seller)));
      if (strangers.length === 0) continue;
      const wallet = chance.pick(strangers);
      moves.push(() => run.underbid(wallet, slot, this.#ask((ask * 95n) / 100n), agentKeyOf(account(wallet))));
    }
    return moves;
  }

  #by(seller) {
    return by(this.#walk.run.wallets.get(seller.toLowerCase()));
  }

  /** An ask a little below the most. */
  #ask(most) {
    return most - BigInt(this.#walk.chance.between(0, 1_000_000));
  }
}
