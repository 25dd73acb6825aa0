import { drawnOf } from "../helpers/draw.js";
import { AbortReason, JobStatus, Verdict } from "../helpers/enums.js";
import { must } from "./money.js";
import { JobRounds } from "./rounds.js";
import { HASH_BLOCKS } from "./slots.js";

/**
 * A job by docs/spec/job.md alone: told each call that was made, it tells the events that must follow, with all verdicts
 * and amounts in them, and moves the money in a {Bank}. It knows nothing of the contracts, and refuses what is against the
 * rules; whether signatures are good it does not ask.
 */
export class JobModel extends JobRounds {
  frozenSeconds = 0;
  seatings = 0;

  /**
   * @param placed What was placed: { chainId, job, buyer, terms, snapshot }.
   * @param hashOf The hash of a block, by its number: all that is left to chance.
   */
  constructor(bank, placed, hashOf) {
    super(bank, placed);
    Object.assign(this, { chainId: placed.chainId, hashOf });
  }

  /**
   * What follows a call.
   *
   * @param made { by, time, block }.
   * @returns [name, …arguments] of each event.
   */
  play(call, args, made) {
    must(CALLS.has(call), `${call} is a call that the model knows`);
    this.now = made.time;
    this[call](args, made);
    return this.said();
  }

  resign([rank], { by }) {
    const [group, place] = this.at(rank);
    const { tenure, isPending: isFree } = place;
    must(place.speaksFor(by) && this.status === JobStatus.Running, "a seller resigns while the job runs");
    const isEarly = this.now < group.t0 + Math.floor(this.terms.workSeconds / 2);
    const isUnbound = place.isActive && !place.hasCommitted && !group.isSettled;
    must(isFree || (isUnbound && isEarly), "who waits resigns, and who is not bound, early");
    const verdict = isFree || group.active.length > this.terms.quorum ? Verdict.Delayed : Verdict.Missed;
    const t0 = isFree ? 0 : this.#depart(group, place);
    if (isFree) place.leave();
    const closedAt = group.closedAt ?? 0;
    this.tell("SellerResigned", tenure.number, tenure.seller, this.checkpoint, group.id, rank, t0, closedAt);
    this.fault(tenure, verdict);
    this.freezeIfShort();
  }

  equivocate([rank, first, second]) {
    const [group, place] = this.at(rank);
    const { number, seller } = place.tenure;
    must(place.isActive && !group.isSettled && first !== second, "who takes part is bound to one commitment");
    const t0 = this.#depart(group, place);
    const { id, attempt, closedAt = 0 } = group;
    this.tell("SellerEquivocated", number, seller, this.checkpoint, id, attempt, rank, first, second, t0, closedAt);
    this.fault(place.tenure, Verdict.Copied);
    this.freezeIfShort();
  }

  expel([rank, evidenceHash, accusers]) {
    const [group, place] = this.at(rank);
    const { number, seller } = place.tenure;
    must(place.isActive && !group.isSettled && !group.hasExpelled, "a group expels one that takes part, once");
    const others = group.active.filter((other) => other !== place);
    must(!others.some(({ hasCommitted }) => hasCommitted), "nobody else is bound");
    const accusing = others.filter((other) => accusers.includes(other.rank));
    must(accusing.length === accusers.length && accusing.length >= this.terms.quorum, "a quorum of others accuses");
    place.leave();
    group.hasExpelled = true;
    const { id, attempt } = group;
    const mask = group.maskOf(accusing);
    this.tell("SellerExpelled", number, seller, this.checkpoint, id, attempt, rank, mask, evidenceHash);
    this.fault(place.tenure, Verdict.Expelled);
  }

  applyFor([id, ask, agentKey, beneficiary, endpoint], { by, block }) {
    const group = this.groups[id];
    this.#mustBeVacant(group);
    mustBeOpen(group, block);
    const cells = this.#cellsLeft(group);
    must(cells > 0, "there is a checkpoint left");
    const applicant = this.enlist(by, ask, agentKey, beneficiary, cells);
    group.applicants.push(applicant);
    this.tell("SellerApplied", id, by, applicant.agentKey, applicant.beneficiary, ask, cells, endpoint);
    if (group.closeBlock === 0n) this.#armDraw(group, block);
  }

