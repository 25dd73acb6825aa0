// Deploys Hypernet to a network, checks a deployment, or has its sources verified. `npm run deploy -- --help` says more.
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { keccak256, toHex } from "viem";
import { Failure } from "../tools/processes.js";
import { compile, filesOf, networks, openChain } from "./chain.js";
import { check } from "./check.js";
import { deployHypernet } from "./deployer.js";
import { exportDeployment, readDeployment } from "./export.js";
import { readParameters } from "./parameters.js";
import { explorers, verify } from "./verify.js";

const help = `Deploys Hypernet's contracts to a network.

usage: npm run deploy -- --network NAME             deploy, or go on where a deployment was interrupted; then check it
       npm run deploy -- --network NAME --check     read the chain: fails with a list when anything is not as it must be
       npm run deploy -- --network NAME --verify    send the sources to an explorer, which compiles and compares them

  --network NAME       one of ${networks.join(", ")}
  --explorer NAME      for --verify: one of ${explorers.join(", ")}; sourcify if none is named
  --help               this text

The environment, or Hardhat's keystore (npx hardhat keystore set NAME), says:

  HYPERNET_RPC_SEPOLIA, HYPERNET_RPC_HOODI, HYPERNET_RPC_BASE_SEPOLIA, HYPERNET_RPC    the node of each network
  HYPERNET_KEY            the deployer's private key; on local, the node signs
  HYPERNET_ETHERSCAN_KEY  for --verify by etherscan

and the environment alone:

  HYPERNET_FOUNDATION     the account that gets the foundation's tokens on a test network
  HYPERNET_DEPLOYMENT     the deployment file; deployment/networks/<chain id>.json if it is not set (a must on local)
  HYPERNET_SOURCIFY_API   another Sourcify server

docs/how-to/deploy-to-a-testnet.md has all steps.`;

const began = performance.now();
const talk = (line) => console.error(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}`);

try {
  await run(process.argv.slice(2));
} catch (error) {
  const explained = explanationOf(error);
  console.error(`error: ${explained?.formattedMessage ?? explained?.message ?? error.stack}`);
  if (explained?.hint) console.error(`hint: ${explained.hint}`);
  process.exitCode = explained?.exitCode ?? 1;
}

/** Our own errors and Hardhat's explain themselves, also inside of others; of all else, where it comes from must be known. */
function explanationOf(error) {
  if (!error || error instanceof Failure || error.formattedMessage !== undefined) return error;
  return explanationOf(error.cause);
}

async function run(args) {
  const options = optionsOf(args);
  if (options.help) {
    console.log(help);
    return;
  }
  const purpose = options.check ? "check" : options.verify ? "verify" : "deploy";
  const chain = await openChain(options.network, { purpose, talk });
  try {
    const files = filesOf(chain);
    if (purpose === "check") await checkAndTell(chain, await readDeployment(files.file, chain.name));
    else if (purpose === "verify") await verifyAndTell(chain, files.folder, options.explorer);
    else await deployAndTell(chain, files);
  } finally {
    await chain.close();
  }
}

function optionsOf(args) {
  const text = { type: "string" };
  const flag = { type: "boolean" };
  let options;
  try {
    options = parseArgs({
      args,
      options: { network: text, explorer: text, check: flag, verify: flag, help: flag },
    }).values;
  } catch (error) {
    throw misused(error.message);
  }
  if (!options.help && options.network === undefined) throw misused("no network is named");
  if (options.explorer !== undefined && !explorers.includes(options.explorer)) {
    throw misused(`there is no explorer "${options.explorer}"`);
  }
  if (options.network === "local" && process.env.HYPERNET_DEPLOYMENT === undefined) {
    throw new Failure("HYPERNET_DEPLOYMENT is not set", {
      hint: "name the file in which a local chain's deployment is to be kept",
      exitCode: 2,
    });
  }
  return { explorer: explorers[0], ...options };
}

function misused(message) {
  return new Failure(message, { hint: "npm run deploy -- --help", exitCode: 2 });
}

async function deployAndTell(chain, { file, folder }) {
  const parameters = await readParameters(chain);
  await alone(folder);
  talk(`${chain.name}, chain ${chain.chainId}: deploying${chain.isLocal ? "" : ` by ${chain.signer.address}`}`);
  await compile(chain);
  const deployment = await exportDeployment(chain, await deployHypernet(chain, parameters, folder, talk), file);
  await checkAndTell(chain, deployment, parameters);
  console.log(file);
}

async function checkAndTell(chain, deployment, parameters) {
  const { client, hre } = chain;
  const findings = await check({
    client,
    artifacts: hre.artifacts,
    deployment,
    parameters: parameters ?? (await readParameters(chain)),
  });
  if (findings.length > 0) {
    throw new Failure([`the deployment on ${chain.name} is not as it must be`, ...findings].join("\n  "), {
      hint: "do not use it",
      exitCode: 10,
    });
  }
  talk("checked: code, roles, getters, refusals, wiring, allocation and settings are as they must be");
}

async function verifyAndTell(chain, folder, explorer) {
  await compile(chain);
  await verify(chain, folder, explorer, talk);
  talk(`${explorer} has verified all contracts`);
}

/** Two processes would write one journal. The name, of Linux's abstract sockets, ends with the process that holds it. */
async function alone(folder) {
  const server = createServer().unref();
  await new Promise((resolve, reject) => {
    server.once("error", () => {
      reject(new Failure(`another process is deploying by ${folder}`, { hint: "wait for it, or end it" }));
    });
    server.listen(`\0hypernet-deploy-${keccak256(toHex(folder))}`, resolve);
  });
}
