import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { keccak256 } from "viem";
import { Failure } from "../tools/processes.js";
import { writeWhole } from "./journal.js";

/**
 * Writes the deployment file, which everything else reads: where the contracts are, what code they hold, and from which
 * block on their events are found.
 *
 * @param chain As openChain gives it.
 * @param addresses Name → address of each contract.
 * @param block The first block of the deployment.
 * @param file Where to write; appears whole or not at all.
 * @returns What was written.
 */
export async function exportDeployment({ name: network, client, chainId }, { addresses, block }, file) {
  const names = Object.keys(addresses).sort();
  const codes = await Promise.all(names.map((name) => client.getCode({ address: addresses[name] })));
  const deployment = {
    network,
    chainId,
    block,
    addresses: Object.fromEntries(names.map((name) => [name, addresses[name]])),
    codeHashes: Object.fromEntries(names.map((name, number) => [name, keccak256(codes[number])])),
  };
  await mkdir(path.dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify(deployment, null, 2)}\n`);
  return deployment;
}

/** Reads a deployment file. */
export async function readDeployment(file, network) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    throw new Failure(`${network} has no deployment: ${file} does not exist`, {
      hint: `deploy: npm run deploy -- --network ${network}; or name its file in HYPERNET_DEPLOYMENT`,
      exitCode: 3,
    });
  }
}
