import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { deploy } from "@nomicfoundation/ignition-core";
import { formatEther, formatGwei } from "viem";
import { Failure } from "../tools/processes.js";
import { moduleOf } from "./modules/Hypernet.js";
import { Journal } from "./journal.js";
import { FeeAboveLimit, Outbox, SigningProvider } from "./outbox.js";

// What Ignition stops for and asks to be started again, since it passes: a transaction that the nodes have dropped, or
// that has too few confirmations, and fees above the limit.
const DROPPED = 10400;
const UNCONFIRMED = [10402, 10403];
const FEES = 10406;
const LAGGING = 10412;
const PASSING = [DROPPED, ...UNCONFIRMED, FEES, LAGGING];

// What nodes say of a transaction whose fee was enough when it was signed.
const FEE_TOO_LOW = /less than block base fee|fee too low|underpriced/i;

const MOST_STANDSTILL = 60 * 60 * 1000;

// Ignition's own number, on chains that make blocks by themselves.
const CONFIRMATIONS = 5;

/**
 * Deploys all contracts, or goes on with it, until all are there. Whatever is killed meanwhile, each transaction is sent
 * once: {@link Journal.mend}.
 *
 * @param chain As openChain gives it.
 * @param parameters Of the Ignition module.
 * @param folder Where the deployment's journal is kept.
 * @param talk Called with each line for people.
 * @returns Name → address of each contract, and the first block of the deployment.
 */
export async function deployHypernet(chain, parameters, folder, talk) {
  const module = moduleOf(parameters);
  const journal = new Journal(folder);
  const outbox = chain.isLocal ? undefined : new Outbox(folder);
  const provider = chain.isLocal ? chain.provider : new SigningProvider(chain, outbox);
  chain.provider.onRequest = follow(journal, talk);
  if (!chain.isLocal && !existsSync(folder)) await requireFunds(chain, module);

  const config = await paceOf(chain);
  for (;;) {
    await journal.mend(outbox, (kept) => resend(provider, kept, talk));
    try {
      const result = await deploy({
        config,
        provider,
        deploymentDir: folder,
        ignitionModule: module,
        artifactResolver: new HardhatArtifactResolver(chain.hre.artifacts),
        deploymentParameters: { Hypernet: parameters },
        accounts: chain.isLocal ? await chain.client.request({ method: "eth_accounts" }) : [inCapitals(chain.signer)],
        maxFeePerGasLimit: chain.mostFee,
      });
      chain.provider.onRequest();
      return { addresses: addressesOf(result, module, folder), block: journal.firstBlock() };
    } catch (error) {
      await pass(chain, error, talk);
    }
  }
}

/**
 * Ignition sends again what was dropped before it sends anything new, and finds the order by comparing the senders' texts
 * with 0xFFFF…, which comes before all that begin with a small letter.
 */
const inCapitals = ({ address }) => `0x${address.slice(2).toUpperCase()}`;

/** Tells what the journal says, and ends a deployment of which nothing has been heard for long. */
function follow(journal, talk) {
  let heard = performance.now();
  journal.news();
  return () => {
    const news = journal.news();
    for (const line of news.map(tell).filter((line) => line !== undefined)) talk(line);
    if (news.length > 0) heard = performance.now();
    if (performance.now() - heard > MOST_STANDSTILL) {
      throw new Failure("nothing has happened for an hour", {
        hint: "look whether the chain makes blocks and what its fees are; the same command goes on where this one stopped",
        exitCode: 8,
      });
    }
  };
}

function tell({ type, futureId, nonce, transaction, hash, receipt, result }) {
  const what = futureId?.replace("Hypernet#", "");
  switch (type) {
    case "TRANSACTION_SEND":
      return `${what}: sent as ${transaction.hash}, nonce ${nonce}, at most ${feeOf(transaction.fees)} gwei`;
    case "TRANSACTION_CONFIRM":
      return `${what}: in block ${receipt.blockNumber} by ${hash}`;
    case "ONCHAIN_INTERACTION_BUMP_FEES":
      return `${what}: waits for too long; offering more`;
    case "ONCHAIN_INTERACTION_DROPPED":
      return `${what}: dropped by the nodes; sending it again`;
    case "ONCHAIN_INTERACTION_REPLACED_BY_USER":
      return `${what}: its nonce was used by another transaction; sending it again`;
    case "DEPLOYMENT_EXECUTION_STATE_COMPLETE":
      return result.type === "SUCCESS" ? `${what}: is at ${result.address}` : undefined;
    default:
      return undefined;
  }
}

const feeOf = ({ maxFeePerGas, gasPrice }) => formatGwei(BigInt((maxFeePerGas ?? gasPrice).value));

