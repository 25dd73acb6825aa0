// Fails when a contract leaves something unproven.
import { missingProofs } from "./proofs.js";
import { contractSources } from "./syntax.js";

const missing = missingProofs(contractSources());
for (const { file, line, what } of missing) console.error(`${file}:${line}: ${what} without a proof`);
if (missing.length > 0) {
  console.error("hint: CONTRIBUTING.md, proofs in contracts");
  process.exitCode = 1;
}