  withdrawApplication(_, { by, block }) {
    const group = this.#listOf(by);
    if (!this.hasEnded && this.seatings < this.#mostSeatings) mustBeOpen(group, block);
    this.#withdraw(group, by);
  }

  withdrawApplicationOf([seller]) {
    must(this.hasEnded, "anybody withdraws when the job is over");
    this.#withdraw(this.#listOf(seller), seller);
  }

  seat([id], { block }) {
    const group = this.groups[id];
    this.#mustBeVacant(group);
    const { applicants, closeBlock } = group;
    must(applicants.length > 0, "somebody has applied");
    if (closeBlock === 0n || block > closeBlock + HASH_BLOCKS) return this.#armDraw(group, block);
    must(block > closeBlock, "the draw is known");
    const drawn = applicants[drawnOf(this.hashOf(closeBlock), this.job, id, applicants.length)];
    const cells = this.#cellsLeft(group);
    group.closeBlock = 0n;
    if (cells === 0) {
      this.tell("DrawArmed", id, 0n);
      return this.#withdraw(group, drawn.seller);
    }
    group.strike(drawn);
    this.#seat(group, drawn, Math.min(cells, drawn.locked.size));
    if (group.vacancy !== undefined && applicants.length > 0) this.#armDraw(group, block);
  }

  abort() {
    const { revealSeconds, recruitSeconds } = this.terms;
    must(this.status === JobStatus.Frozen, "a frozen job is aborted");
    const spent = this.frozenAt + Math.max(recruitSeconds + 1 - this.frozenSeconds, 0);
    const unrecruited = Math.max(spent, this.frozenAt + 2 * revealSeconds);
    const isAnnounced = this.announcedAt !== 0;
    const unwanted = isAnnounced ? Math.max(this.frozenAt, this.announcedAt) + 2 * revealSeconds : Infinity;
    must(this.now >= Math.min(unrecruited, unwanted), "a freeze has its time");
    this.end(unwanted < unrecruited ? AbortReason.Terminated : AbortReason.NotRecruited);
  }

  knows(seller) {
    const isListed = this.groups.some(({ applicants }) => applicants.some((other) => other.seller === seller));
    return isListed || super.knows(seller);
  }

  get #mostSeatings() {
    return 3 * this.size;
  }

  /** A rank leaves a round that is not judged; answers when that begins anew, 0 if it goes on. */
  #depart(group, place) {
    const closedAt = group.closeOf(this.clock);
    place.leave();
    if (closedAt !== undefined) {
      group.closedAt = closedAt;
    } else if (!group.isThin) {
      group.closeIfAll(this.now);
    } else if (group.hasPending) {
      group.admit();
      group.beginWindow(this.now);
      return this.now;
    }
    return 0;
  }

  #seat(group, drawn, cells) {
    const isNow = this.#entersNow(group);
    const first = isNow ? this.checkpoint : this.checkpoint + 1;
    const t0 = isNow ? this.now : 0;
    this.keep(drawn, cells);
    const tenure = Object.assign(drawn, { number: this.tenures.length });
    this.tenures.push(tenure);
    ++this.seatings;
    group.vacancy.take(tenure, isNow);
    if (isNow) group.beginWindow(this.now);
    this.tell("SellerSeated", group.id, tenure.number, tenure.seller, tenure.rank, first, cells, t0);
    if (this.status === JobStatus.Frozen && !this.groups.some(({ isShort }) => isShort)) this.#resume();
  }

  #withdraw(group, seller) {
    const applicant = group.applicants.find((other) => other.seller === seller);
    group.strike(applicant);
    if (group.applicants.length === 0) group.closeBlock = 0n;
    this.keep(applicant, 0);
    this.tell("ApplicationWithdrawn", group.id, seller);
  }

  #armDraw(group, block) {
    group.closeBlock = block + BigInt(this.snapshot.drawBlocks);
    this.tell("DrawArmed", group.id, group.closeBlock);
  }

  /** Nobody is short any more: what was open when the job froze begins anew. */
  #resume() {
    const { frozenAt, now } = this;
    const window = this.terms.revealSeconds;
    for (const group of this.groups.filter(({ isSettled }) => !isSettled)) {
      const closedAt = group.closeOf(frozenAt);
      if (closedAt === undefined) group.beginWindow(now);
      else if (!group.active.some(({ hasCommitted }) => hasCommitted)) group.closedAt = closedAt;
      else if (frozenAt <= closedAt + window) group.closedAt = now;
      else if (frozenAt <= closedAt + 2 * window) group.closedAt = now - window - 1;
      else group.closedAt = closedAt;
    }
    this.frozenSeconds += now - frozenAt;
    this.status = JobStatus.Running;
    this.tell("JobResumed", now);
  }

  #listOf(seller) {
    const group = this.groups.find(({ applicants }) => applicants.some((other) => other.seller === seller));
    must(group !== undefined, "who withdraws has applied");
    return group;
  }

  #entersNow(group) {
    return this.status === JobStatus.Frozen && !group.isSettled && group.closeOf(this.clock) === undefined;
  }

  #cellsLeft(group) {
    return this.terms.checkpoints - this.checkpoint + (this.#entersNow(group) ? 1 : 0);
  }

  #mustBeVacant(group) {
    must(this.isUnderWay && group.vacancy !== undefined, "the group has a vacancy");
    must(this.seatings < this.#mostSeatings, "a job seats three for each rank");
  }
}

function mustBeOpen({ closeBlock }, block) {
  must(closeBlock === 0n || block < closeBlock, "the list is open");
}

const CALLS = new Set([
  ...["sign", "unsign", "underbid", "lowerAsk", "raise", "cancel", "arm", "start", "commit", "commitMany", "present"],
  ...["reveal", "settle", "settleUnanimous", "settleAll", "terminate", "resign", "equivocate", "expel", "applyFor"],
  ...["withdrawApplication", "withdrawApplicationOf", "seat", "abort", "claim", "claimMany", "refund"],
]);
