// Deploys Hypernet to the chain at HYPERNET_RPC and writes the deployment file that everything else reads:
//
//   hardhat run deployment/deploy.js --network local
//     a local chain, by the node's own accounts; HYPERNET_DEPLOYMENT names the file
//   hardhat run deployment/deploy.js --network external --build-profile production
//     any other chain, by the key HYPERNET_KEY; the file is deployment/networks/<chainId>.json
//
// Parameters come from deployment/parameters/<network>.json. A deployment that was interrupted goes on where it stopped.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import hre from "hardhat";
import { exportDeployment } from "./export.js";
import Hypernet from "./modules/Hypernet.js";

const folder = path.dirname(fileURLToPath(import.meta.url));
const connection = await hre.network.create();
const network = connection.networkName;
const isLocal = network === "local";

const parameters = path.join(folder, "parameters", `${network}.json`);
if (!existsSync(parameters)) {
  fail(`${parameters} does not exist: write it after local.json, with this network's foundation`);
}
if (isLocal && process.env.HYPERNET_DEPLOYMENT === undefined) {
  fail("HYPERNET_DEPLOYMENT is not set: name the file in which a local chain's deployment is to be kept");
}
const client = await connection.viem.getPublicClient();
const file = process.env.HYPERNET_DEPLOYMENT ?? path.join(folder, "networks", `${await client.getChainId()}.json`);

// A chain is known by its first block. The journal of a local one lies beside its deployment file and is lost with it.
const { hash } = await client.getBlock({ blockNumber: 0n });
const deploymentId = `${network}-${hash.slice(2, 18)}`;
if (isLocal) hre.config.paths.ignition = path.dirname(path.resolve(file));

const contracts = await connection.ignition.deploy(Hypernet, {
  parameters,
  deploymentId,
  // A local chain mines on demand: there is nothing to wait a second for.
  config: isLocal ? { blockPollingInterval: 20 } : {},
});
const journal = path.join(hre.config.paths.ignition, "deployments", deploymentId, "journal.jsonl");
await exportDeployment({ network, client, contracts, journal, file });
await connection.close();

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}
