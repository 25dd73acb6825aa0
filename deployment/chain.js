import path from "node:path";
import { fileURLToPath } from "node:url";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { createPublicClient, custom } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import config from "../hardhat.config.js";
import production from "../tools/contracts/production.config.js";
import { Failure, root } from "../tools/processes.js";
import { PatientProvider } from "./provider.js";

// Hardhat's errors of a user's making: they explain themselves, a stack adds nothing.
const VARIABLE_NOT_FOUND = 7;

/** The networks that can be deployed to. */
export const networks = Object.keys(config.networks);

/**
 * Opens a named network. A local one is a development node that signs with its own accounts and gets the contracts as
 * the set-up compiled them; all others get the production build, which has folders of its own.
 *
 * @param name Name of the network in hardhat.config.js.
 * @param purpose "deploy", "check" or "verify": a key is needed for the first one alone, a build of its own by all but
 * "check", which reads ABIs only.
 * @param talk Called with each line for people.
 * @returns The network, its chain, a client that is patient with the node, and who signs, if anybody.
 */
export async function openChain(name, { purpose, talk }) {
  if (!networks.includes(name)) {
    throw new Failure(`there is no network "${name}"`, { hint: `name one of ${networks.join(", ")}`, exitCode: 2 });
  }
  const isLocal = name === "local";
  const base = isLocal || purpose === "check" ? config : production;
  // Where nothing is signed, the key need not be there.
  const keyless = isLocal || purpose === "deploy" ? {} : { accounts: "remote" };
  const hre = await createHardhatRuntimeEnvironment(
    {
      ...base,
      networks: { ...config.networks, [name]: { ...config.networks[name], ...keyless } },
    },
    {
      config: fileURLToPath(import.meta.resolve("../hardhat.config.js")),
      network: name,
      buildProfile: isLocal ? "default" : "production",
    },
    root,
  );
  const { url, accounts, ignition } = hre.config.networks[name];
  const rpc = await valueOf(() => url.get(), name);
  const key = isLocal || purpose !== "deploy" ? undefined : await valueOf(() => accounts[0].getHexString(), name);
  const connection = await hre.network.create({ network: name });
  const provider = new PatientProvider({ inner: connection.provider, origin: new URL(rpc).origin, talk });
  const client = createPublicClient({ transport: custom(provider, { retryCount: 0 }), cacheTime: 0 });
  const chainId = await client.getChainId();
  // A chain is known by its first block.
  const { hash } = await client.getBlock({ blockNumber: 0n });
  return {
    name,
    isLocal,
    hre,
    provider,
    client,
    chainId,
    signer: key === undefined ? undefined : privateKeyToAccount(key),
    mostFee: ignition.maxFeePerGasLimit,
    deploymentId: `${name}-${hash.slice(2, 18)}`,
    close: () => connection.close(),
  };
}

/** Compiles what this network gets, where the set-up has not. */
export async function compile({ hre, isLocal }) {
  if (isLocal) return;
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
}

/** The network's deployment file, and the folder in which Ignition keeps the deployment's journal. */
export function filesOf({ chainId, deploymentId }, named = process.env.HYPERNET_DEPLOYMENT) {
  const own = path.join(root, "deployment");
  const file = path.resolve(named ?? path.join(own, "networks", `${chainId}.json`));
  // The journal of a deployment with a file of its own lies beside it, and is lost with it.
  return { file, folder: path.join(named === undefined ? own : path.dirname(file), "deployments", deploymentId) };
}

async function valueOf(read, network) {
  try {
    return await read();
  } catch (error) {
    if (error.number !== VARIABLE_NOT_FOUND) throw error;
    const { name } = error.messageArguments;
    throw new Failure(`${name} is not set, which ${network} needs`, {
      hint: `export ${name}=…, or keep it encrypted: npx hardhat keystore set ${name}`,
      exitCode: 2,
    });
  }
}
