// Starts what measures the contracts of this clone: `node tools/run.js gas` and the like.
import path from "node:path";
import { run } from "./processes.js";

/** Where the program of a tool is. */
export const tool = (name) => path.join("tools", "contracts", `${name}.js`);

/** Runs a tool on this terminal and returns its exit code. */
export async function runTool(name, args, env) {
  const { code } = await run("node", [tool(name), ...args], { env, stdio: "inherit" });
  return code;
}
