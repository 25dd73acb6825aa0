// Whether the tests notice a slip in a contract: CONTRIBUTING.md, mutants.
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { mutantsOf } from "./mutations.js";
import { printRows, row } from "./rows.js";
import { allSources, contractSources } from "./syntax.js";
import { Verdicts } from "./verdicts.js";
import { Workbench } from "./workbench.js";

const { values: options } = parseArgs({
  options: {
    fixed: { type: "boolean", default: false },
    most: { type: "string", default: "180" },
    workers: { type: "string", default: "2" },
    only: { type: "string", multiple: true },
    json: { type: "boolean", default: false },
  },
});
const known = JSON.parse(readFileSync(new URL("../../tests/contracts/mutants.json", import.meta.url), "utf8"));

const sources = allSources();
const chosen = choose(mutantsOf(contractSources()));
const verdicts = new Verdicts();
const waiting = chosen.filter((mutant) => options.only || verdicts.of(mutant) === undefined);
console.error(`${chosen.length} mutants, ${waiting.length} of them not judged yet`);
const workers = Array.from({ length: Number(options.workers) }, (_, i) => new Workbench(i + 1, sources));
if (waiting.length > 0) await judgeNone(workers[0]);
await Promise.all(workers.map(judgeAll));
report();

function choose(mutants) {
  const keys = options.fixed ? known.fixed : options.only;
  if (keys === undefined) return mutants.slice(0, Number(options.most));
  return keys.map((key) => {
    const found = mutants.find((mutant) => mutant.key === key);
    if (found === undefined) throw new Error(`there is no mutant ${key} any more: take another one of its operator`);
    return found;
  });
}

/** What the unchanged contracts do not pass says nothing of mutants. */
async function judgeNone(workbench) {
  const files = options.fixed ? new Set(waiting.map(({ file }) => file)) : ["contracts/market/Job.sol"];
  for (const file of files) {
    const verdict = await workbench.test(file, options.fixed);
    if (verdict !== "survives") throw new Error(`the tests fail on the contracts as they are: ${verdict}`);
  }
}

async function judgeAll(workbench) {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const began = performance.now();
    const verdict = await workbench.judge(mutant);
    verdicts.keep(mutant, verdict);
    const seconds = ((performance.now() - began) / 1_000).toFixed(0);
    console.error(`${seconds} s, ${waiting.length} left: ${described(mutant)}: ${verdict}`);
  }
}

function described({ key, operator, file, line, before, after }) {
  const short = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text).replaceAll(/\s+/g, " ");
  return `${key} ${operator} ${file}:${line} \`${short(before)}\` → \`${short(after)}\``;
}

function report() {
  const valid = chosen.filter((mutant) => verdicts.of(mutant) !== "invalid");
  const survivors = valid.filter((mutant) => verdicts.of(mutant) === "survives");
  for (const mutant of survivors) {
    console.log(`survives: ${described(mutant)}: ${known.survivors[mutant.key] ?? "no reason is given"}`);
  }
  const killed = valid.length - survivors.length;
  const name = `mutants killed, ${killed} of ${valid.length}`;
  const rows = [row(name, (100 * killed) / valid.length, "%", options.fixed ? 100 : 95, "more")];
  printRows(rows, options.json);
  if (rows.some(({ met }) => !met)) process.exitCode = 1;
}
