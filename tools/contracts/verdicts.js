// What became of mutants, kept after each so that a run can be ended and taken up again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./syntax.js";

export class Verdicts {
  #file = path.join(root, "build", "mutants", "verdicts.json");
  #state;

  /** Takes up what is there, unless it is of other contracts or tests. */
  constructor() {
    const digest = digestOf("contracts", "tests/contracts", "deployment/modules");
    const before = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : undefined;
    this.#state = before?.digest === digest ? before : { digest, verdicts: {} };
  }

  of({ key }) {
    return this.#state.verdicts[key];
  }

  keep({ key }, verdict) {
    this.#state.verdicts[key] = verdict;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#state, undefined, 2));
  }
}

function digestOf(...folders) {
  const hash = createHash("sha256");
  for (const folder of folders) {
    for (const name of readdirSync(path.join(root, folder), { recursive: true }).sort()) {
      const file = path.join(root, folder, name);
      // What is known of mutants does not change them.
      if (name === "mutants.json" || name === "gas.json" || statSync(file).isDirectory()) continue;
      hash.update(`${folder}/${name}\0`).update(readFileSync(file)).update("\0");
    }
  }
  return hash.digest("hex");
}
