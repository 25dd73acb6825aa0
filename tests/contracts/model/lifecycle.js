// The life of one job as a file, from which others compute what everybody must have at its end. JSON:
//
//   seed       of the walk
//   chainId
//   job        its address
//   accounts   [address, …]; everywhere else "@i" is the i-th of them: the treasury, the buyer, whoever else takes part
//   begin      [[free, staked, backerBps, points, strikes], …] of each account, before the job was placed
//   placed     { unitPrice, …, feeBps, … }: what of the terms, and of the snapshot of parameters, matters for money
//   escrow     what the buyer has funded, as JobPlaced tells it
//   hashes     { block: hash }, of the blocks that chance was taken from
//   steps      [[time, events, block, sender, call, arguments], …], one for each transaction to the job; an event is
//              [name, …arguments]; arguments are in the order of the ABI, without those of type bytes and bytes[]
//   end        [[free, staked, points, strikes, net], …] of each account; net is what Collateral's own log says that the job
//              has brought it, free or staked
//
// Numbers of more than 48 bits, and with them all amounts (in the smallest unit of Hypertoken), are strings of digits.
import { decodeFunctionData, parseEventLogs } from "viem";
import { account } from "../helpers/accounts.js";
import { Movement } from "../helpers/enums.js";

/** Records the life of a job that is over, from the chain alone. */
export async function record(run, seed) {
  const { market, job } = run;
  const client = await market.connection.viem.getPublicClient();
  const [placed] = await market.JobFactory.getEvents.JobPlaced({ job: run.address }, { fromBlock: 0n });
  const { terms, snapshot, escrow } = placed.args;
  const transactions = await transactionsOf(client, job, placed.blockNumber);
  const everybody = [market.buyer, ...market.sellers, market.foundation].map(account);
  const ledger = await ledgerOf(market, [market.Timelock.address, ...everybody], run.address, placed.blockNumber);
  const accounts = ledger.filter(takesPart(transactions)).map(({ address }) => address);
  const taking = ledger.filter(({ address }) => accounts.includes(address));
  const written = (value) => plain(value, accounts);
  return {
    seed,
    chainId: await client.getChainId(),
    job: run.address.toLowerCase(),
    accounts,
    begin: taking.map(({ begin: { free, staked, backerBps, points, strikes } }) =>
      written([free, staked, backerBps, points, strikes]),
    ),
    placed: written({ ...MONEY.reduce((kept, name) => ({ ...kept, [name]: terms[name] }), {}), ...snapshot }),
    escrow: written(escrow),
    hashes: await hashesOf(client, transactions),
    steps: transactions.map(({ time, events, block, sender, call, args }) =>
      written([time, events, Number(block), sender, call, args]),
    ),
    end: taking.map(({ net, end: { free, staked, points, strikes } }) => written([free, staked, points, strikes, net])),
  };
}

// What of the terms matters for money.
const MONEY = [
  ...["unitPrice", "unitCollateral", "groups", "replication", "quorum", "checkpoints", "lossPolicy"],
  ...["workSeconds", "revealSeconds", "recruitSeconds", "signDeadline", "auctionEnd"],
];

/** The treasury and the buyer, whoever is named, and whoever has more or less at the end. */
function takesPart(transactions) {
  const text = JSON.stringify(transactions, (_, value) =>
    typeof value === "bigint" ? `${value}` : value,
  ).toLowerCase();
  const worth = ({ free, staked, points, strikes }) => `${[free, staked, points, strikes]}`;
  return ({ address, begin, end }, i) => i < 2 || text.includes(address) || worth(begin) !== worth(end);
}

/** As the text of a file: a line for each step. */
export function textOf(lifecycle) {
  const line = (value) => JSON.stringify(value);
  const lines = Object.entries(lifecycle).map(([name, value]) =>
    Array.isArray(value) && Array.isArray(value[0])
      ? `${line(name)}: [\n${value.map((row) => `    ${line(row)}`).join(",\n")}\n  ]`
      : `${line(name)}: ${line(value)}`,
  );
  return `{\n${lines.map((each) => `  ${each}`).join(",\n")}\n}\n`;
}

