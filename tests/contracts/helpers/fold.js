import { parseEventLogs, zeroHash } from "viem";
import { AbortReason, JobStatus, Verdict } from "./enums.js";

/**
 * A job rebuilt from its log alone: its events in order, each with the time of its block. It knows the terms from
 * JobPlaced and asks the contract nothing.
 */
export class JobFold {
  progress = {
    status: JobStatus.Open,
    abortReason: AbortReason.None,
    isRefunded: false,
    signed: 0,
    checkpoint: 0,
    settledGroups: 0,
    seatings: 0,
    paidCells: 0,
    barrierAt: 0,
    frozenAt: 0,
    frozenSeconds: 0,
    seedBlock: 0n,
    filledAt: 0,
    endedAt: 0,
    announcedAt: 0,
    unitPrice: 0n,
    isCompensated: false,
    extensions: 0,
  };
  seed = zeroHash;
  tenures = [];
  // Sellers that have left a slot, or more.
  leavers = new Map();
  groups = [];
  applications = new Map();
  // Money by kind, as the job's events tell it.
  money = {
    raised: 0n,
    locked: 0n,
    earned: 0n,
    fee: 0n,
    rest: 0n,
    back: 0n,
    compensation: 0n,
    forfeited: 0n,
    refunded: 0n,
  };
  events = [];

  constructor({ terms, escrow, snapshot }) {
    Object.assign(this, { terms, escrow, snapshot });
  }

  /** Another fold that has been told the same so far. */
  fork() {
    const { progress, tenures, leavers, groups, applications, money } = this;
    const copy = structuredClone({ progress, tenures, leavers, groups, applications, money });
    const fork = Object.assign(new JobFold(this), copy, { seed: this.seed, events: [...this.events] });
    fork.#short = this.#short;
    return fork;
  }

