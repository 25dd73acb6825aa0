import { AbortReason, SettlementPath, Verdict } from "../helpers/enums.js";

const nameOf = (names, number) => Object.keys(names)[number];

/** What a lifecycle has come by, in words: its events, and of them the endings, verdicts, paths and kinds of payment. */
export function placesOf({ placed, steps, begin, end }) {
  const places = new Set();
  for (const [, events] of steps) {
    const verdicts = events.filter(([name]) => name === "SellerFaulted").map((event) => nameOf(Verdict, event[6]));
    for (const [name, ...args] of events) {
      places.add(name);
      for (const place of PLACES_OF[name]?.(args, { placed, verdicts, places }) ?? []) if (place) places.add(place);
    }
  }
  for (const [i, [, staked]] of begin.entries()) {
    const [before, now] = [BigInt(staked), BigInt(end[i][1])];
    if (now > before) places.add("backers earned");
    if (now < before) places.add(before - now === before / 20n ? "backers lost a twentieth" : "backers lost a price");
  }
  return places;
}

const PLACES_OF = {
  JobAborted: ([reason], { verdicts }) => [
    `aborted: ${nameOf(AbortReason, reason)}`,
    nameOf(AbortReason, reason) === "NoWork" && verdicts.includes("Delayed") && "no work, though others did",
  ],
  JobCancelled: ([compensation]) => [compensation !== "0" && "cancelled early"],
  JobCompleted: (_, { places }) => [places.has("TerminationAnnounced") && "completed after an announcement"],
  CheckpointSettled: ([, , , , , , path]) => [`settled: ${nameOf(SettlementPath, path)}`],
  RoundInconclusive: ([, , , agreeing], { verdicts }) => [
    agreeing !== 0 && !verdicts.includes("Copied") && "opened too late",
  ],
  SellerFaulted: ([, , , , , verdict]) => [`verdict: ${nameOf(Verdict, verdict)}`],
  SellerPaid: ([, , cells, , , , collateral, compensation], { placed }) => [
    compensation !== "0" && "compensated",
    BigInt(collateral) < BigInt(cells) * BigInt(placed.unitCollateral) && "a cell without collateral",
  ],
  SellerUnderbid: ([, , , , , , extensions]) => [extensions > 0 && "auction extended"],
};

const verdicts = ["Wrong", "Copied", "Withheld", "Missed", "Delayed", "Expelled"].map((name) => `verdict: ${name}`);
const reasons = Object.keys(AbortReason).filter((name) => name !== "None");

/** What a set of lifecycles is to come by. */
export const PLACES = [
  ...["SellerSigned", "SellerUnsigned", "SellerUnderbid", "AskLowered", "PriceRaised", "JobFilled", "SeedArmed"],
  ...["JobStarted", "ResultCommitted", "PresenceShown", "ResultRevealed", "DigestOpened", "CheckpointSettled"],
  ...["SellerFaulted", "SellerExpelled", "SellerResigned", "SellerEquivocated", "RoundInconclusive", "GroupRestarted"],
  ...["BarrierPassed", "SellerApplied", "ApplicationWithdrawn", "DrawArmed", "SellerSeated", "JobFrozen", "JobResumed"],
  ...["TerminationAnnounced", "JobCompleted", "JobAborted", "JobCancelled", "SellerPaid", "BuyerRefunded"],
  ...["cancelled early", "compensated", "completed after an announcement", "opened too late", "auction extended"],
  ...["no work, though others did", "a cell without collateral"],
  ...["backers earned", "backers lost a twentieth", "backers lost a price"],
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
