// Starts the `hypernet` command line of this clone.
import path from "node:path";
import { root, run } from "./processes.js";

/** When this command was given, in unix milliseconds. */
const started = Math.round(performance.timeOrigin);

/** Runs `hypernet ARGS` on this terminal and returns its exit code. */
export async function hypernet(args, env) {
  const assembly = path.join(root, "build", "dotnet", "bin", "Hypernet.Cli", "debug", "hypernet.dll");
  const { code } = await run("dotnet", [assembly, ...args], {
    cwd: process.cwd(),
    env: { ...env, HYPERNET_STARTED: `${started}` },
    stdio: "inherit",
  });
  return code;
}
