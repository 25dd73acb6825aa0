// Which lines, functions and branches of the contracts the tests reach: docs/benchmarks.md#coverage. Fails below all.
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { run } from "../processes.js";
import { instrument } from "./instrument.js";
import { printRows, row } from "./rows.js";
import { contractSources, root } from "./syntax.js";

const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const hitsFile = path.join(root, "build", "coverage", "hits.json");
const asked = process.argv.slice(2);
const tests = asked.filter((name) => name !== "--json");

rmSync(hitsFile, { force: true });
const { code } = await run("node", [hardhat, "--config", "tools/contracts/coverage.config.js", "test", ...tests]);
if (!existsSync(hitsFile)) throw new Error(`the tests ended with exit code ${code} before they told what they reached`);
const hits = new Set(JSON.parse(readFileSync(hitsFile, "utf8")));
const points = instrument(contractSources()).points.map((point, i) => ({ ...point, isHit: hits.has(i + 1) }));

for (const { file, line, kind, what, isHit } of points) {
  if (!isHit) console.log(`${file}:${line}: ${kind} not reached: ${what}`);
}
const rows = [
  rowOf("lines", reachedLines()),
  rowOf(
    "branches",
    ofKind("branch").map(({ isHit }) => isHit),
  ),
  rowOf(
    "functions",
    ofKind("function").map(({ isHit }) => isHit),
  ),
];
printRows(rows, asked.includes("--json"));
if (code !== 0 || rows.some(({ met }) => !met)) process.exitCode = 1;

function ofKind(kind) {
  return points.filter((point) => point.kind === kind);
}

/** Of the lines on which statements begin, whether all of these are reached. */
function reachedLines() {
  const lines = new Map();
  for (const { file, line, isHit } of ofKind("line")) {
    const key = `${file}:${line}`;
    lines.set(key, isHit && (lines.get(key) ?? true));
  }
  return [...lines.values()];
}

function rowOf(name, all) {
  const reached = all.filter((isHit) => isHit).length;
  return row(`${name} of contracts/, ${reached} of ${all.length}`, (100 * reached) / all.length, "%", 100, "more");
}
