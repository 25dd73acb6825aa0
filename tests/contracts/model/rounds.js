import { AbortReason, JobStatus, LossPolicy, SettlementPath, Verdict } from "../helpers/enums.js";
import { Group } from "./group.js";
import { judge, opens } from "./judgment.js";
import { must } from "./money.js";
import { JobSlots } from "./slots.js";

/** A job at work: docs/spec/job.md §3 and §4, but for those who leave and come. */
export class JobRounds extends JobSlots {
  groups = [];
  now = 0;
  frozenAt = 0;
  announcedAt = 0;

  /** What deadlines are compared with. */
  get clock() {
    return this.status === JobStatus.Frozen ? this.frozenAt : this.now;
  }

  get isUnderWay() {
    return this.status === JobStatus.Running || this.status === JobStatus.Frozen;
  }

  /** Whether the checkpoint in work is the last one, as the buyer wants it. */
  get isTerminated() {
    return this.announcedAt !== 0 && this.now >= this.announcedAt + this.terms.workSeconds;
  }

  /** A checkpoint begins in all groups; the first one with all who have signed. */
  begin(time) {
    if (this.groups.length === 0) {
      this.groups = Array.from({ length: this.terms.groups }, (_, id) => new Group(id, this.terms));
      for (const tenure of this.tenures) this.at(tenure.rank)[1].take(tenure, true);
    }
    for (const group of this.groups) group.reach(time);
  }

  commit([rank, checkpoint, attempt, commitment], { by }) {
    const [group, place] = this.at(rank);
    must(checkpoint === this.checkpoint && attempt === group.attempt, "a commitment is meant for the round in work");
    must(place.speaksFor(by), "a seller, or its agent, commits for its rank");
    must(!place.hasCommitted, "a rank commits once");
    this.#commit(group, place, commitment);
  }

  commitMany([ranks, commitments]) {
    for (const [i, rank] of ranks.entries()) {
      const [group, place] = this.at(rank);
      if (!place.hasCommitted) this.#commit(group, place, commitments[i]);
    }
  }

  present([ranks]) {
    let isShown = false;
    for (const [group, place] of ranks.map((rank) => this.at(rank))) {
      // Those that somebody has gone ahead with are skipped.
      if (!this.#mayShow(group, place)) continue;
      isShown = place.isPresent = true;
      this.tell("PresenceShown", group.id, this.checkpoint, place.rank, group.attempt, place.tenure.number);
    }
    must(isShown, "presence is shown once, by who takes part, in the second half of the window");
  }

  reveal([rank, tag, seal, salt, digest]) {
    const [group, place] = this.at(rank);
    const closedAt = this.#mustBeClosed(group);
    must(this.clock <= closedAt + this.terms.revealSeconds, "commitments are opened in the reveal window");
    must(place.hasCommitted && place.reveal === undefined, "a commitment is opened once");
    must(opens(this.#contextOf(group), place, { tag, seal, salt }), "what is revealed was committed to");
    place.reveal = { tag, seal };
    this.tell("ResultRevealed", group.id, this.checkpoint, rank, group.attempt, place.tenure.number, tag, seal);
    if (group.active.some(({ reveal }) => reveal === undefined)) return;
    const judgment = this.#judge(group, digest);
    const isWhole = judgment.isCarried && judgment.verdicts.every((verdict) => verdict === Verdict.Honest);
    if (isWhole && !judgment.hasFailed) this.#carry(group, judgment, digest);
  }

  settle([id, digest]) {
    const group = this.groups[id];
    const revealEnd = this.#mustBeClosed(group) + this.terms.revealSeconds;
    if (!group.active.some(({ hasCommitted }) => hasCommitted)) return this.#judgeSilence(group);
    const isOpen = group.active.some(({ hasCommitted, reveal }) => hasCommitted && reveal === undefined);
    must(!isOpen || this.clock > revealEnd, "all who committed have revealed, or are late");
    const isLate = this.clock > revealEnd + this.terms.revealSeconds;
    const judgment = this.#judge(group, isLate ? undefined : digest);
    must(judgment.isOpened || judgment.agreeing.length === 0 || isLate, "an agreed digest is opened, while it can be");
    if (!judgment.isCarried) this.#judgeInconclusive(group, judgment);
    else if (judgment.hasFailed) this.#judgeFailure(group, judgment, digest);
    else this.#carry(group, judgment, digest);
  }

  settleUnanimous([id, digest]) {
    const group = this.groups[id];
    must(this.isUnderWay && !group.isSettled && !group.isThin, "a quorum settles what is not settled");
    this.#settle(group, digest, SettlementPath.Unanimous, group.active);
    this.#passIfSettled();
  }

  settleAll([upTo, digests]) {
    must(this.status === JobStatus.Running, "all settle together while the job runs");
    const isBound = this.isTerminated || this.groups.some(({ hasPending }) => hasPending);
    const most = isBound ? this.checkpoint : this.terms.checkpoints;
    must(upTo >= this.checkpoint && upTo <= most, "nobody is passed over, nor the buyer's end");
    must(!this.groups.some(({ isThin }) => isThin), "each group is a quorum");
    for (const group of this.groups) {
      const done = group.isSettled ? this.checkpoint : this.checkpoint - 1;
      if (done === upTo) continue;
      const tenures = group.active.map(({ tenure }) => tenure);
      for (let checkpoint = done + 1; checkpoint < upTo; ++checkpoint) this.earn(tenures, checkpoint);
      this.#settle(group, digests[group.id], SettlementPath.Together, group.active, [], upTo);
    }
    this.#pass(upTo);
  }

  terminate(_, { by }) {
    must(this.isUnderWay && this.announcedAt === 0 && by === this.buyer, "the buyer says once that it wants the end");
    this.announcedAt = this.now;
    this.tell("TerminationAnnounced", this.now);
  }

  /** The group of a rank, and its place there. */
  at(rank) {
    must(this.isUnderWay, "ranks act while the job goes on");
    const group = this.groups[Math.floor(rank / this.terms.replication)];
    return [group, group.places[rank % this.terms.replication]];
  }

  freezeIfShort() {
    if (this.status !== JobStatus.Running || !this.groups.some(({ isShort }) => isShort)) return;
    Object.assign(this, { status: JobStatus.Frozen, frozenAt: this.now });
    this.tell("JobFrozen", this.now);
  }

  end(reason) {
    this.status = JobStatus.Aborted;
    this.tell("JobAborted", reason);
  }

  #commit(group, place, commitment) {
    this.#mustTakePart(group, place);
    place.commitment = commitment;
    group.closeIfAll(this.now);
    const { number, rank } = place.tenure;
    const closedAt = group.closedAt ?? 0;
    this.tell("ResultCommitted", group.id, this.checkpoint, rank, group.attempt, number, commitment, closedAt);
  }

  #mayShow(group, place) {
    const isOpen = !group.isSettled && group.closeOf(this.clock) === undefined;
    const isHalf = this.clock >= group.t0 + Math.floor(this.terms.workSeconds / 2);
    return isOpen && isHalf && place.isActive && !place.isPresent;
  }

  #judge(group, digest) {
    return judge(this.#contextOf(group), group.active, this.terms.quorum, digest);
  }

  #carry(group, { verdicts }, digest) {
    const honest = group.active.filter((_, i) => verdicts[i] === Verdict.Honest);
    this.tell("DigestOpened", group.id, this.checkpoint, group.attempt, digest, false);
    this.#settle(group, digest, SettlementPath.Tally, honest, verdicts);
    this.#passIfSettled();
  }