  /** What {IJob.progress} must answer. */
  get view() {
    return { ...this.progress, shortGroups: this.#short };
  }

  /** The most that a seller is paid for a checkpoint. */
  get unitPrice() {
    return this.progress.unitPrice === 0n ? this.terms.unitPrice : this.progress.unitPrice;
  }

  /** When the auction ends; 0 without one. */
  get auctionEnd() {
    return this.terms.auctionEnd + 60 * this.progress.extensions;
  }

  #short = 0;

  tell(abi, logs, time) {
    for (const { eventName, args } of parseEventLogs({ abi, logs })) {
      this.events.push({ name: eventName, args, time });
      this[eventName](args, time);
      if (!MAY_BE_SHORT.has(eventName)) continue;
      const { quorum } = this.terms;
      // A round whose commitments are closed is judged first.
      this.#short = this.groups.filter(({ active, closedAt }) => count(active) < quorum && closedAt === 0).length;
    }
  }

  SellerSigned({ seller, agentKey, beneficiary, ask }, time) {
    this.tenures[this.progress.signed++] = this.#sign(seller, agentKey, beneficiary, ask, time);
  }

  SellerUnsigned({ tenure, seller, forfeited }) {
    const last = this.tenures.pop();
    if (last.seller !== seller) this.tenures[tenure] = last;
    --this.progress.signed;
    this.#leave(seller, true);
    this.money.back -= forfeited;
    this.money.forfeited += forfeited;
  }

  SellerUnderbid({ tenure, seller, displaced, agentKey, beneficiary, ask, extensions }, time) {
    this.#leave(displaced, false);
    this.tenures[tenure] = { ...this.#sign(seller, agentKey, beneficiary, ask, time), isUnderbid: true };
    this.progress.extensions = extensions;
  }

  AskLowered({ tenure, ask }) {
    this.tenures[tenure].ask = ask;
  }

  PriceRaised({ unitPrice, funded }) {
    this.progress.unitPrice = unitPrice;
    this.money.raised += funded;
  }

  JobFilled({ filledAt }) {
    Object.assign(this.progress, { status: JobStatus.Filled, filledAt });
  }

  SeedArmed({ seedBlock }) {
    this.progress.seedBlock = seedBlock;
  }

  JobStarted({ seed, t0 }) {
    this.seed = seed;
    Object.assign(this.progress, { status: JobStatus.Running, checkpoint: 1, barrierAt: t0 });
    const active = (1 << this.terms.replication) - 1;
    this.groups = Array.from({ length: this.terms.groups }, () => ({
      ...clear({ active, pending: 0, attempt: 0 }),
      ...{ checkpoint: 1, t0, isSettled: false, hasRearmed: false, hasRestarted: false, hasExpelled: false },
      closeBlock: 0n,
    }));
  }

  ResultCommitted({ group, rank, closedAt }) {
    this.groups[group].committed |= this.#bit(rank);
    this.groups[group].closedAt = closedAt;
  }

  PresenceShown({ group, rank }) {
    this.groups[group].present |= this.#bit(rank);
  }

  ResultRevealed({ group, rank }) {
    this.groups[group].revealed |= this.#bit(rank);
  }

  DigestOpened() {}

  CheckpointSettled({ group, checkpoint, honest, faulty }) {
    const now = this.groups[group];
    const cells = checkpoint - now.checkpoint + (now.isSettled ? 0 : 1);
    if (checkpoint > this.progress.checkpoint) Object.assign(this.progress, { checkpoint, settledGroups: 0 });
    if (checkpoint > now.checkpoint) reach(now, checkpoint, this.progress.barrierAt);
    Object.assign(now, { active: honest | faulty, isSettled: true });
    ++this.progress.settledGroups;
    this.progress.paidCells += cells * count(honest);
  }

  SellerFaulted({ tenure, checkpoint, group, rank, amount }) {
    this.groups[group].active &= ~this.#bit(rank);
    Object.assign(this.tenures[tenure], {
      endCheckpoint: checkpoint,
      forfeitedCells: Number(amount / this.terms.unitCollateral),
      rank,
    });
    this.money.forfeited += amount;
  }

  SellerExpelled({ group }) {
    // Nobody else can have committed yet.
    Object.assign(this.groups[group], { hasExpelled: true, committed: 0, revealed: 0 });
  }

  SellerResigned({ group, rank, t0, closedAt }) {
    const now = this.groups[group];
    if (now.pending & this.#bit(rank)) now.pending &= ~this.#bit(rank);
    else this.#depart(group, rank, t0, closedAt);
  }

  SellerEquivocated({ group, rank, t0, closedAt }) {
    this.#depart(group, rank, t0, closedAt);
  }

  RoundInconclusive() {}

  GroupRestarted({ group, attempt, active, t0 }) {
    const now = this.groups[group];
    this.#join(group, active);
    now[attempt === now.attempt ? "hasRearmed" : "hasRestarted"] ||=
      attempt !== now.attempt || this.#isRearm(now, active);
    Object.assign(clear(now), { attempt, active, t0 });
  }

  BarrierPassed({ checkpoint, t0 }) {
    Object.assign(this.progress, { checkpoint, barrierAt: t0, settledGroups: 0 });
    for (const group of this.groups) reach(group, checkpoint, t0);
  }

  SellerApplied({ group, seller, agentKey, beneficiary, ask, lockedCells }) {
    this.#lock(lockedCells);
    this.applications.set(seller, { group, ...this.#fresh(seller, agentKey, beneficiary, ask, lockedCells) });
  }

  ApplicationWithdrawn({ group, seller }) {
    this.money.back += BigInt(this.applications.get(seller).lockedCells) * this.terms.unitCollateral;
    this.applications.delete(seller);
    if (this.#applicants(group) === 0) this.groups[group].closeBlock = 0n;
  }

  DrawArmed({ group, closeBlock }) {
    this.groups[group].closeBlock = closeBlock;
  }

  SellerSeated({ group, tenure, seller, rank, firstCheckpoint, lockedCells, t0 }) {
    const { group: _, ...applicant } = this.applications.get(seller);
    this.money.back += BigInt(applicant.lockedCells - lockedCells) * this.terms.unitCollateral;
    this.applications.delete(seller);
    this.tenures[tenure] = { ...applicant, rank, firstCheckpoint, lockedCells };
    ++this.progress.seatings;
    const now = this.groups[group];
    now.closeBlock = 0n;
    if (t0 === 0) now.pending |= this.#bit(rank);
    else Object.assign(now, { active: now.active | this.#bit(rank), t0, present: 0 });
  }

  JobFrozen({ frozenAt }) {
    Object.assign(this.progress, { status: JobStatus.Frozen, frozenAt });
  }

  JobResumed({ resumedAt }) {
    const { frozenAt } = this.progress;
    const { revealSeconds: window, workSeconds } = this.terms;
    for (const group of this.groups.filter(({ isSettled }) => !isSettled)) {
      const closed = this.closeOf(group);
      if (closed === 0) Object.assign(group, { t0: resumedAt, present: 0 });
      else if (group.committed === 0 || frozenAt > closed + 2 * window) group.closedAt = closed;
      else group.closedAt = frozenAt <= closed + window ? resumedAt : resumedAt - window - 1;
    }
    if (frozenAt <= this.progress.barrierAt + workSeconds) this.progress.barrierAt = resumedAt;
    this.progress.status = JobStatus.Running;
    this.progress.frozenSeconds += resumedAt - frozenAt;
  }

  TerminationAnnounced({ announcedAt }) {
    this.progress.announcedAt = announcedAt;
  }

  JobCompleted(_, time) {
    Object.assign(this.progress, { status: JobStatus.Completed, endedAt: time });
  }

  JobAborted({ reason }, time) {
    Object.assign(this.progress, { status: JobStatus.Aborted, abortReason: reason, endedAt: time });
  }

  JobCancelled({ compensation }, time) {
    Object.assign(this.progress, { status: JobStatus.Cancelled, isCompensated: compensation > 0n, endedAt: time });
  }

  SellerPaid({ tenure, cells, earned, fee, rest, collateral, compensation, isClosed }) {
    this.tenures[tenure].paidCells += cells;
    this.tenures[tenure].isClosed = isClosed;
    const { money } = this;
    money.earned += earned;
    money.fee += fee;
    money.rest += rest;
    money.back += collateral;
    money.compensation += compensation;
  }

  BuyerRefunded({ amount }) {
    this.progress.isRefunded = true;
    this.money.refunded += amount;
  }

  #depart(group, rank, t0, closedAt) {
    const now = this.groups[group];
    for (const mask of ["active", "committed", "revealed"]) now[mask] &= ~this.#bit(rank);
    now.closedAt = closedAt;
    if (t0 === 0) return;
    now.active |= now.pending;
    this.#join(group, now.active);
    Object.assign(now, { t0, present: 0 });
  }

  /** Those of the active that were pending take part in the checkpoint in work. */
  #join(group, active) {
    const now = this.groups[group];
    for (const tenure of this.tenures) {
      const waits =
        tenure.rank !== undefined && this.#group(tenure.rank) === group && this.#bit(tenure.rank) & now.pending;
      if (waits && active & this.#bit(tenure.rank) && tenure.endCheckpoint === 0) {
        tenure.firstCheckpoint = this.progress.checkpoint;
      }
    }
    now.pending &= ~active;
  }

  /** When the commitments of a group closed, by the clock that stands still in a freeze; 0 while they are open. */
  closeOf(group, time) {
    if (group.closedAt !== 0) return group.closedAt;
    const clock = this.progress.status === JobStatus.Frozen ? this.progress.frozenAt : time;
    const deadline = group.t0 + this.terms.workSeconds;
    return clock > deadline ? deadline : 0;
  }

  /** What the job must hold. */
  get balance() {
    const { raised, locked, earned, fee, rest, back, compensation, forfeited, refunded } = this.money;
    return this.escrow + raised + locked - earned - fee - rest - back - compensation - forfeited - refunded;
  }

  #isRearm(group, active) {
    return count(active & group.present) >= this.terms.quorum;
  }

  #applicants(group) {
    return [...this.applications.values()].filter((application) => application.group === group).length;
  }

  #sign(seller, agentKey, beneficiary, ask, time) {
    this.#lock(this.terms.checkpoints);
    const tenure = this.#fresh(seller, agentKey, beneficiary, ask, this.terms.checkpoints);
    return { ...tenure, signedAt: time, firstCheckpoint: 1 };
  }

  #leave(seller, isClosed) {
    this.leavers.set(seller, { nonce: this.#nonceOf(seller) + 1, isClosed });
    this.money.back += BigInt(this.terms.checkpoints) * this.terms.unitCollateral;
  }

  #nonceOf(seller) {
    return this.leavers.get(seller)?.nonce ?? 0;
  }

  #fresh(seller, agentKey, beneficiary, ask, lockedCells) {
    return {
      ...{ seller, agentKey, beneficiary, ask, lockedCells, nonce: this.#nonceOf(seller), isUnderbid: false },
      ...{ rank: undefined, signedAt: 0, endCheckpoint: 0, forfeitedCells: 0, paidCells: 0, isClosed: false },
    };
  }

  #lock(cells) {
    this.money.locked += BigInt(cells) * this.terms.unitCollateral;
  }

  #bit(rank) {
    return 1 << rank % this.terms.replication;
  }

  #group(rank) {
    return Math.floor(rank / this.terms.replication);
  }
}

export const count = (mask) => {
  let bits = 0;
  for (; mask !== 0; mask &= mask - 1) ++bits;
  return bits;
};

// After these a group may have more or fewer active ranks.
const MAY_BE_SHORT = new Set(["GroupRestarted", "SellerSeated", "SellerResigned", "SellerEquivocated"]);

/** The verdicts that a deadline brings. */
export const byDeadline = (verdict) => verdict === Verdict.Missed || verdict === Verdict.Withheld;

const clear = (group) => Object.assign(group, { closedAt: 0, committed: 0, present: 0, revealed: 0 });

/** A group begins a checkpoint. */
const reach = (group, checkpoint, t0) => {
  group.active |= group.pending;
  Object.assign(clear(group), { checkpoint, t0, pending: 0 });
  Object.assign(group, { isSettled: false, hasRearmed: false, hasRestarted: false, hasExpelled: false });
};
