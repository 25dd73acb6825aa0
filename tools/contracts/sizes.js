// How long the contracts' code is that stands on chain, as tests and the demo build it: `npm run sizes`.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { printRows, row } from "./rows.js";
import { root } from "./syntax.js";

// Some room below the 24 KiB that a chain takes (EIP-170).
const MOST_BYTES = 20 * 1024;

const folder = path.join(root, "build", "contracts", "contracts");
const files = readdirSync(folder, { recursive: true }).sort();
const artifacts = files.filter((file) => file.endsWith(".json") && !file.startsWith("mocks"));
const rows = artifacts.flatMap((file) => {
  const { deployedBytecode } = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const bytes = deployedBytecode.length / 2 - 1;
  return bytes === 0 ? [] : [row(path.basename(file, ".json"), bytes, "bytes", MOST_BYTES)];
});
printRows(rows, process.argv.includes("--json"));
if (rows.some(({ met }) => !met)) process.exitCode = 1;
