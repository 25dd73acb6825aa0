import { JobStatus } from "../helpers/enums.js";

// What docs/spec/job.md and the manual of the calls (contracts/interfaces) say about who may do what when: the rules from
// which `node tools/contracts/transitions.js --update` writes tests/contracts/transitions.json. They are stated here a
// second time and know nothing of the code; the random walks hold the contracts against them.

const before = ["Open", "Filled"];
const underWay = ["Running", "Frozen"];
const everywhere = Object.keys(JobStatus);

/**
 * Who may call, and in which states there is somebody of that role. After the end nothing tells one that was displaced,
 * or gave its slot up, from a stranger, nor one that was pending from the other sellers: neither is counted twice.
 */
export const ROLES = {
  // Placed the job.
  buyer: everywhere,
  // Has a slot; from the start on an active rank; after the end a tenure that no fault has ended.
  seller: everywhere,
  // The key that such a seller has named. It holds no money, as agent keys should.
  agent: everywhere,
  // Was seated, and works from the next checkpoint on.
  pending: underWay,
  // Had a tenure that a fault has ended, resigning and expulsion included.
  faulted: [...underWay, "Completed", "Aborted"],
  // Had a slot that somebody else has taken, and may come back.
  displaced: [...before, ...underWay],
  // Gave its slot up, for good.
  leaver: [...before, ...underWay],
  // Waits for a draw. Nobody can before ranks are lost; a job that was cancelled had none.
  applicant: [...underWay, "Completed", "Aborted"],
  // Has never had to do with the job, and could pay for a place in it.
  stranger: everywhere,
  // Has deployed all contracts and could be the guardian: that gives it no word in a job. It holds nothing in Collateral.
  foundation: everywhere,
};

// A requirement tells for a cell which errors say that it is broken: always, or at times.

/** In other states a call is refused. */
const inState =
  (error, ...statuses) =>
  ({ status }) =>
    statuses.includes(status) ? {} : { always: [error] };

/** Other roles are refused. */
const onlyBy =
  (error, ...roles) =>
  ({ role }) =>
    roles.includes(role) ? {} : { always: [error] };

/** These roles are refused. */
const notBy =
  (error, ...roles) =>
  ({ role }) =>
    roles.includes(role) ? { always: [error] } : {};

/** At times, by the clock or by what others have done, everybody is refused. */
const atTimes =
  (...errors) =>
  () => ({ maybe: errors });

/** The same for these roles only, or in these states only. */
const atTimesFor = (roles, ...errors) => onlyIf(({ role }) => roles.includes(role), errors);
const atTimesIn = (statuses, ...errors) => onlyIf(({ status }) => statuses.includes(status), errors);
const onlyIf = (applies, errors) => (cell) => (applies(cell) ? { maybe: errors } : {});

/** Whoever takes a place must be new to the job, and pay for it. */
const newcomer = [
  notBy("SellerIsBuyer", "buyer"),
  notBy("SellerKnown", "seller", "pending", "faulted", "leaver", "applicant"),
  notBy("CollateralShort", "agent", "foundation"),
];

/** Who speaks for its own rank; all but sellers and their agents claim to speak for one that is another's. */
const ownRank = ({ role }) => {
  if (role === "seller" || role === "agent") return {};
  if (role === "pending") return { always: ["RankNotActive"] };
  // Its place is vacant, or somebody else's by now.
  if (role === "faulted") return { always: ["RankNotActive", "RankUnauthorized"] };
  return { always: ["RankUnauthorized"] };
};
const committed = onlyIf(({ role }) => role !== "pending", ["AlreadyCommitted"]);
const shown = onlyIf(({ role }) => role !== "pending", ["AlreadyPresent"]);

/** Who accuses another rank of its group. */
const accuser = (cell) => {
  if (cell.role === "pending") return { always: ["AccuserUnfit"] };
  if (cell.role === "faulted") return { always: ["AccuserUnfit", "RankUnauthorized"] };
  return ownRank(cell);
};

const goesOn = inState("JobNotRunning", ...underWay);
const roundOpen = atTimes("GroupSettled", "CommitsClosed");
const attested = atTimes("GroupSettled", "QuorumShort");
const accused = atTimes("GroupSettled", "CommitsBegun", "ExpulsionSpent", "AccusersShort");

/**
 * The calls: what each requires, in stages, the state of the job first unless the manual names the caller before it. Of
 * several requirements of a stage that are broken a call may name any. Arguments are fit: what only they can break is not
 * told. "For others" is a call by signatures, which anyone may bring; without, the caller speaks for itself where a
 * signature would be asked for.
 */
