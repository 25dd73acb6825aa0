import assert, { AssertionError } from "node:assert/strict";
import { artifacts } from "hardhat";
import { decodeFunctionResult, encodeFunctionData, getAddress } from "viem";
import { account } from "../../helpers/accounts.js";
import { JobFold } from "../../helpers/fold.js";
import { checkLog, checkRebuilt } from "../../helpers/invariants.js";
import { Graph } from "./graph.js";
import { Lens } from "./lens.js";
import { Moves } from "./moves.js";
import { checkEnd, checkMove } from "./rules.js";
import { State } from "./state.js";

const probe = await artifacts.readArtifact("Probe");
const jobLens = await artifacts.readArtifact("JobLens");
// How many looks are remembered: most of what moves lead to, others have led to before.
const MOST_KNOWN = 100_000;
const GAS = "0xe4e1c0";

/**
 * Walks through every state that a job can come to, depth first: tries all moves in a state at once, goes on with each
 * that leads to a new one, and takes the chain back. Everything is checked once in every state, and at every move.
 *
 * Time passes only by moves of its own: blocks have the time of the one before.
 */
export class Explorer {
  #known = new Map();
  graph = new Graph();
  seen = new Set();
  unnamed = new Set();

  /** @param run A job that has begun; its terms name the `ask` of all. */
  static async of(run, { kinds, spares = 0, isNamed = false }) {
    const { market } = run;
    const explorer = new Explorer();
    const { provider, viem } = market.connection;
    const client = await viem.getPublicClient();
    const addresses = market.sellers.map((wallet) => getAddress(account(wallet)));
    const sellers = addresses.slice(0, run.size + spares);
    const stranger = addresses.at(-1);
    const buyer = getAddress(account(market.buyer));
    const chainId = await client.getChainId();
    const moves = new Moves({ run, chainId, sellers, spares: sellers.slice(run.size), stranger, kinds });
    Object.assign(explorer, { run, moves, provider, stranger, kinds: new Set(kinds) });
    // Those that act are told to by the probe, which stands at their addresses while it is asked.
    explorer.overrides = {
      ...Object.fromEntries(
        [...sellers, buyer, stranger].map((address) => [address, { code: probe.deployedBytecode }]),
      ),
      [market.JobViews.address]: { code: jobLens.deployedBytecode },
    };
    const others = [buyer, getAddress(market.Timelock.address)];
    explorer.lens = new Lens(run, jobLens.abi, sellers, others);
    explorer.cast = { terms: run.terms, sellers, others, ranks: new Map(), isNamed, meaningOf: moves.meaningOf };
    const [placed] = await market.JobFactory.getEvents.JobPlaced({ job: run.address }, { fromBlock: 0n });
    explorer.fold = new JobFold(placed.args);
    for (const log of await client.getLogs({ address: run.address, fromBlock: placed.blockNumber })) {
      const { timestamp } = await client.getBlock({ blockNumber: log.blockNumber });
      explorer.fold.tell(run.job.abi, [log], Number(timestamp));
    }
    const latest = await client.getBlock();
    return Object.assign(explorer, { time: Number(latest.timestamp), block: latest.number });
  }

  /** All states from here on. */
  async explore() {
    const state = await this.#here();
    this.constants = this.#constantsOf(await this.#read(state));
    await this.#visit(this.graph.add(state), state, this.fold);
    return this.graph;
  }

