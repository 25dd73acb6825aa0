import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { keccak256 } from "viem";

/**
 * Writes the deployment file: where the contracts are, what code they hold, and from which block on their events are
 * found.
 *
 * @param network Name of the network in hardhat.config.js.
 * @param client Viem's public client of the chain.
 * @param contracts Name → contract, as the Ignition module returns them.
 * @param journal Ignition's journal of the deployment.
 * @param file Where to write; appears whole or not at all.
 */
export async function exportDeployment({ network, client, contracts, journal, file }) {
  const names = Object.keys(contracts).sort();
  const addresses = Object.fromEntries(names.map((name) => [name, contracts[name].address]));
  const codes = await Promise.all(names.map((name) => client.getCode({ address: addresses[name] })));
  const deployment = {
    network,
    chainId: await client.getChainId(),
    block: firstBlock(await readFile(journal, "utf8")),
    addresses,
    codeHashes: Object.fromEntries(names.map((name, number) => [name, keccak256(codes[number])])),
  };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(deployment, null, 2)}\n`);
  await rename(`${file}.new`, file);
}

function firstBlock(journal) {
  const blocks = journal
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter(({ type }) => type === "TRANSACTION_CONFIRM")
    .map(({ receipt }) => receipt.blockNumber);
  return Math.min(...blocks);
}