async function resend(provider, kept, talk) {
  talk(`sending ${kept.hash} again: whether it has arrived is not known`);
  try {
    await provider.send(kept);
  } catch (error) {
    // Ignition, which learns of it by the journal, finds out what has become of it.
    if (error instanceof Failure) throw error;
    talk(`the node refuses it: ${error.message}`);
  }
}

/** How often to ask, and when to offer more: by the chain's own pace. */
async function paceOf({ client, isLocal }) {
  // A local chain mines on demand: there is nothing to wait a second for.
  if (isLocal) return { blockPollingInterval: 20 };
  const newest = await client.getBlock();
  const before = await client.getBlock({ blockNumber: newest.number > 10n ? newest.number - 10n : 0n });
  const blocks = Number(newest.number - before.number);
  const seconds = blocks === 0 ? 12 : Number(newest.timestamp - before.timestamp) / blocks;
  return {
    blockPollingInterval: Math.min(Math.max(seconds * 250, 100), 3_000),
    timeBeforeBumpingFees: Math.min(Math.max(seconds, 0.25), 60) * 5_000,
    // Of fees, the limit alone decides: giving up in between would cost the deployment.
    maxFeeBumps: 1_000,
  };
}

async function pass(chain, error, talk) {
  const isFee = error instanceof FeeAboveLimit || error.number === FEES;
  const isLow = FEE_TOO_LOW.test(error.message);
  if (!isFee && !isLow && !PASSING.includes(error.number)) throw explained(error, chain);
  talk(
    isFee
      ? `fees are above the limit of ${formatGwei(chain.mostFee)} gwei (hardhat.config.js); waiting for them to fall`
      : UNCONFIRMED.includes(error.number)
        ? `waiting until the deployer's last transactions have ${CONFIRMATIONS} confirmations`
        : `${error.formattedMessage ?? error.message}; going on with the next block`,
  );
  const height = await chain.client.getBlockNumber();
  while ((await chain.client.getBlockNumber()) === height) await setTimeout(250);
}

function explained(error, { signer, chainId }) {
  if (!/insufficient funds|INSUFFICIENT_FUNDS|out of gas/i.test(error.message)) return error;
  return new Failure(`the deployer ${signer?.address} has too little for gas: ${error.message.split("\n")[0]}`, {
    hint: `send it some ether on chain ${chainId}; the same command goes on where this one stopped`,
    exitCode: 5,
  });
}

/** Checks, before the first transaction, that the deployer can pay for about all of them at the fees of now. */
async function requireFunds({ client, hre, signer, chainId }, { results }) {
  const names = Object.values(results).map(({ contractName }) => contractName);
  const artifacts = await Promise.all(names.map((name) => hre.artifacts.readArtifact(name)));
  // 200 gas for a byte of code, 16 for that of a transaction, and what constructors do.
  const gas = artifacts.reduce((sum, { bytecode }) => sum + 300_000n + 220n * BigInt(bytecode.length / 2), 0n);
  const { maxFeePerGas } = await client.estimateFeesPerGas();
  const [balance, need] = [await client.getBalance({ address: signer.address }), gas * maxFeePerGas];
  if (balance >= need) return;
  throw new Failure(
    `the deployer ${signer.address} has ${formatEther(balance)} ether on chain ${chainId}; ` +
      `at ${formatGwei(maxFeePerGas)} gwei a deployment takes up to ${formatEther(need)}`,
    { hint: "send it some, or wait for lower fees", exitCode: 5 },
  );
}

function addressesOf(result, module, folder) {
  if (result.type === "SUCCESSFUL_DEPLOYMENT") {
    return Object.fromEntries(
      Object.entries(module.results).map(([name, { id }]) => [name, result.contracts[id].address]),
    );
  }
  const reasons = Object.entries(reasonsOf(result)).map(([id, reason]) => `${id.replace("Hypernet#", "")}: ${reason}`);
  throw new Failure([`the deployment did not succeed (${result.type})`, ...reasons].join("\n  "), {
    hint:
      result.type === "RECONCILIATION_ERROR"
        ? "code or parameters are no longer those that the deployment began with: restore them, or begin anew by " +
          `moving ${folder} away`
        : `if the cause is gone, forget the failed step: npx hardhat ignition wipe ${path.basename(folder)} STEP; ` +
          "then the same command goes on",
  });
}

function reasonsOf({ errors = {}, failed = [], timedOut = [], held = [] }) {
  return {
    ...Object.fromEntries(Object.entries(errors).map(([id, messages]) => [id, messages.join("; ")])),
    ...Object.fromEntries(failed.map(({ futureId, error }) => [futureId, error])),
    ...Object.fromEntries(timedOut.map(({ futureId }) => [futureId, "timed out"])),
    ...Object.fromEntries(held.map(({ futureId, reason }) => [futureId, reason])),
  };
}
