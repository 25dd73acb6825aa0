import { encodeAbiParameters, keccak256, zeroAddress } from "viem";
import { rankOf } from "../helpers/draw.js";
import { JobStatus } from "../helpers/enums.js";
import { JobMoney, must } from "./money.js";

const EXTENSION_SECONDS = 60;
const MOST_EXTENSIONS = 10;

/** A block's hash can be had for so many blocks. */
export const HASH_BLOCKS = 256n;

const SEED = ["bytes32", "address"].map((type) => ({ type }));

/** A job until its ranks are drawn: docs/spec/job.md §5 and §7. */
export class JobSlots extends JobMoney {
  seedBlock = 0n;
  extensions = 0;
  filledAt = 0;
  // Who has given a slot back, and may not return.
  gone = new Set();

  /** When the auction ends, extensions included; 0 without one. */
  get auctionEnd() {
    return this.terms.auctionEnd + EXTENSION_SECONDS * this.extensions;
  }

  sign([ask, agentKey, beneficiary, endpoint], { by, time, block }) {
    this.#mustBeSignable(time);
    const slot = this.#enter(this.tenures.length, by, ask, agentKey, beneficiary, time);
    this.tell("SellerSigned", slot.number, by, slot.agentKey, slot.beneficiary, ask, endpoint);
    if (this.tenures.length < this.size) return;
    Object.assign(this, { status: JobStatus.Filled, filledAt: time });
    this.tell("JobFilled", time);
    if (time > this.auctionEnd) this.#arm(block);
  }

  unsign(_, { by, time }) {
    const { terms, snapshot } = this;
    must(this.status === JobStatus.Open, "slots are given back while the job is open");
    const slot = this.#slotOf(by);
    must(time >= slot.signedAt + snapshot.holdSeconds, "a slot is held for some time");
    must(!slot.isUnderbid || time > terms.signDeadline, "who has displaced another one stays");
    const last = this.tenures.pop();
    if (last !== slot) this.tenures[slot.number] = Object.assign(last, { number: slot.number });
    this.gone.add(by);
    const price = this.slotPrice;
    this.keep(slot, 0);
    this.bank.take(by, price);
    this.bank.toTreasury(price);
    this.tell("SellerUnsigned", slot.number, by, price);
  }

  underbid([number, ask, agentKey, beneficiary, endpoint], { by, time }) {
    const { terms } = this;
    this.#mustBeAuction(time);
    must(this.status === JobStatus.Filled || time <= terms.signDeadline, "an open job is underbid until its deadline");
    const displaced = this.tenures[number];
    must(ask * 100n <= displaced.ask * 95n && ask < displaced.ask, "an underbid is lower by a twentieth");
    const slot = this.#enter(number, by, ask, agentKey, beneficiary, time);
    slot.isUnderbid = true;
    this.keep(displaced, 0);
    if (this.auctionEnd - time < EXTENSION_SECONDS && this.extensions < MOST_EXTENSIONS) ++this.extensions;
    const { agentKey: key, beneficiary: heir } = slot;
    this.tell("SellerUnderbid", number, by, displaced.seller, key, heir, ask, this.extensions, endpoint);
  }

  lowerAsk([ask], { by, time }) {
    this.#mustBeAuction(time);
    const slot = this.#slotOf(by);
    must(ask < slot.ask, "an ask is lowered");
    slot.ask = ask;
    this.tell("AskLowered", slot.number, by, ask);
  }

  raise([unitPrice], { by, time }) {
    must(by === this.buyer, "the buyer raises the price");
    this.#mustBeSignable(time);
    must(
      unitPrice > this.unitPrice && unitPrice <= 10n * this.collateral,
      "a price rises, to ten times the collateral",
    );
    const funded = (this.escrowOf(unitPrice) - this.escrowOf(this.unitPrice)) * this.cells;
    this.bank.take(this.buyer, funded);
    this.unitPrice = unitPrice;
    this.tell("PriceRaised", unitPrice, funded);
  }

  cancel(_, { by, time }) {
    const { terms } = this;
    const isOpen = this.status === JobStatus.Open;
    const isEarly = isOpen && time <= terms.signDeadline;
    must(isOpen || this.status === JobStatus.Filled, "a job is cancelled before its start");
    must(!isEarly || by === this.buyer, "the buyer alone cancels early");
    const waits = Math.max(this.filledAt, this.auctionEnd) + terms.recruitSeconds;
    must(isOpen || time > waits, "a filled job waits for its start");
    this.compensation = isEarly ? this.slotPrice : 0n;
    Object.assign(this, { status: JobStatus.Cancelled, endedAt: time });
    this.tell("JobCancelled", this.compensation);
  }

  arm(_, { time, block }) {
    must(this.status === JobStatus.Filled && time > this.auctionEnd, "the seed block is chosen after the auction");
    must(this.seedBlock === 0n || block > this.seedBlock + HASH_BLOCKS, "a seed block that will do stays");
    this.#arm(block);
  }

  start(_, { time, block }) {
    const { seedBlock, size } = this;
    must(this.status === JobStatus.Filled && seedBlock !== 0n, "a filled job starts");
    must(block > seedBlock && block <= seedBlock + HASH_BLOCKS, "the seed can be had");
    const seed = keccak256(encodeAbiParameters(SEED, [this.hashOf(seedBlock), this.job]));
    for (const tenure of this.tenures) tenure.rank = rankOf(seed, tenure.number, size);
    Object.assign(this, { status: JobStatus.Running, checkpoint: 1 });
    this.tell("JobStarted", seed, time);
    this.begin(time);
  }

  /** Somebody with a part in the job: in a slot, on a list, or later at a rank. */
  enlist(seller, ask, agentKey, beneficiary, cells) {
    must(seller !== this.buyer && !this.knows(seller), "a seller is a stranger to the job");
    must(ask <= this.unitPrice, "an ask is at most the unit price");
    const named = (address) => (address === zeroAddress ? seller : address);
    return {
      ...{ seller, ask, agentKey: named(agentKey), beneficiary: named(beneficiary), locked: this.lock(seller, cells) },
      ...{ unpaid: [], signedAt: 0, isUnderbid: false, hasEnded: false, isClosed: false },
    };
  }

  /** Whether somebody has, or had, a part that it may not have twice. */
  knows(seller) {
    return this.gone.has(seller) || this.tenures.some((tenure) => tenure.seller === seller);
  }

  #enter(number, seller, ask, agentKey, beneficiary, time) {
    const slot = this.enlist(seller, ask, agentKey, beneficiary, this.terms.checkpoints);
    return (this.tenures[number] = Object.assign(slot, { number, signedAt: time }));
  }

  #arm(block) {
    this.seedBlock = block + 1n;
    this.tell("SeedArmed", this.seedBlock);
  }

  #slotOf(seller) {
    const slot = this.tenures.find((tenure) => tenure.seller === seller);
    must(slot !== undefined, "who has a slot may leave it or ask for less");
    return slot;
  }

  #mustBeSignable(time) {
    must(this.status === JobStatus.Open && time <= this.terms.signDeadline, "an open job is signed until its deadline");
  }

  #mustBeAuction(time) {
    must(this.status <= JobStatus.Filled && time <= this.auctionEnd, "slots are underbid until the end of the auction");
  }
}
