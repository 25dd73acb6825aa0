import { AbortReason, SettlementPath, Verdict } from "../helpers/enums.js";

const nameOf = (names, number) => Object.keys(names)[number];

/** What a lifecycle has come by, in words: its events, and of them the endings, verdicts and paths. */
export function placesOf({ steps, begin, end }) {
  const places = new Set();
  for (const [name, ...args] of steps.flatMap(([, events]) => events)) {
    places.add(name);
    if (name === "JobAborted") places.add(`aborted: ${nameOf(AbortReason, args[0])}`);
    if (name === "JobCancelled" && args[0] !== "0") places.add("cancelled early");
    if (name === "CheckpointSettled") places.add(`settled: ${nameOf(SettlementPath, args[6])}`);
    if (name === "SellerFaulted") places.add(`verdict: ${nameOf(Verdict, args[5])}`);
    if (name === "SellerPaid" && args[7] !== "0") places.add("compensated");
    if (name === "JobCompleted" && places.has("TerminationAnnounced")) places.add("completed after an announcement");
  }
  for (const [i, [, staked]] of begin.entries()) {
    if (BigInt(end[i][1]) > BigInt(staked)) places.add("backers earned");
    if (BigInt(end[i][1]) < BigInt(staked)) places.add("backers lost");
  }
  return places;
}

const verdicts = ["Wrong", "Copied", "Withheld", "Missed", "Delayed", "Expelled"].map((name) => `verdict: ${name}`);
const reasons = Object.keys(AbortReason).filter((name) => name !== "None");

/** What a set of lifecycles is to come by. */
export const PLACES = [
  ...["SellerSigned", "SellerUnsigned", "SellerUnderbid", "AskLowered", "PriceRaised", "JobFilled", "SeedArmed"],
  ...["JobStarted", "ResultCommitted", "PresenceShown", "ResultRevealed", "DigestOpened", "CheckpointSettled"],
  ...["SellerFaulted", "SellerExpelled", "SellerResigned", "SellerEquivocated", "RoundInconclusive", "GroupRestarted"],
  ...["BarrierPassed", "SellerApplied", "ApplicationWithdrawn", "DrawArmed", "SellerSeated", "JobFrozen", "JobResumed"],
  ...["TerminationAnnounced", "JobCompleted", "JobAborted", "JobCancelled", "SellerPaid", "BuyerRefunded"],
  ...["cancelled early", "compensated", "completed after an announcement", "backers earned", "backers lost"],
  ...[...reasons.map((name) => `aborted: ${name}`), ...Object.keys(SettlementPath).map((name) => `settled: ${name}`)],
  ...verdicts,
];

/**
 * Of lifecycles, few and short ones that come by everything together.
 *
 * @param {{ name, length, places }[]} lifecycles What each one comes by, and how long its file is.
 */
export function choose(lifecycles) {
  const missing = new Set(PLACES);
  const chosen = [];
  const worth = ({ places, length }) => [...missing].filter((place) => places.has(place)).length / length;
  while (missing.size > 0) {
    const best = lifecycles.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    if (worth(best) === 0) throw new Error(`no lifecycle comes by ${[...missing].join(", ")}: more of them may`);
    chosen.push(best);
    for (const place of best.places) missing.delete(place);
  }
  return chosen;
}
