import { JobStatus, Verdict } from "../helpers/enums.js";
import { min, share } from "./bank.js";

/** What a job owes whom, cell by cell: docs/spec/job.md §2, and the prices of §4. */
export class JobMoney {
  status = JobStatus.Open;
  checkpoint = 0;
  endedAt = 0;
  // Tenures by number, and slots before the start.
  tenures = [];
  // What each slot is due that was held for long, since the buyer has cancelled early.
  compensation = 0n;
  settledCells = 0n;
  isRefunded = false;
  #told = [];

  /** A job that has just been placed: the buyer has funded each of its cells. */
  constructor(bank, { job, buyer, terms, snapshot }) {
    Object.assign(this, { bank, job, buyer, terms, snapshot });
    this.unitPrice = terms.unitPrice;
    this.size = terms.groups * terms.replication;
    this.cells = BigInt(this.size * terms.checkpoints);
    this.escrow = this.escrowOf(this.unitPrice) * this.cells;
    bank.take(buyer, this.escrow);
  }

  get hasEnded() {
    return this.status > JobStatus.Frozen;
  }

  get collateral() {
    return this.terms.unitCollateral;
  }

  /** κ: what giving a slot back costs, and an early cancel for each slot. */
  get slotPrice() {
    const { unitPrice, unitCollateral, checkpoints } = this.terms;
    return min(share(unitPrice, this.snapshot.cancelBps), unitCollateral) * BigInt(checkpoints);
  }

  fee(price) {
    return share(price, this.snapshot.feeBps);
  }

  /** What the buyer funds for a cell. */
  escrowOf(price) {
    return price + this.fee(price);
  }

  tell(name, ...args) {
    this.#told.push([name, ...args]);
  }

  /** What has been told since the last time. */
  said() {
    return this.#told.splice(0);
  }

  claim([number]) {
    must(this.#pay(this.tenures[number]), "only what is due can be claimed");
  }

  claimMany([numbers]) {
    for (const number of numbers) if (number < this.tenures.length) this.#pay(this.tenures[number]);
  }

  refund() {
    must(this.hasEnded && !this.isRefunded, "the buyer is refunded once, at the end");
    this.isRefunded = true;
    const kept = this.compensation * BigInt(this.status === JobStatus.Cancelled ? this.tenures.length : 0);
    const amount = this.escrowOf(this.unitPrice) * (this.cells - this.settledCells) - kept;
    this.bank.give(this.buyer, amount);
    this.tell("BuyerRefunded", this.buyer, amount);
  }

  /** A seller locks for the last checkpoints of the job. */
  lock(seller, cells) {
    this.bank.take(seller, this.collateral * BigInt(cells));
    const last = this.terms.checkpoints;
    return new Set(Array.from({ length: cells }, (_, i) => last - i));
  }

  /** Collateral beyond so many of the last checkpoints returns. */
  keep({ seller, locked }, cells) {
    const surplus = [...locked].sort((a, b) => a - b).slice(0, locked.size - cells);
    for (const checkpoint of surplus) locked.delete(checkpoint);
    this.bank.give(seller, this.collateral * BigInt(surplus.length));
  }

  /** A checkpoint is settled with these tenures as the honest ones. */
  earn(tenures, checkpoint) {
    for (const tenure of tenures) tenure.unpaid.push(checkpoint);
    this.settledCells += BigInt(tenures.length);
  }

  /** A tenure ends by a fault. */
  fault(tenure, verdict) {
    const remaining = [...tenure.locked].filter((checkpoint) => checkpoint >= this.checkpoint).sort((a, b) => a - b);
    const price = priceOf(verdict, remaining.length);
    for (const checkpoint of remaining.slice(0, price)) tenure.locked.delete(checkpoint);
    tenure.hasEnded = true;
    const amount = this.collateral * BigInt(price);
    const group = Math.floor(tenure.rank / this.terms.replication);
    const { number, seller, rank } = tenure;
    this.tell("SellerFaulted", number, seller, this.checkpoint, group, rank, verdict, amount);
    this.#pay(tenure);
    this.bank.toTreasury(amount);
    if (verdict !== Verdict.Delayed) this.bank.strike(seller, amount);
  }

  #pay(tenure) {
    const closes = this.hasEnded || tenure.hasEnded;
    if (tenure.isClosed || (tenure.unpaid.length === 0 && !closes)) return false;
    const { number, seller, beneficiary, ask } = tenure;
    const cells = BigInt(tenure.unpaid.length);
    const back = tenure.unpaid.filter((checkpoint) => tenure.locked.delete(checkpoint)).length;
    const collateral = this.collateral * BigInt(back + (closes ? tenure.locked.size : 0));
    const fee = this.fee(ask) * cells;
    const isDue = this.endedAt - tenure.signedAt >= this.snapshot.holdSeconds;
    const compensation = isDue ? this.compensation : 0n;
    const rest = this.escrowOf(this.unitPrice) * cells - ask * cells - fee + this.compensation - compensation;
    Object.assign(tenure, { unpaid: [], isClosed: closes });

    this.bank.earn(seller, beneficiary, ask, cells);
    this.bank.toTreasury(fee);
    this.bank.give(this.buyer, rest);
    this.bank.give(seller, collateral + compensation);
    // Two honest replicas at least have verified it.
    if (this.terms.quorum > 1) this.bank.award(seller, fee);
    this.tell(
      ...["SellerPaid", number, seller, Number(cells), ask * cells],
      ...[fee, rest, collateral, compensation, closes],
    );
    return true;
  }
}

/** Cells that a verdict costs of those that remain. */
function priceOf(verdict, remaining) {
  if (verdict === Verdict.Delayed) return 1;
  if (verdict !== Verdict.Missed && verdict !== Verdict.Expelled) return remaining;
  return Math.min(remaining, Math.max(2, Math.ceil(remaining / 2)));
}

/** What the chain has done must be within the rules. */
export function must(isSo, rule) {
  if (!isSo) throw new Error(`against the rule that ${rule}`);
}
