// The long versions of what CI runs in short on the contracts: `npm run soak:contracts -- --help`, docs/benchmarks.md#soak.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { tool } from "../contracts.js";
import { environment, run } from "../processes.js";
import { printRows, row } from "./rows.js";
import { root } from "./syntax.js";

const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const interleavings = path.join("tests", "contracts", "invariants", "Job.interleavings.test.js");
const HEARTBEAT_MILLISECONDS = 60_000;

// A part is a program, what it is told, and about how long it takes by the rate of CI's version; on a machine that has run it
// the last run counts (build/soak.json). What it ends with, a line of JSON with rows or Hardhat's count of tests, is reported.
const parts = [
  {
    name: "fuzz",
    minutes: 7,
    args: [hardhat, "test", "solidity", "--grep-exclude", "invariant"],
    env: { HYPERNET_FUZZ: "10000" },
  },
  { name: "walks", minutes: 30, args: [tool("walks"), "--steps", "1000000", "--random", "--json"] },
  { name: "lifecycles", minutes: 18, args: [tool("lifecycles"), "--lifecycles", "1000", "--json"] },
  {
    name: "interleavings",
    minutes: 20,
    args: [hardhat, "test", "nodejs", interleavings],
    env: { HYPERNET_INTERLEAVINGS: "all" },
  },
];

const help = `Runs the long versions of the tests of the contracts. Fails if one of them does.

usage: npm run soak:contracts [-- --part NAME … --json]

  --part NAME  only this part: ${parts.map(({ name }) => name).join(", ")}; may be given several times
  --json       the rows once more as one line of JSON
  --help       this text`;

const { values: options } = parseArgs({
  options: { part: { type: "string", multiple: true }, json: { type: "boolean" }, help: { type: "boolean" } },
});
const times = path.join(root, "build", "soak.json");
const measured = existsSync(times) ? JSON.parse(readFileSync(times, "utf8")) : {};

const unknown = options.part?.find((name) => !parts.some((part) => part.name === name));

if (options.help) {
  console.log(help);
} else if (unknown !== undefined) {
  console.error(`error: there is no part "${unknown}"\nhint: npm run soak:contracts -- --help`);
  process.exitCode = 2;
} else {
  await soak(parts.filter(({ name }) => options.part?.includes(name) ?? true));
}

/** How long a part will take, in minutes. */
function expected({ name, minutes }) {
  return measured[name] ?? minutes;
}

async function soak(chosen) {
  const total = chosen.reduce((sum, part) => sum + expected(part), 0);
  for (const part of chosen) console.error(`${part.name}: about ${told(expected(part))}`);
  console.error(`in all about ${told(total)}`);
  const rows = [];
  for (const part of chosen) rows.push(...(await rowsOf(part)));
  printRows(rows, options.json);
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}

async function rowsOf(part) {
  const began = performance.now();
  const minutes = () => (performance.now() - began) / 60_000;
  const heartbeat = setInterval(() => {
    console.error(`${part.name}: ${told(minutes())} of about ${told(expected(part))}`);
  }, HEARTBEAT_MILLISECONDS);
  const { code, output } = await run("node", part.args, { env: { ...environment, ...part.env } });
  clearInterval(heartbeat);
  if (code === 0) keep(part.name, minutes());
  const named = resultsOf(output).map((result) => ({ ...result, name: `${part.name}: ${result.name}` }));
  return [...named, row(`${part.name}: exit code`, code, "", 0), row(`${part.name}: time`, minutes(), "min")];
}

/** What a part has printed at its end. */
function resultsOf(output) {
  const rows = output.split("\n").findLast((line) => line.startsWith('{"rows":'));
  if (rows !== undefined) return JSON.parse(rows).rows;
  const counts = [...output.matchAll(/(\d+) (passing|failing)/g)];
  return counts.map(([, count, how]) => row(`tests ${how}`, Number(count), "", how === "failing" ? 0 : undefined));
}

function keep(name, minutes) {
  measured[name] = Number(minutes.toFixed(2));
  mkdirSync(path.dirname(times), { recursive: true });
  writeFileSync(times, `${JSON.stringify(measured, undefined, 2)}\n`);
}

function told(minutes) {
  return minutes < 1 ? `${Math.ceil(minutes * 60)} s` : `${Math.round(minutes)} min`;
}
