import { el, mono, table } from "./elements.js";
import { ago, short, tokens, tone } from "./format.js";

const COLUMNS = [
  { title: "Job" },
  { title: "Status" },
  { title: "Sellers", number: true },
  { title: "Checkpoint", number: true },
  { title: "Price, HYT", number: true, wide: true },
  { title: "Buyer", wide: true },
  { title: "Placed", wide: true },
];

export const jobUrl = (address) => `#/jobs/${address}`;

export const olderJobsUrl = (cursor) => `#/after/${encodeURIComponent(cursor)}`;

export const status = (word) => el("span", { class: "status", "data-tone": tone(word) }, word);

export function jobsView(page) {
  if (page.items.length === 0) {
    return [el("h1", {}, "Jobs"), el("p", { class: "empty" }, "No job has been placed yet. Place one: ", mono("hypernet job submit job.yaml"))];
  }
  const rows = page.items.map(({ address, status: word, reason, sellers, checkpoint, terms, buyer, placed }) => [
    el("a", { href: jobUrl(address), class: "mono", title: address }, short(address)),
    [status(word), reason ? ` (${reason})` : ""],
    `${sellers} / ${terms.groups * terms.replication}`,
    `${checkpoint} / ${terms.checkpoints}`,
    tokens(terms.unitPrice),
    mono(short(buyer), buyer),
    el("time", { datetime: placed.time, title: placed.time }, ago(placed.time)),
  ]);
  const older = page.next && el("p", {}, el("a", { href: olderJobsUrl(page.next) }, "Older jobs"));
  return [el("h1", {}, "Jobs"), table(COLUMNS, rows), older].filter(Boolean);
}