/** What was done to the job, in order: each transaction with its call and what the job told. */
async function transactionsOf(client, job, fromBlock) {
  const logs = await client.getLogs({ address: job.address, fromBlock });
  const made = [];
  for (let number = fromBlock + 1n; number <= (await client.getBlockNumber({ cacheTime: 0 })); ++number) {
    const { timestamp, transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { to, hash, from, input } of transactions) {
      if (to?.toLowerCase() !== job.address.toLowerCase()) continue;
      const own = logs.filter(({ transactionHash }) => transactionHash === hash);
      // What told nothing may have failed.
      if (own.length === 0 && (await client.getTransactionReceipt({ hash })).status !== "success") continue;
      const { functionName, args } = decodeFunctionData({ abi: job.abi, data: input });
      const { inputs } = job.abi.find(({ type, name }) => type === "function" && name === functionName);
      const events = parseEventLogs({ abi: job.abi, logs: own });
      made.push({
        ...{ time: Number(timestamp), block: number, sender: from, call: functionName },
        args: inputs.map(({ type }, i) => (type === "bytes" || type === "bytes[]" ? undefined : args[i])),
        events: events.map(({ eventName, args: told }) => [eventName, ...inOrder(job.abi, eventName, told)]),
      });
    }
  }
  return made;
}

function inOrder(abi, eventName, args) {
  const { inputs } = abi.find(({ type, name }) => type === "event" && name === eventName);
  return inputs.map(({ name }) => args[name]);
}

/** The hashes of the blocks that were armed for a draw, if they have come to be. */
async function hashesOf(client, transactions) {
  const armed = transactions.flatMap(({ events }) =>
    events.filter(([name]) => ["SeedArmed", "DrawArmed"].includes(name)),
  );
  const last = await client.getBlockNumber({ cacheTime: 0 });
  const numbers = new Set(armed.map((event) => event.at(-1)).filter((number) => number !== 0n && number <= last));
  const hashes = {};
  for (const blockNumber of numbers) hashes[blockNumber] = (await client.getBlock({ blockNumber })).hash;
  return hashes;
}

/** What people have before a job and now, and what it has brought them by the ledger's own log. */
async function ledgerOf(market, people, job, placedAt) {
  const net = await netOf(market, job, placedAt);
  return Promise.all(
    people.map(async (address) => ({
      address: address.toLowerCase(),
      net: net.get(address.toLowerCase()) ?? 0n,
      begin: await standingOf(market, address, { blockNumber: placedAt - 1n }),
      end: await standingOf(market, address),
    })),
  );
}

async function standingOf({ Collateral, Reputation }, address, at) {
  const [, points, strikes] = await Reputation.read.standingOf([address], at);
  return {
    free: await Collateral.read.freeOf([address], at),
    staked: await Collateral.read.stakedOf([address], at),
    backerBps: await Reputation.read.backerShareOf([address], at),
    points,
    strikes,
  };
}

async function netOf({ Collateral, Timelock, connection }, job, fromBlock) {
  const client = await connection.viem.getPublicClient();
  const logs = await client.getLogs({ address: Collateral.address, fromBlock });
  const net = new Map();
  for (const { args } of parseEventLogs({ abi: Collateral.abi, eventName: "Moved", logs })) {
    if (args.job !== job) continue;
    const { user, kind, amount } = args;
    const isIn = kind === Movement.Fund || kind === Movement.Lock;
    // What is forfeited names who loses it.
    const whose = (kind === Movement.Forfeit ? Timelock.address : user).toLowerCase();
    net.set(whose, (net.get(whose) ?? 0n) + (isIn ? -amount : amount));
  }
  return net;
}

/** A value as JSON can hold it. */
function plain(value, accounts) {
  if (typeof value === "bigint") return `${value}`;
  if (Array.isArray(value)) return value.filter((each) => each !== undefined).map((each) => plain(each, accounts));
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, accounts)]));
  }
  const known = typeof value === "string" ? accounts.indexOf(value.toLowerCase()) : -1;
  return known < 0 ? value : `@${known}`;
}
