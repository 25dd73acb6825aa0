import assert from "node:assert/strict";
import { decodeErrorResult, encodeFunctionData } from "viem";
import { Chance } from "../helpers/chance.js";
import { JobStatus } from "../helpers/enums.js";
import { Watcher } from "../helpers/invariants.js";
import { Arguments } from "./arguments.js";
import { Cast } from "./cast.js";
import { functionOf } from "./transitions.js";

// At each step of a walk at most so many of the cells that lack something, and so many others.
const MOST_LACKING = 40;
const OTHERS = 3;

/**
 * Asks in walks what calls would come to, without making them, and holds the answers against the table of
 * tests/contracts/transitions.json. All walks share it: it asks first for what none of them has seen.
 */
export class Probe {
  asked = 0;

  constructor(table) {
    this.cells = Object.entries(table).flatMap(([status, calls]) =>
      Object.entries(calls).flatMap(([call, roles]) =>
        Object.entries(roles).map(([role, allowed]) => ({ status, call, role, allowed, seen: new Set() })),
      ),
    );
  }

  /** Cells in which a call may succeed. */
  get hopeful() {
    return this.cells.filter(({ allowed }) => allowed.includes("ok"));
  }

  /** A kind of watcher that asks, too. It has chance of its own, so that the walk of a seed goes where it went without. */
  watching(seed) {
    const chance = new Chance(seed + 1_000_000);
    const look = (watcher) => this.#look(watcher, chance, `seed ${seed}`);
    return class extends Watcher {
      async check() {
        await super.check();
        await look(this);
        return this.fold;
      }
    };
  }

  async #look({ run, fold }, chance, where) {
    const { market, job } = run;
    const { provider } = market.connection;
    const abi = [...job.abi, ...market.Collateral.abi.filter(({ type }) => type === "error")];
    const cast = new Cast(run, fold);
    const chainId = Number(await provider.request({ method: "eth_chainId" }));
    const fitting = new Arguments(cast, chance, chainId, await run.time.latest());
    for (const { status, call, role, allowed, seen } of this.#choose(cast, chance)) {
      const actor = chance.pick(cast.actors.get(role));
      const args = await fitting.of(call, actor);
      if (args === undefined) continue;
      const data = encodeFunctionData({ abi, functionName: functionOf(call), args });
      const outcome = await answer(provider, { from: actor.address, to: run.address, data }, abi);
      ++this.asked;
      assert.ok(
        allowed.includes(outcome),
        `${status}, ${call}, ${role}: ${outcome}, where the table allows ${allowed.join(", ")} ` +
          `(${where}, after ${fold.events.length} events, from ${actor.address}, arguments ${written(args)})`,
      );
      seen.add(outcome);
    }
  }

  #choose(cast, chance) {
    const { status, endedAt } = cast.fold.progress;
    const name = Object.keys(JobStatus)[status];
    const here = this.cells.filter((cell) => cell.status === name && cast.actors.has(cell.role));
    const isNew = ({ seen }) => seen.size === 0;
    const lacksOk = ({ allowed, seen }) => allowed.includes("ok") && seen.size !== 0 && !seen.has("ok");
    const lacking = [...chance.shuffle(here.filter(isNew)), ...chance.shuffle(here.filter(lacksOk))];
    const others = Array.from({ length: OTHERS }, () => chance.pick(here));
    // An ended job stands still: what it is not asked now, its walk cannot ask any more.
    return [...lacking.slice(0, endedAt === 0 ? MOST_LACKING : undefined), ...others];
  }
}

const written = (args) => JSON.stringify(args, (_, value) => (typeof value === "bigint" ? `${value}` : value));

/** `ok`, or the name of the error that a call reverts with. */
async function answer(provider, call, abi) {
  try {
    await provider.request({ method: "eth_call", params: [call, "latest"] });
    return "ok";
  } catch (error) {
    if (!/^0x[0-9a-f]{8}/.test(error.data ?? "")) throw error;
    return decodeErrorResult({ abi, data: error.data }).errorName;
  }
}
