import { el, facts, mono, table } from "./elements.js";
import { ago, short, tokens, tone } from "./format.js";
import { status } from "./jobs.js";

const SIGNS = { Honest: "✓", Wrong: "✗", Copied: "=", Withheld: "?", Missed: "–", Delayed: "…", Expelled: "!" };

const SELLER_COLUMNS = [
  { title: "Rank", number: true },
  { title: "Group", number: true },
  { title: "Seller" },
  { title: "Left by" },
  { title: "Cells", number: true },
  { title: "Paid, HYT", number: true },
  { title: "Forfeited, HYT", number: true },
  { title: "Locked, HYT", number: true, wide: true },
  { title: "Ask, HYT", number: true, wide: true },
  { title: "Endpoint", wide: true },
];

export function jobView({ job, rounds, sellers, money }, progress) {
  const { terms } = job;
  return [
    el("h1", {}, "Job ", mono(job.address)),
    facts([
      ["Status", [status(job.status), job.reason ? ` (${job.reason})` : ""]],
      job.termination && ["Termination", ["announced by the buyer ", el("time", { datetime: job.termination.announcedAt }, ago(job.termination.announcedAt)), `: ${ending(job)}`]],
      ["Buyer", mono(job.buyer)],
      ["Sellers", `${job.sellers} of ${terms.groups * terms.replication} (groups × replication: ${terms.groups} × ${terms.replication}, quorum ${terms.quorum})`],
      ["Checkpoint", `${job.checkpoint} of ${terms.checkpoints}`],
      ["Price", `at most ${tokens(terms.unitPrice)} HYT per seller and checkpoint; collateral ${tokens(terms.unitCollateral)} HYT`],
      ["Placed", [el("time", { datetime: job.placed.time }, ago(job.placed.time)), ` in block ${job.placed.number}`]],
      ["Program", el("a", { href: `/v1/artifacts/${job.specHash}`, class: "mono" }, job.specHash)],
      job.isListed ? undefined : ["Contract", ["custom code, ", mono(job.implementation), job.fault ? `: ${job.fault}` : ""]],
    ]),
    ...(progress ? [progress] : []),
    el("h2", {}, "Groups × checkpoints"),
    matrix(terms, rounds),
    el("p", { class: "quiet" }, "✓ honest · ✗ wrong · = copied · ? withheld · – missed · … delayed · ! expelled · c committed · r revealed · ○ nothing yet"),
    el("h2", {}, "Sellers"),
    sellers.length ? sellerTable(sellers) : el("p", { class: "empty" }, "No seller has signed yet. Offer this machine: ", mono("hypernet agent run")),
    el("h2", {}, "Money, HYT"),
    book(money),
  ];
}

function ending({ status, checkpoint, termination }) {
  if (termination.hasEndedJob) return status === "Aborted" ? "it ended the job while that was frozen" : `it ended the job after checkpoint ${checkpoint}`;
  if (status !== "Running" && status !== "Frozen") return "the job had ended otherwise before";
  return `the checkpoint in work at ${new Date(termination.from).toISOString().slice(0, 19)}Z is the last one`;
}

function matrix(terms, rounds) {
  const columns = [{ title: "Group" }];
  for (let c = 1; c <= terms.checkpoints; c++) columns.push({ title: `Checkpoint ${c}` });
  const rows = [];
  for (let group = 0; group < terms.groups; group++) {
    const row = [String(group)];
    for (let c = 1; c <= terms.checkpoints; c++) {
      const here = rounds.filter((round) => round.group === group && round.checkpoint === c);
      row.push(here.length ? here.map(cell) : "");
    }
    rows.push(row);
  }
  return table(columns, rows, { class: "matrix" });
}

const cell = ({ attempt, phase, digest, replicas }) =>
  el("div", {},
    el("ul", { class: "replicas" }, replicas.map(replicaSign)),
    el("span", { class: "phase", title: digest }, phase + (attempt ? `, attempt ${attempt + 1}` : "")));

function replicaSign({ rank, seller, hasCommitted, hasRevealed, verdict }) {
  const decided = verdict !== "Undecided";
  const doing = hasRevealed ? "revealed" : hasCommitted ? "committed" : "nothing yet";
  const sign = decided ? SIGNS[verdict] : hasRevealed ? "r" : hasCommitted ? "c" : "○";
  const words = `rank ${rank}, ${seller}: ${decided ? verdict : doing}`;
  return el("li", { "data-tone": decided ? tone(verdict) : hasCommitted ? "wait" : undefined, title: words, "aria-label": words }, sign);
}

const sellerTable = (sellers) =>
  table(SELLER_COLUMNS, sellers.map((s) => [
    s.rank ?? "–",
    s.group ?? "–",
    mono(short(s.seller), s.seller),
    s.verdict ? status(s.verdict) : "–",
    s.cellsSettled,
    tokens(s.paid),
    tokens(s.forfeited),
    tokens(s.locked),
    tokens(s.ask),
    s.endpoint,
  ]));

const book = (money) =>
  facts([
    ["Escrow, in", tokens(money.funded)],
    ["Collateral, in", tokens(money.locked)],
    ["Paid to sellers", tokens(money.paid)],
    ["Fees", tokens(money.fees)],
    ["Collateral released", tokens(money.released)],
    ["Collateral forfeited", tokens(money.forfeited)],
    ["Compensated", tokens(money.compensated)],
    ["Refunded to the buyer", tokens(money.refunded)],
    ["Held now", tokens(money.held)],
  ]);
