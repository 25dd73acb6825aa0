import { encodeFunctionData, maxUint256, numberToHex, zeroHash } from "viem";
import { row } from "../../../tools/contracts/rows.js";
import { account, by } from "../helpers/accounts.js";
import { LibraryStatus } from "../helpers/enums.js";
import { honestDigest, placeJob } from "../helpers/market.js";
import { callsOf } from "./meter.js";

const GROUPS = 256;
const REPLICATION = 16;
const QUORUM = 9;
const LAST = 1_024;
const SELLERS = GROUPS * REPLICATION;
const PURSE = 10n ** 6n;

// No transaction may take more (EIP-7825).
const MOST_GAS = 2 ** 24;

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Rows of the largest jobs that the parameters allow: each call below a quarter of what a transaction may take. */
export async function largestRows(market, meter) {
  const crowd = await gather(market, SELLERS + QUORUM);
  const crowded = { ...market, sellers: crowd };
  return [
    ...(await manyRows(crowded, meter)),
    ...(await togetherRows(crowded, meter)),
    ...(await wideRows(market, meter)),
  ];
}

const dearest = (name, costs, call) => row(name, Math.max(...callsOf(costs, call)), "gas", MOST_GAS / 4);

/** The job with the most groups. */
async function manyRows(market, meter) {
  let run;
  const libraries = await allowLibraries(market, 32);
  const placing = await meter.read(async () => {
    const terms = { unitPrice: 100n, unitCollateral: 10n, groups: GROUPS, replication: REPLICATION, quorum: QUORUM };
    const placement = { libraries, manifestUri: `https://${"a".repeat(248)}` };
    const signDeadline = (await market.connection.networkHelpers.time.latest()) + 29 * 24 * 3_600;
    run = await placeJob(market, { ...terms, checkpoints: LAST, signDeadline, workSeconds: 3_600 }, placement);
  });
  const signing = await meter.read(() => run.fill());
  await run.mine(1);
  const starting = await meter.read(() => run.job.write.start());
  // One group is silent: it is replaced, and all others, in which somebody has committed, wait for it.
  for (const group of range(1, GROUPS - 1)) await run.commit(run.ranks(group)[0]);
  await run.passWork(0);
  const judging = await meter.read(() => run.settle(0));
  const seating = await meter.read(async () => {
    for (const wallet of market.sellers.slice(SELLERS)) {
      await run.apply(wallet, 0);
      await run.seat(0);
    }
  });
  return [
    row("start, n = 4,096", callsOf(starting, "start")[0], "gas", 90_000),
    dearest("place, n = 4,096, 32 libraries", placing, "place"),
    dearest("sign, n = 4,096", signing, "sign"),
    dearest("settle a silent group, n = 4,096", judging, "settle"),
    dearest("applyFor, n = 4,096", seating, "applyFor"),
    dearest("seat, which resumes 256 groups", seating, "seat"),
  ];
}

/** The largest job that is settled by all its ranks in one call. */
async function togetherRows(market, meter) {
  const terms = { unitPrice: 100n, unitCollateral: 10n, groups: 16, replication: REPLICATION, quorum: QUORUM };
  const run = await placeJob(market, { ...terms, checkpoints: LAST });
  // Nobody has the keys of the crowd: one agent signs for all.
  for (const wallet of market.sellers.slice(0, run.size)) await run.sign(wallet, 100n, account(market.buyer));
  await run.mine(1);
  await run.job.write.start();
  const signatures = await Promise.all(
    range(0, run.size - 1).map((rank) => {
      const digest = honestDigest(run.group(rank), LAST - 1);
      return run.signature(market.buyer, "Attest", rank, { checkpoint: LAST - 1, digest });
    }),
  );
  const costs = await meter.read(() => run.settleAll(LAST - 1, signatures));
  return [dearest("settleAll, n = 256", costs, "settleAll")];
}

/** The job with the largest group, in its second checkpoint: all have earned something that a fault must pay first. */
async function wideRows(market, meter) {
  const size = { groups: 1, replication: REPLICATION, quorum: QUORUM, checkpoints: 100 };
  const run = await placeJob(market, { ...size, workSeconds: 60, revealSeconds: 60 });
  await run.start();
  const carrying = await meter.read(() => run.carry(0));
  const expelling = await meter.read(() => run.expel(0, range(1, REPLICATION - 1)));
  const committing = await meter.read(async () => {
    for (const rank of range(1, REPLICATION - 1)) await run.commit(rank);
  });
  await run.passReveal(0);
  const judging = await meter.read(() => run.settle(0));
  return [
    dearest("commit, r = 16", [...carrying, ...committing], "commit"),
    dearest("last reveal with settlement, r = 16", carrying, "reveal"),
    dearest("expel by 15 accusers, r = 16", expelling, "expel"),
    dearest("settle with 15 faults, r = 16", judging, "settle"),
  ];
}

/** So many sellers with a little money in Collateral. */
async function gather({ connection, Hypertoken, Collateral, foundation }, size) {
  const { provider, viem } = connection;
  const send = ({ address: to, abi }, from, functionName, args) => {
    const data = encodeFunctionData({ abi, functionName, args });
    return provider.request({ method: "eth_sendTransaction", params: [{ from, to, data }] });
  };
  const crowd = [];
  for (const number of range(1, size)) {
    const address = numberToHex(2 ** 32 + number, { size: 20 });
    await provider.request({ method: "hardhat_impersonateAccount", params: [address] });
    await provider.request({ method: "hardhat_setBalance", params: [address, numberToHex(10n ** 18n)] });
    await send(Hypertoken, account(foundation), "transfer", [address, PURSE]);
    await send(Hypertoken, address, "approve", [Collateral.address, maxUint256]);
    await send(Collateral, address, "deposit", [PURSE]);
    crowd.push(await viem.getWalletClient(address));
  }
  return crowd;
}

/** The ids of so many libraries that programs may use, as the timelock would allow them. */
async function allowLibraries({ connection, LibraryRegistry, Timelock }, size) {
  const { networkHelpers, viem } = connection;
  await networkHelpers.impersonateAccount(Timelock.address);
  await networkHelpers.setBalance(Timelock.address, 10n ** 18n);
  const timelock = await viem.getWalletClient(Timelock.address);
  const ids = [];
  for (const number of range(1, size)) {
    const library = { name: `library-${number}`, version: "1", image: zeroHash };
    await LibraryRegistry.write.setStatus([library, LibraryStatus.Allowed], by(timelock));
    ids.push(await LibraryRegistry.read.idOf([library]));
  }
  return ids;
}