  async #visit(id, state, fold) {
    if (!(await this.#holds(id, () => this.#checkState(state, fold)))) return;
    for (const { name } of fold.events) this.seen.add(name);
    this.unnamed.add(state.unnamed);
    const moves = await this.moves.of(state);
    if (state.hasEnded) {
      await this.#holds(id, () => this.#checkClosing(state, moves));
      return;
    }
    const found = [];
    let nexts = [];
    const attempts = async () => void (nexts = await this.#attempt(moves));
    if (!(await this.#holds(id, attempts))) return;
    for (const [i, next] of nexts.entries()) {
      if (next === undefined) continue;
      const to = this.#connect(id, moves[i], next);
      await this.#holds(id, () => this.#judge(state, moves[i], next));
      if (to !== undefined) found.push({ to, move: moves[i], key: next.key });
    }
    if (this.kinds.has("claims")) {
      await this.#holds(id, () =>
        this.#checkClaims(
          state,
          moves.filter((_, i) => nexts[i] !== undefined),
        ),
      );
    }
    for (const { to, move, key } of found) {
      await this.#aside(async () => {
        const logs = await this.#make(move);
        const next = await this.#here();
        assert.equal(next.key, key, `${move.name} is not what it looked like`);
        const told = fold.fork();
        told.tell(this.run.job.abi, logs, this.time);
        await this.#visit(to, next, told);
      });
    }
    for (const move of this.moves.passing(state)) {
      await this.#aside(async () => {
        await this.#pass(move);
        const next = await this.#here();
        const to = this.#connect(id, move, next);
        await this.#holds(id, () => this.#judge(state, move, next));
        if (to !== undefined) await this.#visit(to, next, fold);
      });
    }
  }

  /** Goes a path once more, and tells its moves, of the ranks as they are there, and what is wrong at its end. */
  async retrace(path) {
    const told = [];
    for (const { to } of path) {
      const state = await this.#here();
      const moves = await this.moves.of(state);
      const nexts = await this.#attempt(moves);
      let move = moves.find((_, i) => nexts[i] !== undefined && this.graph.idOf(nexts[i]) === to);
      if (move !== undefined) {
        await this.#make(move);
      } else {
        for (move of this.moves.passing(state)) {
          const before = await this.#leave();
          await this.#pass(move);
          if (this.graph.idOf(await this.#here()) === to) break;
          await this.#return(before);
        }
      }
      told.push([move.name, ...[move.rank, move.group].filter((place) => place !== undefined)].join(" "));
    }
    const { faults } = this.graph.nodes[path.at(-1)?.to ?? 0];
    return ["The shortest path:", ...told, "leads to:", ...(faults.length > 0 ? faults : ["no way out"])].join("\n");
  }

  #connect(from, move, next) {
    const to = this.graph.add(next);
    this.graph.connect(from, move, to ?? this.graph.idOf(next));
    // Of several moves that lead to the same state only the first is made, and heard in the log.
    this.seen.add(move.name);
    return to;
  }

  /** Whether a check passes; if not, the state is where it has failed. */
  async #holds(id, check) {
    try {
      await check();
    } catch (error) {
      if (!(error instanceof AssertionError)) throw error;
      this.graph.nodes[id].faults.push(error.message);
    }
    return this.graph.nodes[id].faults.length === 0;
  }

  async #checkState(state, fold) {
    const read = await this.#read(state);
    // 1, 2, 22: what never changes.
    assert.deepEqual(this.#constantsOf(read), this.constants);
    // 3 to 15, 23: by the log.
    await checkRebuilt(fold, read, this.time);
    checkLog(fold);
    assert.equal(state.balance, fold.balance);
    assert.deepEqual(state.progress, read.progress());
    for (const id of fold.groups.keys()) assert.deepEqual(state.groups[id], read.group([id]));
  }

  #judge(state, move, next) {
    for (const verdict of checkMove(state, move, next)) this.seen.add(verdict);
  }

  #constantsOf(read) {
    const held = read.balanceOf([this.run.market.Collateral.address]);
    return [read.configuration(), read.unitPrice(), read.accounted(), read.totalSupply(), held];
  }

  /** 6, 16: at the end nobody can do anything but fetch what is left, and nothing is. */
  async #checkClosing(state, moves) {
    const open = moves.filter(({ name }) => !["refund", "withdraw"].includes(name));
    const outcomes = await this.#attempt(open);
    assert.deepEqual(
      open.filter((_, i) => outcomes[i] !== undefined).map(({ name }) => name),
      [],
    );
    const { all, each, refund, withdrawals } = this.moves.claims(state);
    const orders = [
      [...each, refund, ...withdrawals],
      [...withdrawals, refund, all],
      [...each.toReversed(), ...withdrawals, refund],
    ];
    const closings = await this.#attempt(orders.map(inOrder));
    for (const closing of closings) assert.notEqual(closing, undefined);
    checkEnd(closings, this.run.terms);
  }

  /** Claims commute with every move: it does not matter for anything when somebody is paid. */
  async #checkClaims(state, moves) {
    const { all } = this.moves.claims(state);
    const outcomes = await this.#attempt(moves.flatMap((move) => [inOrder([move, all]), inOrder([all, move, all])]));
    for (const [i, move] of moves.entries()) {
      const [late, early] = outcomes.slice(2 * i, 2 * i + 2);
      assert.equal(early.digits, late.digits, `${move.name} depends on claims`);
    }
  }

  // The chain

  /** The state that each of several moves leads to; undefined for those that are refused. */
  async #attempt(moves) {
    const outcomes = await this.#probe(
      moves.map(({ calls }) => calls),
      this.lens.fast,
    );
    return outcomes.map((digits, i) => {
      if (digits === undefined) return undefined;
      const nextBlock = this.block + (moves[i].calls.length > 0 ? 2n : 1n);
      return new State(this.#look(digits), { time: this.time, nextBlock }, this.cast);
    });
  }

  #look(digits) {
    if (this.#known.size > MOST_KNOWN) this.#known.clear();
    if (!this.#known.has(digits)) this.#known.set(digits, { ...this.lens.look(digits), digits });
    return this.#known.get(digits);
  }

  /** All views of the job, here. */
  async #read(state) {
    const views = this.lens.viewsOf(state);
    const [digits] = await this.#probe([[]], views);
    return this.lens.read(views, digits);
  }

  /** What views show after each of several moves. */
  async #probe(moves, views) {
    const data = encodeFunctionData({ abi: probe.abi, functionName: "attempt", args: [moves, views] });
    await this.#pin();
    const call = { from: this.stranger, to: this.stranger, data, gas: GAS };
    const answer = await this.#ask("eth_call", call, "pending", this.overrides);
    const outcomes = decodeFunctionResult({ abi: probe.abi, functionName: "attempt", data: answer });
    return outcomes.map((outcome) => this.lens.digitsOf(outcome));
  }

  async #here() {
    const [state] = await this.#attempt([{ name: "nothing", calls: [] }]);
    return state;
  }

  /** Makes a move, and answers what it has logged. */
  async #make({ calls }) {
    const [{ account: from, to, data }] = calls;
    await this.#pin();
    const hash = await this.#ask("eth_sendTransaction", { from, to, data, gas: GAS });
    ++this.block;
    return (await this.#ask("eth_getTransactionReceipt", hash)).logs;
  }

  async #pass({ time, block }) {
    if (time !== undefined) this.time = time;
    do {
      await this.#pin();
      await this.#ask("evm_mine");
      ++this.block;
    } while (block !== undefined && this.block + 1n < block);
  }

  async #aside(visit) {
    const before = await this.#leave();
    await visit();
    await this.#return(before);
  }

  async #leave() {
    return { time: this.time, block: this.block, snapshot: await this.#ask("evm_snapshot") };
  }

  async #return({ time, block, snapshot }) {
    await this.#ask("evm_revert", snapshot);
    Object.assign(this, { time, block });
  }

  /** The next block has the time of the last one. */
  #pin() {
    return this.#ask("evm_setNextBlockTimestamp", this.time);
  }

  #ask(method, ...params) {
    return this.provider.request({ method, params });
  }
}

const inOrder = (moves) => ({
  name: moves.map(({ name }) => name).join(", "),
  calls: moves.flatMap(({ calls }) => calls),
});
