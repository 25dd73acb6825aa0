// What calls cost, by transactions on a chain in this process: docs/benchmarks.md#gas
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { openMarket } from "../../tests/contracts/helpers/market.js";
import { keepTime } from "../../tests/contracts/helpers/time.js";
import { largestRows } from "../../tests/contracts/gas/largest.js";
import { lifecycleRows } from "../../tests/contracts/gas/lifecycles.js";
import { Meter } from "../../tests/contracts/gas/meter.js";
import config from "./production.config.js";
import { printRows } from "./rows.js";

const TOLERANCE = 0.01;

const root = fileURLToPath(new URL("../..", import.meta.url));
const snapshot = new URL("../../tests/contracts/gas.json", import.meta.url);
const asked = new Set(process.argv.slice(2));

const rows = await measure();
printRows(rows, asked.has("--json"));
const measured = Object.fromEntries(rows.map(({ name, value }) => [name, value]));
if (asked.has("--update")) writeFileSync(snapshot, `${JSON.stringify(measured, undefined, 2)}\n`);
if (asked.has("--check")) compare(measured, JSON.parse(readFileSync(snapshot, "utf8")));

async function measure() {
  const hre = await createHardhatRuntimeEnvironment(config, {}, root);
  // The same times, addresses and draws in every run: the same gas.
  const connection = await hre.network.create({ override: { initialDate: "2026-11-22T00:00:00Z" } });
  keepTime(connection);
  const names = ["IJob", "JobFactory", "Collateral"];
  const artifacts = await Promise.all(names.map((name) => hre.artifacts.readArtifact(name)));
  const meter = new Meter(
    connection,
    artifacts.map(({ abi }) => abi),
  );
  const market = await openMarket(connection);
  return [...(await lifecycleRows(market, meter)), ...(await largestRows(market, meter))];
}

function compare(now, before) {
  const faults = [];
  for (const name of new Set([...Object.keys(now), ...Object.keys(before)])) {
    if (now[name] === undefined || before[name] === undefined) faults.push(`${name} is ${now[name] ? "new" : "gone"}`);
    else if (now[name] > before[name] * (1 + TOLERANCE)) faults.push(`${name}: ${before[name]} → ${now[name]}`);
  }
  if (faults.length === 0) return;
  console.error(`error: gas is not that of tests/contracts/gas.json\n${faults.join("\n")}`);
  console.error("hint: if it must be so: npm run gas -- --update, and say why in the commit");
  process.exitCode = 1;
}