export const CALLS = {
  sign: [inState("JobNotOpen", "Open"), [atTimes("SignClosed"), ...newcomer]],
  signOffer: [inState("JobNotOpen", "Open"), [atTimes("SignClosed"), ...newcomer]],
  "signOffer for others": [inState("JobNotOpen", "Open"), atTimes("SignClosed")],
  unsign: [inState("JobNotOpen", "Open"), onlyBy("NoSlot", "seller"), atTimes("UnsignTooEarly")],
  underbid: [
    inState("JobNotOpen", ...before),
    [atTimes("AuctionClosed"), atTimesIn(["Open"], "SignClosed", "SlotUnknown")],
    newcomer,
  ],
  lowerAsk: [inState("JobNotOpen", ...before), [atTimes("AuctionClosed"), onlyBy("NoSlot", "seller")]],
  raise: [onlyBy("BuyerUnauthorized", "buyer"), inState("JobNotOpen", "Open"), atTimes("SignClosed")],
  cancel: [
    inState("JobNotCancellable", ...before),
    onlyIf(({ status, role }) => status === "Filled" || role !== "buyer", ["CancelTooEarly"]),
  ],
  arm: [inState("JobNotFilled", "Filled"), atTimes("AuctionOpen", "SeedStillArmed")],
  start: [inState("JobNotFilled", "Filled"), atTimes("SeedNotReady", "SeedGone")],

  commit: [goesOn, [roundOpen, committed, ownRank]],
  present: [goesOn, [roundOpen, atTimes("PresenceTooEarly"), shown, ownRank]],
  "present for others": [goesOn, [roundOpen, atTimes("PresenceTooEarly", "AlreadyPresent")]],
  reveal: [goesOn, atTimes("GroupSettled", "CommitsOpen", "RevealClosed", "NotCommitted", "AlreadyRevealed")],
  settle: [goesOn, atTimes("GroupSettled", "CommitsOpen", "RevealsOpen", "DigestMismatch")],
  claim: [
    ({ status, role }) => {
      // Nothing is earned before the start, nor before its first checkpoint; who is faulted is paid at once.
      const isBare = before.includes(status) || role === "pending" || role === "faulted";
      return { [isBare ? "always" : "maybe"]: ["NothingToClaim"] };
    },
  ],
  claimMany: [],
  refund: [inState("JobNotEnded", "Completed", "Cancelled", "Aborted"), atTimes("AlreadyRefunded")],

  commitMany: [goesOn, roundOpen],
  settleUnanimous: [goesOn, [attested, onlyBy("RankUnauthorized", "seller", "agent")]],
  "settleUnanimous for others": [goesOn, attested],
  settleAll: [
    inState("JobNotRunning", "Running"),
    [atTimes("QuorumShort"), onlyBy("RankUnauthorized", "seller", "agent")],
  ],
  "settleAll for others": [inState("JobNotRunning", "Running"), atTimes("QuorumShort")],
  terminate: [goesOn, onlyBy("TerminationUnauthorized", "buyer"), atTimes("TerminationKnown")],

  resign: [
    inState("JobNotRunning", "Running"),
    ({ role }) => {
      if (role === "pending") return {};
      if (role === "faulted") return { always: ["RankNotActive", "RankUnauthorized"], maybe: ["GroupSettled"] };
      if (role !== "seller" && role !== "agent") return { always: ["RankUnauthorized"] };
      return { maybe: ["GroupSettled", "AlreadyCommitted", "ResignTooLate"] };
    },
  ],
  equivocate: [goesOn, atTimes("GroupSettled")],
  expel: [goesOn, [accused, accuser]],
  "expel for others": [goesOn, accused],
  applyFor: [goesOn, [atTimes("NoVacancy", "ApplicationsClosed", "NoCheckpointLeft", "SeatingsSpent"), ...newcomer]],
  withdrawApplication: [
    onlyBy("NoApplication", "applicant"),
    // After the end, and when all seatings are spent, all lists are open.
    atTimesIn(underWay, "ApplicationsClosed"),
  ],
  withdrawApplicationOf: [
    inState("JobNotEnded", "Completed", "Cancelled", "Aborted"),
    ({ status }) => ({ [status === "Cancelled" ? "always" : "maybe"]: ["NoApplication"] }),
  ],
  seat: [goesOn, atTimes("NoVacancy", "SeatingsSpent", "NoApplicant", "DrawNotReady")],
  abort: [inState("JobNotFrozen", "Frozen"), atTimes("AbortTooEarly")],
};

/** What may come of a call: `ok`, or errors by their names. */
function outcomesOf(stages, cell) {
  const errors = new Set();
  for (const stage of stages) {
    const found = [stage].flat().map((requirement) => requirement(cell));
    for (const { always = [], maybe = [] } of found) for (const error of [...always, ...maybe]) errors.add(error);
    if (found.some(({ always }) => always !== undefined)) return [...errors].sort();
  }
  return ["ok", ...[...errors].sort()];
}

/** The table: state → call → role → outcomes. */
export function transitions() {
  const rolesIn = (status) => Object.keys(ROLES).filter((role) => ROLES[role].includes(status));
  const rows = (status, stages) => rolesIn(status).map((role) => [role, outcomesOf(stages, { status, role })]);
  const calls = (status) =>
    Object.entries(CALLS).map(([call, stages]) => [call, Object.fromEntries(rows(status, stages))]);
  return Object.fromEntries(everywhere.map((status) => [status, Object.fromEntries(calls(status))]));
}

/** The function of the contract behind a call of the table. */
export const functionOf = (call) => call.replace(/ for others$/, "");
