// Starts the benchmarks of this clone: `node tools/run.js bench VERB`.
import path from "node:path";
import { root, run } from "./processes.js";

/** The set-up that a benchmark needs: of two, Open MPI or programs in sandboxes take part. */
export function targetOf([verb, ...options]) {
  if (verb === "dac" && !options.includes("--without-mpi")) return "comparison";
  return verb === "market" ? "market" : "benchmarks";
}

/** Runs `Hypernet.Benchmarks ARGS` on this terminal and returns its exit code. */
export async function benchmark(args, env) {
  const folder = path.join(root, "build", "dotnet", "publish", "Hypernet.Benchmarks", `release_linux-${process.arch}`);
  const { code } = await run("dotnet", [path.join(folder, "Hypernet.Benchmarks.dll"), ...args], {
    env,
    stdio: "inherit",
  });
  return code;
}
