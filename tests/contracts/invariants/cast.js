import { getAddress } from "viem";
import { account } from "../helpers/accounts.js";
import { rankOf } from "../helpers/draw.js";
import { agentOf } from "./setting.js";

const drawn = new Map();

/** {@link rankOf}, worked out once. */
function drawnRank(seed, slot, size) {
  const key = `${seed} ${slot} ${size}`;
  if (!drawn.has(key)) drawn.set(key, rankOf(seed, slot, size));
  return drawn.get(key);
}

/**
 * Who stands where in a job, from its log alone: its ranks, and the actors of each role of the table. An actor is
 * `{ address, signer, tenure, place }`: the last two for whoever has, or had, a rank, and the agent of its seller.
 */
export class Cast {
  places = [];
  actors = new Map();

  constructor(run, fold) {
    Object.assign(this, { run, fold });
    if (fold.groups.length !== 0) this.places = this.#places();
    this.#assign();
  }

  #signerOf(seller) {
    return this.run.wallets.get(seller.toLowerCase());
  }

  #places() {
    const { fold, run } = this;
    const places = Array.from({ length: run.size }, (_, rank) => {
      const group = fold.groups[run.group(rank)];
      const does = (mask) => ((mask >> rank % run.terms.replication) & 1) === 1;
      return {
        rank,
        group: run.group(rank),
        ...{ isActive: does(group.active), isPending: does(group.pending), hasCommitted: does(group.committed) },
        hasRevealed: does(group.revealed),
      };
    });
    for (const tenure of fold.tenures.keys()) {
      const place = places[this.#rankOf(tenure)];
      // Of those that were at a rank, the last one is.
      Object.assign(place, { tenure, signer: this.#signerOf(fold.tenures[tenure].seller) });
    }
    return places;
  }

  #rankOf(tenure) {
    const { rank } = this.fold.tenures[tenure];
    return rank ?? drawnRank(this.fold.seed, tenure, this.run.size);
  }

  #assign() {
    const { fold } = this;
    const { market } = this.run;
    const seen = new Set();
    for (const [tenure, { seller, agentKey, endCheckpoint }] of fold.tenures.entries()) {
      const place = this.places.length === 0 ? undefined : this.places[this.#rankOf(tenure)];
      const actor = { ...this.#named(seller, seen), tenure, place };
      const isPending = place?.tenure === tenure && place.isPending && fold.progress.endedAt === 0;
      const role = endCheckpoint !== 0 ? "faulted" : isPending ? "pending" : "seller";
      this.#cast(role, actor);
      if (role === "seller" && agentKey !== seller) {
        this.#cast("agent", { ...actor, address: agentKey, signer: agentOf(seller) });
      }
    }
    for (const seller of fold.applications.keys()) this.#cast("applicant", this.#named(seller, seen));
    for (const [seller, { isClosed }] of fold.leavers) {
      if (!seen.has(seller)) this.#cast(isClosed ? "leaver" : "displaced", this.#named(seller, seen));
    }
    for (const wallet of market.sellers) {
      const address = getAddress(account(wallet));
      if (!seen.has(address)) this.#cast("stranger", { address, signer: wallet });
    }
    for (const role of ["buyer", "foundation"]) {
      this.#cast(role, { address: getAddress(account(market[role])), signer: market[role] });
    }
  }

  #named(address, seen) {
    seen.add(address);
    return { address, signer: this.#signerOf(address) };
  }

  #cast(role, actor) {
    if (!this.actors.has(role)) this.actors.set(role, []);
    this.actors.get(role).push(actor);
  }
}