  #judgeFailure(group, { verdicts }, digest) {
    this.tell("DigestOpened", group.id, this.checkpoint, group.attempt, digest, true);
    // Who did not commit pays nothing.
    const isFree = group.active.map(({ hasCommitted }) => !hasCommitted);
    this.#faultAll(
      group,
      verdicts.map((verdict, i) => (isFree[i] ? Verdict.Honest : verdict)),
    );
    this.end(AbortReason.ProgramFailed);
  }

  #judgeInconclusive(group, { agreeing, verdicts }) {
    this.tell("RoundInconclusive", group.id, this.checkpoint, group.attempt, group.maskOf(agreeing));
    this.#faultAll(group, verdicts);
    if (this.terms.lossPolicy === LossPolicy.Abort || group.hasRestarted) return this.end(AbortReason.Inconclusive);
    ++group.attempt;
    group.hasRestarted = true;
    this.#restart(group);
  }

  #judgeSilence(group) {
    const isQuorum = group.active.filter(({ isPresent }) => isPresent).length >= this.terms.quorum;
    const isLast = isQuorum && group.hasRearmed;
    // Another group shows that the work could be done.
    const present = isLast && this.groups.some(({ isSettled }) => isSettled) ? Verdict.Delayed : Verdict.Honest;
    const verdicts = group.active.map(({ isPresent }) => (isPresent ? present : Verdict.Missed));
    this.#faultAll(group, verdicts);
    if (isLast) return this.end(AbortReason.NoWork);
    group.hasRearmed ||= isQuorum;
    this.#restart(group);
  }

  /** Whoever of the active is not honest leaves, and pays. */
  #faultAll(group, verdicts) {
    for (const [i, place] of group.active.entries()) {
      if (verdicts[i] === Verdict.Honest) continue;
      place.leave();
      this.fault(place.tenure, verdicts[i]);
    }
  }

  /** The round begins anew; those that wait join, if there are too few without them. */
  #restart(group) {
    group.begin(this.now);
    if (group.isThin) group.admit();
    const active = group.maskOf(group.active);
    this.tell("GroupRestarted", group.id, this.checkpoint, group.attempt, active, this.now);
    this.freezeIfShort();
  }

  #settle(group, digest, path, honest, verdicts = [], checkpoint = this.checkpoint) {
    const faulty = group.active.filter((place) => !honest.includes(place));
    this.earn(
      honest.map(({ tenure }) => tenure),
      checkpoint,
    );
    const [stay, leave] = [group.maskOf(honest), group.maskOf(faulty)];
    this.tell("CheckpointSettled", group.id, checkpoint, group.attempt, digest, stay, leave, path);
    if (faulty.length > 0) this.#faultAll(group, verdicts);
    group.isSettled = true;
  }

  #passIfSettled() {
    if (this.groups.every(({ isSettled }) => isSettled)) this.#pass(this.checkpoint);
  }

  /** All groups have settled: the next checkpoint begins, or the job is complete. */
  #pass(checkpoint) {
    this.checkpoint = checkpoint;
    if (checkpoint === this.terms.checkpoints || this.isTerminated) {
      this.status = JobStatus.Completed;
      this.tell("JobCompleted");
      return;
    }
    ++this.checkpoint;
    this.tell("BarrierPassed", this.checkpoint, this.now);
    this.begin(this.now);
  }

  #contextOf({ id, attempt }) {
    return { chainId: this.chainId, job: this.job, checkpoint: this.checkpoint, attempt, group: id };
  }

  #mustTakePart(group, place) {
    must(place.isActive && !group.isSettled, "who takes part in a round commits");
    must(group.closeOf(this.clock) === undefined, "commitments are open");
  }

  #mustBeClosed(group) {
    const closedAt = group.closeOf(this.clock);
    must(this.isUnderWay && !group.isSettled && closedAt !== undefined, "commitments are closed");
    return closedAt;
  }
}
