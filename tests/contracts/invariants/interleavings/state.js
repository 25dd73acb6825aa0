import { JobStatus } from "../../helpers/enums.js";
import { rankOf } from "../../helpers/draw.js";
import { PURSE } from "../../helpers/market.js";

const HASH_BLOCKS = 256n;
const clip = (value, most) => (value > most ? most : value);
const sorted = (texts) => [...texts].sort();

/**
 * What a look says about a job, as far as anything that can still happen depends on it, and all its money.
 *
 * Looks of equal keys are the same state: times are told by how far they are away, up to where the job no longer tells
 * the difference; a word by what it stands for; and the replicas of a group, like groups, without their order. That is
 * sound because nothing in a job prefers one of them: ranks are hashed into seals and commitments, which stand here for
 * what they say; a tie of tags, that the lowest rank would win, is below any quorum; and of vacancies, of which the
 * lowest is filled, one is like the other.
 */
export class State {
  #seated = new Map();
  #isNamed;

  /**
   * @param look What {Lens} has seen.
   * @param moment The time, and the number of the next block.
   * @param cast Those that act, and what their words mean.
   */
  constructor(look, moment, cast) {
    Object.assign(this, look, moment, { cast, terms: cast.terms });
    const { signed } = this.progress;
    for (const [i, seller] of cast.sellers.entries()) {
      const tenure = this.tenures[i];
      if (tenure.number === 0) continue;
      const number = tenure.number - 1;
      const rank = number < signed ? this.#drawn(number) : tenure.rank;
      if (!(this.#seated.get(rank)?.number > number)) this.#seated.set(rank, { ...tenure, number, seller, rank });
    }
    this.key = this.#key(cast.isNamed);
  }

  /** The key that it has where the sellers of a group are not told apart. */
  get unnamed() {
    return this.#key(false);
  }

  get status() {
    return this.progress.status;
  }

  get hasEnded() {
    return this.status > JobStatus.Frozen;
  }

  /** What a group's deadlines are compared with. */
  get clock() {
    return this.status === JobStatus.Frozen ? this.progress.frozenAt : this.time;
  }

  /** All money of those that act, the others, and the job. */
  get wealth() {
    return [...this.free.values()].reduce((sum, amount) => sum + amount, this.balance);
  }

  /** The tenure that is, or was last, at a rank: as stored, with its number from 0, seller and rank. */
  at(rank) {
    return this.#seated.get(rank);
  }

  /** The tenure of a seller, as stored. */
  of(seller) {
    return this.tenures[this.cast.sellers.indexOf(seller)];
  }

  /** What a rank has done in its round, by name. */
  conductOf(rank) {
    const { committed } = this.groups[Math.floor(rank / this.terms.replication)];
    return (committed >> rank % this.terms.replication) & 1 ? this.cast.meaningOf(this.words[rank]) : "";
  }

  /** Which part of the draw of a group the next block is in. */
  phaseOf(id) {
    const closeBlock = this.closeBlocks[id];
    if (closeBlock === 0n) return "none";
    if (this.nextBlock < closeBlock) return "open";
    if (this.nextBlock === closeBlock) return "closed";
    return this.nextBlock > closeBlock + HASH_BLOCKS ? "gone" : "drawn";
  }

  /** What can be known of the seed in the next block. */
  get seedPhase() {
    const { seedBlock } = this.progress;
    if (this.nextBlock <= seedBlock) return "early";
    return this.nextBlock > seedBlock + HASH_BLOCKS ? "gone" : "known";
  }

  /** Times from now on at which a call begins to be answered in another way. */
  get instants() {
    const { workSeconds, revealSeconds, recruitSeconds } = this.terms;
    const { announcedAt, frozenAt, frozenSeconds, filledAt } = this.progress;
    const instants = [];
    if (this.status === JobStatus.Filled)
      return [filledAt + recruitSeconds + 1].filter((instant) => instant > this.time);
    if (announcedAt !== 0) instants.push(announcedAt + workSeconds);
    if (this.status === JobStatus.Frozen) {
      instants.push(frozenAt + Math.max(recruitSeconds + 1 - frozenSeconds, 2 * revealSeconds));
      if (announcedAt !== 0) instants.push(Math.max(frozenAt, announcedAt) + 2 * revealSeconds);
    } else {
      for (const { closedAt, t0 } of this.groups.filter(({ isSettled }) => !isSettled)) {
        if (closedAt === 0) instants.push(t0 + Math.floor(workSeconds / 2), t0 + workSeconds + 1);
        else instants.push(closedAt + revealSeconds + 1, closedAt + 2 * revealSeconds + 1);
      }
    }
    return instants.filter((instant) => instant > this.time);
  }

  #key(isNamed) {
    this.#isNamed = isNamed;
    if (this.hasEnded) return JSON.stringify(this.#end());
    return JSON.stringify(this.status === JobStatus.Filled ? this.#begin() : this.#course());
  }

  /** The rank that a slot is drawn to, once it is. */
  #drawn(slot) {
    const { seed, cast } = this;
    const key = `${seed} ${slot}`;
    if (!cast.ranks.has(key)) cast.ranks.set(key, rankOf(seed, slot, this.progress.signed));
    return cast.ranks.get(key);
  }

  #begin() {
    const { filledAt, signed } = this.progress;
    const age = clip(this.time - filledAt, this.terms.recruitSeconds + 1);
    return [
      this.status,
      signed,
      age,
      this.seedPhase,
      this.cast.sellers.map((seller) => this.#told(seller, [])),
      this.#rest,
    ];
  }

  #end() {
    const { status, abortReason, paidCells, isCompensated, isRefunded } = this.progress;
    const tenures = this.cast.sellers.map((seller, i) => {
      const { lockedCells, paidCells: paid, forfeitedCells, isClosed, application } = this.tenures[i];
      return this.#told(seller, [lockedCells, paid, forfeitedCells, isClosed, application !== 0]);
    });
    return [status, abortReason, paidCells, isCompensated, isRefunded, sorted(tenures), this.#rest];
  }

  #course() {
    const { workSeconds, revealSeconds, recruitSeconds } = this.terms;
    const { status, checkpoint, settledGroups, shortGroups, seatings, paidCells } = this.progress;
    const { announcedAt, frozenAt, frozenSeconds } = this.progress;
    const spent = clip(frozenSeconds, recruitSeconds + 1);
    const patience = Math.max(recruitSeconds + 1 - spent, 2 * revealSeconds);
    const frozen = status === JobStatus.Frozen ? clip(this.time - frozenAt, patience) : -1;
    const announced = announcedAt === 0 ? -1 : clip(this.time - announcedAt, Math.max(workSeconds, 2 * revealSeconds));
    const groups = this.groups.map((_, id) => this.#group(id));
    // Those that have no place: left, waiting for one, or strangers.
    const others = this.cast.sellers.flatMap((seller, i) => {
      const {
        number,
        endCheckpoint,
        lockedCells,
        paidCells: paid,
        forfeitedCells,
        isClosed,
        application,
        group,
      } = this.tenures[i];
      if (number !== 0 && endCheckpoint === 0) return [];
      return [this.#told(seller, [application === 0 ? -1 : group, lockedCells, paid, forfeitedCells, isClosed])];
    });
    return [
      ...[status, checkpoint, settledGroups, shortGroups, seatings, paidCells, spent, frozen, announced],
      ...[this.#isNamed ? groups : sorted(groups), sorted(others), this.#rest],
    ];
  }

  #group(id) {
    const { workSeconds, revealSeconds, replication } = this.terms;
    const { t0, closedAt, attempt, active, pending, committed, present, revealed, ...flags } = this.groups[id];
    const { isSettled, hasRearmed, hasRestarted, hasExpelled } = flags;
    // The begin of a window matters as long as somebody may commit, resign or be present in it.
    const isAwaited = !isSettled && (closedAt === 0 || (active & ~committed) !== 0);
    const age = isAwaited ? clip(this.clock - t0, workSeconds + 2 * revealSeconds + 1) : -1;
    const closed = isSettled || closedAt === 0 ? -1 : clip(this.clock - closedAt, 2 * revealSeconds + 1);
    const replicas = Array.from({ length: replication }, (_, i) => {
      const bits = [active, pending, committed, present, revealed].map((mask) => (mask >> i) & 1);
      const rank = id * replication + i;
      if (((active | pending) >> i) & 1) {
        const { seller, firstCheckpoint, lockedCells, paidCells } = this.at(rank);
        return this.#told(seller, [
          ...bits,
          isSettled ? "" : this.conductOf(rank),
          firstCheckpoint,
          lockedCells,
          paidCells,
        ]);
      }
      return JSON.stringify(bits);
    });
    return JSON.stringify([
      ...[attempt, isSettled, hasRearmed, hasRestarted, hasExpelled, age, closed],
      ...[this.phaseOf(id), Number(this.applicants[id]), this.#isNamed ? replicas : sorted(replicas)],
    ]);
  }

  /** The money of all that do not sell. */
  get #rest() {
    return [...this.cast.others.map((other) => this.free.get(other)), this.balance].join(" ");
  }

  #told(seller, values) {
    const name = this.#isNamed ? [this.cast.sellers.indexOf(seller)] : [];
    return JSON.stringify([...name, ...values, (this.free.get(seller) - PURSE).toString()]);
  }
}
