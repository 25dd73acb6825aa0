import { Watcher } from "../helpers/invariants.js";
import { Walk } from "../invariants/walk.js";
import { record } from "./lifecycle.js";

/** Follows the log, and leaves all checks to others. */
class Listener extends Watcher {
  async check() {
    await this.follow();
    return this.fold;
  }
}

/** The random life of a job, recorded. */
export async function live(market, seed) {
  const walk = await Walk.of(market, seed, Listener);
  await walk.toItsEnd();
  return record(walk.run, seed);
}
