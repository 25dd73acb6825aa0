import { row } from "../../../tools/contracts/rows.js";
import { placeJob } from "../helpers/market.js";
import { callsOf, total } from "./meter.js";

const dearest = (costs) => Math.max(...costs);

const small = { groups: 2, replication: 2, checkpoints: 3 };
const large = { groups: 4, replication: 3, checkpoints: 10 };

/** Rows of design §10: the calls of small jobs, and what whole lives of jobs come to. Deposits are not of a job's life. */
export async function lifecycleRows(market, meter) {
  const pairs = await onChain(market, meter, small);
  const triples = await onChain(market, meter, large);
  return [
    ...callRows(pairs),
    ...settlementRows(pairs, 2, 70_000),
    ...settlementRows(triples, 3, 76_000),
    ...(await unanimousRows(market, meter, 2, 80_000)),
    ...(await unanimousRows(market, meter, 3, 90_000)),
    ...(await togetherRows(market, meter)),
    ...(await claimRows(market, meter, pairs)),
    row("lifecycle, 4 sellers × 3 checkpoints, r = 2, on chain", total(pairs.costs), "gas", 2_500_000),
    row(
      "lifecycle, 4 sellers × 3 checkpoints, r = 2, fast path",
      await onFastPath(market, meter, small),
      "gas",
      1_000_000,
    ),
    row("lifecycle, 12 sellers × 10 checkpoints, r = 3, on chain", total(triples.costs), "gas"),
    row("lifecycle, 12 sellers × 10 checkpoints, r = 3, fast path", await onFastPath(market, meter, large), "gas"),
  ];
}

/** A job in which everybody is honest and in time, by commit and reveal: its costs, and those of each checkpoint. */
async function onChain(market, meter, terms) {
  const checkpoints = [];
  let run;
  const placing = await meter.read(async () => {
    run = await placeJob(market, { ...terms, quorum: 2 });
    await run.start();
  });
  for (let checkpoint = 1; checkpoint <= terms.checkpoints; ++checkpoint) {
    checkpoints.push(await meter.read(() => carryAll(run)));
  }
  const closing = await meter.read(() => run.close());
  return { costs: [...placing, ...checkpoints.flat(), ...closing], checkpoints, sellers: run.size };
}

async function carryAll(run) {
  for (let group = 0; group < run.terms.groups; ++group) await run.carry(group);
}

function callRows({ costs, checkpoints }) {
  const [first, ...next] = callsOf(costs, "sign");
  const [begin, ...steady] = checkpoints;
  const reveals = costs.filter(({ logs }) => logs.length === 1);
  return [
    row("place", callsOf(costs, "place")[0], "gas", 240_000),
    row("sign, first", first, "gas", 130_000),
    row("sign, next", dearest(next.slice(0, -1)), "gas", 115_000),
    row("sign, last, which fills the job", next.at(-1), "gas"),
    row("start, n = 4", callsOf(costs, "start")[0], "gas", 90_000),
    row("commit, first", dearest(callsOf(begin, "commit")), "gas", 90_000),
    row("commit, steady", dearest(callsOf(steady.flat(), "commit")), "gas", 55_000),
    row("reveal", dearest(callsOf(reveals, "reveal")), "gas", 55_000),
    row("refund", callsOf(costs, "refund")[0], "gas"),
  ];
}

/** The last reveal of a group settles: at first it writes new words; steady, barrier included; and at the job's end. */
function settlementRows({ checkpoints }, replication, target) {
  const settling = (costs) =>
    callsOf(
      costs.filter(({ logs }) => logs.length > 1),
      "reveal",
    );
  const name = (which) => `last reveal with settlement, r = ${replication}${which}`;
  const end = checkpoints.length - 1;
  return [
    row(name(", first checkpoint"), dearest(settling(checkpoints[0])), "gas"),
    row(name(""), dearest(settling(checkpoints.slice(1, end).flat())), "gas", target),
    row(name(", which completes the job"), settling(checkpoints[end]).at(-1), "gas"),
  ];
}

async function unanimousRows(market, meter, replication, target) {
  const run = await placeJob(market, { groups: 2, replication, quorum: 2, checkpoints: 3 });
  await run.start();
  const settle = () =>
    meter.read(async () => {
      for (const group of [0, 1]) await run.settleUnanimous(group);
    });
  const [first, steady, end] = [await settle(), await settle(), await settle()];
  const name = (which) => `settleUnanimous, r = ${replication}${which}`;
  return [
    row(name(", first checkpoint"), dearest(callsOf(first, "settleUnanimous")), "gas"),
    row(name(""), dearest(callsOf(steady, "settleUnanimous")), "gas", target),
    row(name(", which completes the job"), callsOf(end, "settleUnanimous").at(-1), "gas"),
  ];
}

async function togetherRows(market, meter) {
  const run = await placeJob(market, { ...small, quorum: 2, checkpoints: 10 });
  await run.start();
  const costs = await meter.read(async () => {
    for (const upTo of [1, 9, 10]) await run.settleAll(upTo);
  });
  const [first, steady, end] = callsOf(costs, "settleAll");
  return [
    row("settleAll, n = 4, first checkpoint", first, "gas"),
    row("settleAll, n = 4, 8 checkpoints", steady, "gas", 140_000),
    row("settleAll, n = 4, which completes the job", end, "gas"),
  ];
}

/** All checkpoints by one transaction. */
async function onFastPath(market, meter, terms) {
  const costs = await meter.read(async () => {
    const run = await placeJob(market, { ...terms, quorum: 2 });
    await run.start();
    await run.settleAll(terms.checkpoints);
    await run.close();
  });
  return total(costs);
}

async function claimRows(market, meter, { costs, sellers }) {
  const run = await placeJob(market, { groups: 2, replication: 2, checkpoints: 1 });
  await run.start();
  await carryAll(run);
  const claims = await meter.read(() => run.job.write.claim([0]));
  return [
    row("claim", claims[0].gas, "gas", 90_000),
    row("claimMany, per seller", Math.ceil(callsOf(costs, "claimMany")[0] / sellers), "gas", 40_000),
  ];
}
