// Holds an implementation of IJob against what every one must do. `npm run conformance -- --help` says more.
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { environment, run } from "../processes.js";

const help = `Holds an implementation of IJob, registered on some chain, against what every one must do for those that use it. The chain is
copied into this process: nothing changes there.

usage: npm run conformance                    the genesis implementation of a fresh market
       npm run conformance -- --implementation ADDRESS --rpc URL --deployment FILE

  --implementation ADDRESS   the implementation; registered at the factory of the deployment
  --rpc URL                  a node of the chain
  --deployment FILE          where the contracts are: deployment/networks/<chain id>.json
  --help                     this text

docs/how-to/bring-your-own-contract.md has all steps.`;

const options = ["implementation", "rpc", "deployment"];
const { values } = parseArgs({
  options: {
    help: { type: "boolean" },
    ...Object.fromEntries(options.map((name) => [name, { type: "string" }])),
  },
});
const given = options.filter((name) => values[name] !== undefined);

if (values.help) {
  console.log(help);
} else if (given.length !== 0 && given.length !== options.length) {
  const missing = options.filter((name) => !given.includes(name)).map((name) => `--${name}`);
  console.error(`error: ${missing.join(", ")} is missing\nhint: npm run conformance -- --help`);
  process.exitCode = 2;
} else {
  const named = { implementation: "HYPERNET_IMPLEMENTATION", rpc: "HYPERNET_RPC", deployment: "HYPERNET_DEPLOYMENT" };
  const env = { ...environment, ...Object.fromEntries(given.map((name) => [named[name], values[name]])) };
  const hardhat = path.join("node_modules", "hardhat", "dist", "src", "cli.js");
  const args = [hardhat, "test", "tests/contracts/conformance/Job.test.js"];
  const { code } = await run("node", args, { env, stdio: "inherit" });
  process.exitCode = code;
}
