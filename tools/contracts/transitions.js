// Writes what a job must answer to whom in which state, from the rules: `node tools/contracts/transitions.js --update`.
// Without, says whether tests/contracts/transitions.json is what the rules give.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { transitions } from "../../tests/contracts/invariants/transitions.js";

const file = fileURLToPath(new URL("../../tests/contracts/transitions.json", import.meta.url));
const text = await format(JSON.stringify(transitions()), { ...(await resolveConfig(file)), filepath: file });

if (process.argv.includes("--update")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  console.error("error: tests/contracts/transitions.json is not what the rules give");
  console.error("hint: node tools/contracts/transitions.js --update, and say in the commit why they differ");
  process.exitCode = 1;
}
