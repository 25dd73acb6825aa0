import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { createTestClient, http, keccak256, parseEther, parseGwei, parseTransaction, publicActions, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { HypernetWithFaucet } from "../../../deployment/modules/Hypernet.js";
import { Chance } from "../helpers/chance.js";
import { startAnvil } from "../helpers/anvil.js";
import { deploy } from "./deploying.js";
import { startFlakyNode } from "./flakyNode.js";

const SEPOLIA = 11155111;
const KILLS = 10;

// Beside its creations a deployment grants and gives up roles, connects Collateral, and fills the faucet.
const CALLS = 5;
const TRANSACTIONS = Object.keys(HypernetWithFaucet.results).length + CALLS;

/**
 * Deploys to a chain that passes for Sepolia while all goes wrong that may: the node is a bad one, fees multiply, and the
 * deploying process is killed ten times, each time about a transaction: before the node gets it, after the node has it
 * and before that is known, or later, while it waits. The same command is given until it succeeds.
 *
 * @param blockSeconds Seconds between two blocks.
 * @param faults What the node does: {@link startFlakyNode}.
 * @param seed What goes wrong when.
 * @param talk Called with each line for people.
 * @returns What came of it: the deployment file's content, all transactions of the deployer with their receipts, how often
 *   it was killed, fees were raised, and which faults the node has had.
 */
export async function rehearse({ blockSeconds, faults, seed, talk = () => {} }) {
  const chance = new Chance(seed);
  const folder = await mkdtemp(path.join(tmpdir(), "hypernet-rehearsal-"));
  const chain = await startAnvil("--chain-id", `${SEPOLIA}`, "--block-time", `${blockSeconds}`);
  const client = createTestClient({
    mode: "anvil",
    transport: http(chain.url, { timeout: 60_000 }),
    cacheTime: 0,
  }).extend(publicActions);
  const day = new BadDay({ chance, client, blockSeconds, talk });
  const node = await startFlakyNode({ url: chain.url, chance, faults, onSend: (raw) => day.onSend(raw) });
  try {
    const key = keccak256(toHex(`deployer ${seed}`));
    const foundation = privateKeyToAccount(keccak256(toHex(`foundation ${seed}`))).address;
    const deployer = privateKeyToAccount(key).address;
    await client.setBalance({ address: deployer, value: parseEther("1000") });

    const file = path.join(folder, "deployment.json");
    const variables = {
      HYPERNET_RPC_SEPOLIA: node.url,
      HYPERNET_KEY: key,
      HYPERNET_FOUNDATION: foundation,
      HYPERNET_DEPLOYMENT: file,
    };
    const network = ["--network", "sepolia"];
    let said;
    do said = await deploy(network, variables, { onLine: talk, onStart: (child) => day.watch(child) });
    while (said.signal === "SIGKILL");

    const checked = await deploy(
      [...network, "--check"],
      { ...variables, HYPERNET_RPC_SEPOLIA: chain.url },
      { onLine: talk },
    );
    return {
      said,
      checked,
      kills: day.kills,
      faults: node.counts,
      bumps: day.bumps,
      deployment: said.status === 0 ? JSON.parse(await readFile(file, "utf8")) : undefined,
      transactions: await transactionsOf(client, deployer),
    };
  } finally {
    node.stop();
    await chain.stop();
    await rm(folder, { recursive: true });
  }
}

/** What must have come of a rehearsal. */
export function assertRehearsed({ said, checked, kills, faults, bumps, deployment, transactions }) {
  assert.equal(said.status, 0, said.output);
  assert.equal(checked.status, 0, checked.output);
  assert.equal(kills, KILLS);
  assert.ok(bumps > 0, "no transaction has waited for fees");
  for (const [fault, times] of Object.entries(faults)) assert.ok(times > 0, `the node was never ${fault}`);

  const created = transactions
    .filter(({ to }) => to === null)
    .map(({ contractAddress }) => contractAddress.toLowerCase());
  const named = Object.values(deployment.addresses).map((address) => address.toLowerCase());
  assert.deepEqual(created.sort(), named.sort(), "each contract exists once, and nothing else does");
  assert.deepEqual(
    transactions.map(({ nonce, status }) => [nonce, status]),
    transactions.map((_, nonce) => [nonce, "success"]),
  );
  assert.equal(transactions.length, named.length + CALLS, "each role and each connection is made once");
}

/** What befalls the transactions of a deployment: the process is killed about some of them, fees rise before others. */
class BadDay {
  kills = 0;
  bumps = 0;
  #chance;
  #client;
  #blockSeconds;
  #talk;
  #killPlan;
  #feePlan;
  #child;
  #isDoomed = false;
  #offered = new Map();

  constructor({ chance, client, blockSeconds, talk }) {
    this.#chance = chance;
    this.#client = client;
    this.#blockSeconds = blockSeconds;
    this.#talk = talk;
    this.#killPlan = Array.from({ length: KILLS }, (_, number) => ({
      // Two kills may be about the same transaction: it is sent again, then.
      nonce: Math.floor((number * (TRANSACTIONS - 3)) / KILLS) - chance.between(0, 1),
      when: chance.pick(["before", "after", "later"]),
    }));
    this.#feePlan = [
      { nonce: chance.between(2, 6), gwei: 30 },
      { nonce: chance.between(7, 10), gwei: 400 },
      { nonce: TRANSACTIONS - 1, gwei: 60 },
    ];
  }

  watch(child) {
    this.#child = child;
    this.#isDoomed = false;
  }

  async onSend(raw) {
    const { nonce = 0, maxFeePerGas } = parseTransaction(raw);
    if (maxFeePerGas > (this.#offered.get(nonce) ?? maxFeePerGas)) this.bumps++;
    this.#offered.set(nonce, maxFeePerGas);
    await this.#raiseFees(nonce);
    const [next] = this.#killPlan;
    if (this.#isDoomed || next === undefined || nonce < next.nonce) return undefined;
    this.#killPlan.shift();
    this.#isDoomed = true;
    if (next.when === "later") {
      const blocks = this.#chance.between(0, 60) / 10;
      setTimeout(blocks * this.#blockSeconds * 1000).then(() => this.#kill(nonce, `${blocks} blocks after`));
      return undefined;
    }
    this.#kill(nonce, next.when === "before" ? "before the node has" : "as soon as the node has");
    return next.when === "before" ? "swallow" : "hush";
  }

  async #raiseFees(nonce) {
    const [next] = this.#feePlan;
    if (next === undefined || nonce < next.nonce) return;
    this.#feePlan.shift();
    this.#talk(`fees rise to ${next.gwei} gwei`);
    await this.#client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei(`${next.gwei}`) });
  }

  #kill(nonce, when) {
    this.kills++;
    this.#talk(`killed (${this.kills} of ${KILLS}), ${when} transaction ${nonce}`);
    this.#child.kill("SIGKILL");
  }
}

async function transactionsOf(client, deployer) {
  const newest = await client.getBlockNumber();
  const found = [];
  for (let blockNumber = 0n; blockNumber <= newest; blockNumber++) {
    const { transactions } = await client.getBlock({ blockNumber, includeTransactions: true });
    for (const { hash, from, to, nonce } of transactions) {
      if (from !== deployer.toLowerCase()) continue;
      const { status, contractAddress } = await client.getTransactionReceipt({ hash });
      found.push({ nonce, to, status, contractAddress });
    }
  }
  return found;
}
