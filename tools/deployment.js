// Deploys the contracts of this clone, or rehearses it.
import path from "node:path";
import { root, run } from "./processes.js";

const node = (module, args, env) =>
  // Hardhat's keystore asks for its password on this terminal.
  run("node", [path.join(root, ...module), ...args], { env, stdio: "inherit" }).then(({ code }) => code);

/** Runs `deployment/deploy.js ARGS` and returns its exit code. */
export const deploy = (args, env) => node(["deployment", "deploy.js"], args, env);

/** Runs the rehearsal of a deployment at a test network's pace and returns its exit code. */
export const rehearse = (args, env) => node(["tests", "contracts", "deployment", "rehearse.js"], args, env);
