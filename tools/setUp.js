// Brings a clone from bare to built, once: pinned Node and Anvil, npm packages, Debian packages, contracts, .NET.
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { environment, Failure, root, run } from "./processes.js";

const busy = 75;

/**
 * Sets up `cli` (what the demo needs), `tests`, `benchmarks`, `comparison` (and what they compare with), `market` (and what
 * programs need), `contracts`, `gas` (the contracts as they are deployed too) or `all` (what `tests` and `gas` need) under
 * a lock: a second start in this clone waits for the first and says so. Returns the environment to run children with.
 */
export async function setUp(target) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Failure(`this is ${process.platform} ${process.arch}; the demo and the tests need Linux x64`);
  }
  mkdirSync(path.join(root, "build"), { recursive: true });
  const lock = path.join(root, "build", "setup.lock");
  // -o: the compiler server that a build leaves behind must not inherit the lock.
  const command = [lock, process.execPath, path.join(root, "tools", "steps.js"), target];
  const inherit = { stdio: ["ignore", "inherit", "inherit"] };
  let { code } = await run("flock", ["-o", "-n", "-E", String(busy), ...command], inherit);
  if (code === busy) {
    console.error("set-up: another start is setting up this clone; waiting for it");
    ({ code } = await run("flock", ["-o", ...command], inherit));
  }
  if (code !== 0) throw new Failure(undefined, { exitCode: code }); // steps.js has said why
  if (["cli", "tests", "all", "market"].includes(target) && !existsSync("/usr/bin/bwrap")) {
    throw new Failure("bubblewrap is not installed; programs never run unsandboxed", {
      hint: "apt-get install bubblewrap",
      exitCode: 10,
    });
  }
  return environment;
}
