// Starts the `hypernet` command line of this clone.
import path from "node:path";
import { root, run } from "./processes.js";

/** Runs `hypernet ARGS` on this terminal and returns its exit code. */
export async function hypernet(args, env) {
  const assembly = path.join(root, "build", "dotnet", "bin", "Hypernet.Cli", "debug", "hypernet.dll");
  const { code } = await run("dotnet", [assembly, ...args], { cwd: process.cwd(), env, stdio: "inherit" });
  return code;
}
