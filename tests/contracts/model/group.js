const [ACTIVE, PENDING] = ["active", "pending"];

/** One replica's place in a group: who holds it, and what it has done in the round. */
class Place {
  tenure;
  state;
  commitment;
  reveal;
  isPresent = false;

  constructor(rank) {
    this.rank = rank;
  }

  get isActive() {
    return this.state === ACTIVE;
  }

  get isPending() {
    return this.state === PENDING;
  }

  get isVacant() {
    return this.state === undefined;
  }

  get hasCommitted() {
    return this.commitment !== undefined;
  }

  /** A tenure takes it, for the round under way or from the next checkpoint on. */
  take(tenure, isNow) {
    Object.assign(this, { tenure, state: isNow ? ACTIVE : PENDING });
    tenure.rank = this.rank;
  }

  admit() {
    if (this.isPending) this.state = ACTIVE;
  }

  /** It is vacant, and what was done in it is dropped. */
  leave() {
    Object.assign(this, { state: undefined, commitment: undefined, reveal: undefined });
  }

  clear() {
    Object.assign(this, { commitment: undefined, reveal: undefined, isPresent: false });
  }

  /** Whether its seller, or that one's agent, is this. */
  speaksFor(account) {
    return account === this.tenure.seller || account === this.tenure.agentKey;
  }
}

/** A group of replicas, in its round: docs/spec/job.md §3. */
export class Group {
  attempt = 0;
  t0 = 0;
  // When something has closed commitments; undefined while only the time can.
  closedAt;
  isSettled = false;
  hasRearmed = false;
  hasRestarted = false;
  hasExpelled = false;
  // Applications, and the block that draws one of them; 0 while no draw is armed.
  applicants = [];
  closeBlock = 0n;

  constructor(id, { replication, quorum, workSeconds }) {
    Object.assign(this, { id, quorum, workSeconds });
    this.places = Array.from({ length: replication }, (_, i) => new Place(id * replication + i));
  }

  get active() {
    return this.places.filter(({ isActive }) => isActive);
  }

  get hasPending() {
    return this.places.some(({ isPending }) => isPending);
  }

  get vacancy() {
    return this.places.find(({ isVacant }) => isVacant);
  }

  /** Fewer active ranks than a quorum. */
  get isThin() {
    return this.active.length < this.quorum;
  }

  /** It waits for others, and so does the job. */
  get isShort() {
    return !this.isSettled && this.closedAt === undefined && this.isThin;
  }

  /** When commitments closed, by this clock; undefined while they are open. */
  closeOf(clock) {
    if (this.closedAt !== undefined) return this.closedAt;
    const end = this.t0 + this.workSeconds;
    return clock > end ? end : undefined;
  }

  /** A checkpoint begins, with those that waited for it. */
  reach(time) {
    this.admit();
    this.begin(time);
    Object.assign(this, { isSettled: false, hasRearmed: false, hasRestarted: false, hasExpelled: false });
  }

  /** A round begins. */
  begin(time) {
    Object.assign(this, { t0: time, closedAt: undefined });
    for (const place of this.places) place.clear();
  }

  /** The work window begins anew; commitments stand. */
  beginWindow(time) {
    this.t0 = time;
    for (const place of this.places) place.isPresent = false;
  }

  /** Those that were pending take part. */
  admit() {
    for (const place of this.places) place.admit();
  }

  /** Commitments close when a quorum has made all that are awaited. */
  closeIfAll(time) {
    if (!this.isThin && this.active.every(({ hasCommitted }) => hasCommitted)) this.closedAt = time;
  }

  /** A mask with bit i for the i-th of its places. */
  maskOf(places) {
    return places.reduce((mask, place) => mask | (1 << this.places.indexOf(place)), 0);
  }

  /** Takes an applicant off the list; the last one takes its place. */
  strike(applicant) {
    const last = this.applicants.pop();
    if (last !== applicant) this.applicants[this.applicants.indexOf(applicant)] = last;
  }
}
