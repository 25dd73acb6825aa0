// Random walks through the contracts, and where they came to: CONTRIBUTING.md, walks.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { decodeFunctionData } from "viem";
import { environment, run } from "../processes.js";
import { printRows, row } from "./rows.js";
import { root } from "./syntax.js";

const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
const folder = path.join(root, "build", "walks");
const STEPS = 256;
// So many in one run of Hardhat: what CI walks.
const MOST_WALKS = 256;

const help = `Walks at random through the contracts, ${STEPS} steps at a time, each by honest, lazy, copying, withholding,
equivocating, sybil and griefing actors, and checks all invariants after every one.

usage: node tools/contracts/walks.js [--steps N] [--seed 0x… | --random] [--json]

  --steps N  at least so many steps; 65,536 by default
  --seed     walk as another time: by the number that a walk has told
  --random   a number that nobody has chosen; told at the begin
  --json     the rows once more as one line of JSON
  --help     this text`;

const { values: options } = parseArgs({
  options: {
    steps: { type: "string", default: "65536" },
    seed: { type: "string" },
    random: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (options.help) console.log(help);
else await walkAll();

// Some at a time: so that one sees them go on, and a failure is told at once.
async function walkAll() {
  const began = performance.now();
  const sums = new Map();
  let left = Math.ceil(Number(options.steps) / STEPS);
  let seed = options.seed ?? (options.random ? randomSeed() : undefined);
  let code = 0;
  let walks = 0;
  while (left > 0 && code === 0) {
    if (seed !== undefined) console.error(`walks: seed ${seed}`);
    const number = Math.min(left, MOST_WALKS);
    code = await walk(number, seed);
    walks += add(sums);
    left -= number;
    seed = seed === undefined ? undefined : following(seed);
    console.error(`walks: ${walks * STEPS} steps in ${((performance.now() - began) / 60_000).toFixed(1)} min`);
  }
  if (code === 0) return report(sums, walks, (performance.now() - began) / 1_000);
  tellStory();
  process.exitCode = 1;
}

async function walk(number, seed) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const env = { ...environment, HYPERNET_WALKS: String(number), ...(seed && { HYPERNET_SEED: seed }) };
  const { code } = await run("node", [hardhat, "test", "solidity", "tests/contracts/invariants/Walk.t.sol"], { env });
  return code;
}

/** Adds up what walks have told, and returns their number. The last one of a run tells the same twice. */
function add(sums) {
  const file = path.join(folder, "walks.txt");
  if (!existsSync(file)) return 0;
  const lines = new Set(readFileSync(file, "utf8").trim().split("\n"));
  for (const line of lines) {
    for (const part of line.split(";").slice(1)) {
      const [name, number] = part.split("=");
      sums.set(name, (sums.get(name) ?? 0) + Number(number));
    }
  }
  return lines.size;
}

function report(sums, walks, seconds) {
  const [jobs, calls, accepted] = ["jobs", "calls", "accepted"].map((name) => sums.get(name) ?? 0);
  const places = [...sums].filter(([name]) => !["jobs", "calls", "accepted"].includes(name));
  for (const [name, visits] of places) console.log(`${String(visits).padStart(9)}  ${name}`);
  for (const [name] of places.filter(([, visits]) => visits === 0)) console.log(`no walk saw: ${name}`);
  const seen = places.filter(([, visits]) => visits > 0).length;
  const rows = [
    row("steps, all invariants checked after each", walks * STEPS, "", Number(options.steps), "more"),
    row("calls to contracts", calls, ""),
    row("accepted", accepted, ""),
    row("jobs", jobs, ""),
    // A short walk cannot have come everywhere.
    row(`places seen, of ${places.length}`, seen, "", walks < MOST_WALKS ? undefined : places.length, "more"),
    row("steps per second", (walks * STEPS) / seconds, ""),
  ];
  printRows(rows, options.json);
  if (rows.some(({ met }) => met === false)) process.exitCode = 1;
}

/** What the shortest walk did that breaks a rule: one call a line. */
function tellStory() {
  const file = path.join(folder, "story.txt");
  if (!existsSync(file)) return;
  const abi = abis();
  console.log(
    "The walk that breaks a rule: seconds and blocks since its begin, who calls what, and whether it is refused.",
  );
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const [since, block] = lines[0].split(" ").map(Number);
  for (const line of lines) {
    const [time, number, outcome, who, , data] = line.split(" ");
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const mark = outcome === "done" ? " " : "✗";
    console.log(
      `${mark} ${time - since} s, block ${number - block}: ${who} ${functionName}(${args.map(shown).join(", ")})`,
    );
  }
}

function abis() {
  const files = ["interfaces/IJob", "market/Collateral", "market/JobFactory", "reputation/Reputation"];
  files.push("token/Hypertoken", "governance/ProtocolParameters");
  return files.flatMap((file) => {
    const artifact = path.join("build", "contracts", "contracts", `${file}.sol`, `${path.basename(file)}.json`);
    return JSON.parse(readFileSync(path.join(root, artifact), "utf8")).abi;
  });
}

/** A value in few letters. */
function shown(value) {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([name, of]) => `${name}: ${shown(of)}`)
      .join(", ")}}`;
  return typeof value === "string" && value.length > 12 ? `${value.slice(0, 8)}…` : String(value);
}

function randomSeed() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `0x${Buffer.from(bytes).toString("hex")}`;
}

/** The seed of the next walks: as far from this one as any. */
function following(seed) {
  return `0x${((BigInt(seed) + 0x9e3779b97f4a7c15n) & ((1n << 128n) - 1n)).toString(16).padStart(32, "0")}`;
}
