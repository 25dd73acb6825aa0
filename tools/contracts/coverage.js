// Which lines, functions and branches of the contracts the tests reach: docs/benchmarks.md#coverage. Fails below all.
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { run } from "../processes.js";
import { printRows, row } from "./rows.js";
import { root } from "./syntax.js";

const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const reached = path.join(root, "build", "coverage", "reached.json");
const asked = process.argv.slice(2);
const tests = asked.filter((name) => name !== "--json");

rmSync(reached, { force: true });
const { code } = await run("node", [
  hardhat,
  "--config",
  "tools/contracts/coverage.config.js",
  "test",
  "nodejs",
  ...tests,
]);
if (!existsSync(reached)) throw new Error(`the tests ended with exit code ${code} before they told what they reached`);
const points = JSON.parse(readFileSync(reached, "utf8"));

for (const { file, line, kind, what, isHit } of points) {
  if (!isHit) console.log(`${file}:${line}: ${kind} not reached: ${what}`);
}
const rows = [rowOf("lines", lines()), rowOf("branches", ofKind("branch")), rowOf("functions", ofKind("function"))];
printRows(rows, asked.includes("--json"));
if (code !== 0 || rows.some(({ met }) => !met)) process.exitCode = 1;

function ofKind(kind) {
  return points.filter((point) => point.kind === kind);
}

/** Lines on which statements begin: reached if all of these are. */
function lines() {
  const places = Map.groupBy(ofKind("line"), ({ file, line }) => `${file}:${line}`);
  return [...places.values()].map((statements) => ({ isHit: statements.every(({ isHit }) => isHit) }));
}

function rowOf(name, all) {
  const hit = all.filter(({ isHit }) => isHit).length;
  return row(`${name} of contracts/, ${hit} of ${all.length}`, (100 * hit) / all.length, "%", 100, "more");
}
