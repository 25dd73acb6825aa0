import { encodeFunctionData, encodePacked, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { account } from "../../helpers/accounts.js";
import { commitmentOf, sealOf, tagOf } from "../../helpers/commit.js";
import { JobStatus } from "../../helpers/enums.js";
import { EVIDENCE, honestDigest } from "../../helpers/market.js";
import { typedData } from "../../helpers/typedData.js";

const WRONG = keccak256(toHex("what colluders agree on"));
const FAILURE = keccak256(toHex("exit code 1"));
const SALT = keccak256(toHex("salt"));
const OTHERS = [keccak256(toHex("a commitment")), keccak256(toHex("another one"))];
const COPIED_SEAL = "0x11111111111111111111111111111111";

// What a rank can commit to: wrong ranks agree with each other, copying ones have the honest tag and no seal.
const CHOICES = {
  honest: ({ group, checkpoint }) => ({ digest: honestDigest(group, checkpoint) }),
  wrong: () => ({ digest: WRONG }),
  copied: ({ group, checkpoint }) => ({ digest: honestDigest(group, checkpoint), seal: COPIED_SEAL }),
  failed: () => ({ digest: FAILURE, hasFailed: true }),
};

/**
 * Everything that anybody could do in a state, as calls: also what the job refuses, which it is left to say.
 *
 * A move is { name, calls } of one account each, { name, time } or { name, block } for the first block of that kind.
 * `isAnyones` are those that need nobody's will or secret.
 */
export class Moves {
  #openings = new Map();
  #signatures = new Map();

  /** @param kinds What is tried: of CHOICES, and of the calls that {of} asks for. */
  constructor({ run, chainId, sellers, spares, stranger, kinds }) {
    Object.assign(this, { run, chainId, sellers, spares, stranger, kinds: new Set(kinds) });
    this.choices = Object.keys(CHOICES).filter((choice) => this.kinds.has(choice));
    this.buyer = account(run.market.buyer);
  }

  /** What the word of a rank stands for. */
  meaningOf = (word) => this.#openings.get(word)?.choice ?? "";

  async of(state) {
    if (state.status === JobStatus.Filled) {
      const calls = ["start", "arm", "cancel"].map((name) => this.#call(name, this.stranger, name, []));
      return calls.map((move) => ({ ...move, isAnyones: true }));
    }
    const moves = [];
    const { groups, replication } = this.run.terms;
    for (let group = 0; group < groups; ++group) {
      for (let i = 0; i < replication; ++i) moves.push(...(await this.#ofRank(state, group * replication + i)));
      moves.push(...(await this.#ofGroup(state, group)));
    }
    moves.push(...(await this.#ofJob(state)));
    return moves;
  }

  /** Time and blocks that pass, up to where something changes. */
  passing(state) {
    const moves = [];
    const instants = state.instants;
    if (instants.length > 0) {
      const time = Math.min(...instants);
      moves.push({ name: "wait", time });
      // What begins in the last second before is as old as can be.
      if (this.kinds.has("last seconds") && time - 1 > state.time)
        moves.push({ name: "wait, but for a second", time: time - 1 });
    }
    if (state.status === JobStatus.Filled) {
      const { seedBlock } = state.progress;
      if (state.seedPhase === "early") moves.push({ name: "block of the seed", block: seedBlock + 1n });
      if (state.seedPhase === "known") moves.push({ name: "blocks until the seed is gone", block: seedBlock + 257n });
    }
    for (let group = 0; group < this.run.terms.groups; ++group) {
      const phase = state.phaseOf(group);
      const closeBlock = state.closeBlocks[group];
      if (phase === "open") moves.push({ name: `blocks until the draw of ${group}`, block: closeBlock });
      if (phase === "closed") moves.push({ name: `block of the draw of ${group}`, block: closeBlock + 1n });
      if (phase === "drawn" && this.kinds.has("gone")) {
        moves.push({ name: `blocks until the draw of ${group} is gone`, block: closeBlock + 257n });
      }
    }
    return moves.map((move) => ({ ...move, isAnyones: true }));
  }

  /** All that is paid without a change of anything else: of each tenure, or of all at once. */
  claims(state) {
    const { progress } = state;
    const ids = Array.from({ length: progress.signed + progress.seatings }, (_, id) => id);
    return {
      all: this.#call("claim all", this.stranger, "claimMany", [ids]),
      each: ids.map((id) => this.#call(`claim ${id}`, this.stranger, "claimMany", [[id]])),
      refund: this.#call("refund", this.stranger, "refund", []),
      withdrawals: this.spares
        .filter((spare) => state.of(spare).application !== 0)
        .map((spare) => this.#call("withdraw", this.stranger, "withdrawApplicationOf", [spare])),
    };
  }

  async #ofRank(state, rank) {
    const who = state.at(rank);
    const group = Math.floor(rank / this.run.terms.replication);
    const context = this.#contextOf(state, group);
    const moves = [];
    const does = (name, functionName, args) =>
      moves.push({ ...this.#call(name, who.seller, functionName, args), rank });
    for (const choice of this.choices) {
      does(`commit ${choice}`, "commit", [
        rank,
        context.checkpoint,
        context.attempt,
        this.#commitment(context, { rank, tenure: who.number, seller: who.seller }, choice),
      ]);
    }
    if (this.kinds.has("present")) does("present", "present", [[rank], ["0x"]]);
    const opening = this.#openings.get(state.words[rank]);
    if (opening !== undefined && !opening.isRevealed) {
      const { tag, seal, digest } = opening;
      does("reveal", "reveal", [rank, tag, seal, SALT, zeroHash]);
      does("reveal and open", "reveal", [rank, tag, seal, SALT, digest]);
    }
    if (this.kinds.has("resign")) does("resign", "resign", [rank]);
    if (this.kinds.has("equivocate")) {
      const signatures = await Promise.all(
        OTHERS.map((commitment) =>
          this.#signed("Commit", who.seller, { ...context, rank, tenure: who.number, commitment }),
        ),
      );
      does("equivocate", "equivocate", [rank, OTHERS[0], signatures[0], OTHERS[1], signatures[1]]);
    }
    if (this.kinds.has("expel")) {
      const others = this.#active(state, group).filter((other) => other !== rank);
      const message = { ...context, tenure: who.number, evidenceHash: EVIDENCE };
      const signatures = await Promise.all(
        others.map((other) => this.#signed("Expel", state.at(other).seller, message)),
      );
      does("expel", "expel", [rank, EVIDENCE, others, signatures]);
    }
    return moves;
  }

  async #ofGroup(state, group) {
    const moves = [];
    const does = (name, functionName, args, account = this.stranger) =>
      moves.push({ ...this.#call(name, account, functionName, args), group });
    const context = this.#contextOf(state, group);
    does("settle", "settle", [group, zeroHash]);
    moves.at(-1).isAnyones = true;
    for (const choice of this.choices.filter((name) => name !== "copied")) {
      does(`settle ${choice}`, "settle", [group, CHOICES[choice](context).digest]);
    }
    if (this.kinds.has("agree")) {
      const digest = honestDigest(group, context.checkpoint);
      does("settle unanimously", "settleUnanimous", [group, digest, await this.#attested(state, group, digest)]);
    }
    if (this.kinds.has("replace")) {
      for (const spare of this.spares) {
        does("apply to", "applyFor", [group, this.run.terms.ask, zeroAddress, zeroAddress, "host:1"], spare);
      }
      does("seat", "seat", [group]);
      moves.at(-1).isAnyones = true;
    }
    return moves;
  }

  async #ofJob(state) {
    const { groups, checkpoints } = this.run.terms;
    const moves = [this.#call("abort", this.stranger, "abort", [])];
    moves[0].isAnyones = true;
    moves.push(this.#call("refund", this.stranger, "refund", []));
    if (this.kinds.has("terminate")) moves.push(this.#call("terminate", this.buyer, "terminate", []));
    if (this.kinds.has("replace")) {
      for (const spare of this.spares) moves.push(this.#call("withdraw", spare, "withdrawApplication", []));
    }
    if (this.kinds.has("agree") && state.status === JobStatus.Running) {
      for (let upTo = state.progress.checkpoint; upTo <= checkpoints; ++upTo) {
        const ids = Array.from({ length: groups }, (_, id) => id);
        const digests = ids.map((id) => honestDigest(id, upTo));
        const signatures = await Promise.all(ids.map((id) => this.#attested(state, id, digests[id], upTo)));
        moves.push(
          this.#call(`settle all up to ${upTo}`, this.stranger, "settleAll", [upTo, digests, signatures.flat()]),
        );
      }
    }
    return moves;
  }

  #call(name, from, functionName, args) {
    const { abi, address: to } = this.run.job;
    return {
      name,
      calls: [{ account: from, to, data: encodeFunctionData({ abi, functionName, args }) }],
      isAnyones: false,
    };
  }

  #contextOf(state, group) {
    const { checkpoint, attempt } = state.groups[group];
    return { chainId: this.chainId, job: this.run.address, checkpoint, attempt, group };
  }

  #active(state, group) {
    return this.run.ranks(group).filter((_, i) => (state.groups[group].active >> i) & 1);
  }

  /** What a rank commits to, and all that its words will mean. */
  #commitment(context, who, choice) {
    const { digest, hasFailed, ...forged } = CHOICES[choice](context);
    const opening = {
      tag: tagOf(context, digest, hasFailed),
      seal: sealOf(context, who, digest),
      salt: SALT,
      ...forged,
    };
    const commitment = commitmentOf(context, who, opening);
    this.#openings.set(commitment, { ...opening, choice, digest });
    const revealed = encodePacked(["bytes16", "bytes16"], [opening.tag, opening.seal]);
    this.#openings.set(revealed, { choice: `${choice}, revealed`, isRevealed: true });
    return commitment;
  }

  #attested(state, group, digest, checkpoint = state.groups[group].checkpoint) {
    const message = { ...this.#contextOf(state, group), checkpoint, digest };
    return Promise.all(
      this.#active(state, group).map((rank) => this.#signed("Attest", state.at(rank).seller, message)),
    );
  }

  /** A seller's signature; each is made once. */
  async #signed(primaryType, seller, message) {
    const key = [primaryType, seller, ...Object.values(message)].join(" ");
    if (!this.#signatures.has(key)) {
      const wallet = this.run.wallets.get(seller.toLowerCase());
      this.#signatures.set(
        key,
        await wallet.signTypedData(typedData(primaryType, message, this.chainId, this.run.address)),
      );
    }
    return this.#signatures.get(key);
  }
}
