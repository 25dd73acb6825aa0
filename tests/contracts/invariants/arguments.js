import { keccak256, toHex, zeroAddress } from "viem";
import { JobStatus } from "../helpers/enums.js";
import { count } from "../helpers/fold.js";
import { EVIDENCE, honestDigest } from "../helpers/market.js";
import { typedData } from "../helpers/typedData.js";
import { functionOf } from "./transitions.js";

const word = (text) => keccak256(toHex(text));
const COMMITMENT = word("a commitment");
const OTHER = word("another commitment");

/**
 * Arguments that fit: those with which a call of the table could succeed now, if this actor may make it. Undefined where
 * there is nothing that the call could be about.
 */
export class Arguments {
  constructor(cast, chance, chainId, time) {
    Object.assign(this, { ...{ cast, chance, chainId, time }, fold: cast.fold, run: cast.run });
  }

  /** Calls that take none have no method here. */
  of(call, actor) {
    const name = functionOf(call);
    return name in this ? this[name](actor, call !== name) : [];
  }

  sign() {
    return [this.fold.unitPrice, zeroAddress, zeroAddress, "host:9"];
  }

  async signOffer(actor, forOthers) {
    const seller = forOthers ? this.#pick(this.#strangersBut(actor)) : actor;
    if (seller === undefined) return undefined;
    const nonce = BigInt(this.fold.leavers.get(seller.address)?.nonce ?? 0);
    const terms = { ask: this.fold.unitPrice, agentKey: zeroAddress, beneficiary: zeroAddress, endpoint: "host:9" };
    const offer = { seller: seller.address, ...terms, nonce, deadline: this.time + 600 };
    return [offer, await this.#sign(seller, "Offer", offer)];
  }

  underbid() {
    const slot = this.chance.between(0, Math.max(0, this.fold.progress.signed - 1));
    const ask = this.fold.tenures[slot]?.ask ?? this.fold.unitPrice;
    return [slot, (ask * 95n) / 100n, zeroAddress, zeroAddress, "host:9"];
  }

  lowerAsk({ tenure }) {
    return [tenure === undefined ? 0n : this.fold.tenures[tenure].ask - 1n];
  }

  raise() {
    return [this.fold.unitPrice + 1n];
  }

  commit(actor) {
    const place = this.#placeOf(actor);
    if (place === undefined) return undefined;
    const { checkpoint, attempt } = this.fold.groups[place.group] ?? { checkpoint: 1, attempt: 0 };
    return [place.rank, checkpoint, attempt, COMMITMENT];
  }

  async present(actor, forOthers) {
    const place = forOthers ? this.#pick(this.#taking()) : this.#placeOf(actor);
    return place && [[place.rank], [forOthers ? await this.#signAt(place, "Present") : "0x"]];
  }

  reveal() {
    const ranks = this.#ranks();
    const due = ranks.filter(({ isActive, hasCommitted, hasRevealed }) => isActive && hasCommitted && !hasRevealed);
    const place = this.#pick(due.length > 0 ? due : ranks);
    const opening = this.run.openingOf(place.rank) ?? { tag: toHex(0, { size: 16 }), seal: toHex(0, { size: 16 }) };
    return [place.rank, opening.tag, opening.seal, opening.salt ?? OTHER, this.#digestOf(place.group)];
  }

  settle() {
    const group = this.#group();
    return [group, this.#digestOf(group)];
  }

  claim({ tenure }) {
    const tenures = [...this.fold.tenures.keys()];
    if (tenures.length === 0) return undefined;
    return [tenure ?? this.#pick(tenures)];
  }

  claimMany() {
    return [[...this.fold.tenures.keys()]];
  }

  async commitMany() {
    // A rank that has committed would be passed over.
    const place = this.#pick(this.#taking().filter(({ hasCommitted }) => this.#isStill || !hasCommitted));
    if (place === undefined) return undefined;
    return [[place.rank], [COMMITMENT], [await this.#signAt(place, "Commit", { commitment: COMMITMENT })]];
  }

  async settleUnanimous(actor, forOthers) {
    const group = actor.place?.group ?? this.#pick(this.#taking())?.group ?? this.#group();
    const digest = this.#digestOf(group);
    const ranks = this.#taking(group);
    const own = forOthers ? undefined : this.#own(actor, ranks);
    return this.#isMute(own, forOthers) ? undefined : [group, digest, await this.#attestations(ranks, digest, own)];
  }

  async settleAll(actor, forOthers) {
    const { checkpoint } = this.fold.progress;
    const own = forOthers ? undefined : this.#own(actor, this.#taking());
    if (this.#isMute(own, forOthers)) return undefined;
    const groups = [...Array(this.run.terms.groups).keys()];
    const signatures = groups.map((group) => this.#attestations(this.#taking(group), this.#digestOf(group), own));
    return [checkpoint, groups.map((group) => this.#digestOf(group)), (await Promise.all(signatures)).flat()];
  }

  resign(actor) {
    const place = this.#placeOf(actor);
    return place && [place.rank];
  }

  async equivocate() {
    const place = this.#pick(this.#taking());
    if (place === undefined) return undefined;
    const pledge = async (commitment) => [commitment, await this.#signAt(place, "Commit", { commitment })];
    return [place.rank, ...(await pledge(COMMITMENT)), ...(await pledge(OTHER))];
  }

  async expel(actor, forOthers) {
    const mayAccuse = ({ group }) => forOthers || actor.place === undefined || group === actor.place.group;
    const target = this.#pick(this.#taking().filter((place) => place !== actor.place && mayAccuse(place)));
    if (target === undefined) return this.#isStill ? [0, EVIDENCE, [], []] : undefined;
    const others = this.#taking(target.group).filter((place) => place !== target);
    // Who is not active names its own rank all the same.
    const own = forOthers ? undefined : (actor.place ?? others[0]);
    if (own === target || this.#isMute(own, forOthers)) return undefined;
    const accusers = own === undefined ? others : [own, ...others.filter((place) => place !== own)];
    const message = { tenure: target.tenure, evidenceHash: EVIDENCE };
    const signatures = accusers.map((place) => (place === own ? "0x" : this.#signAt(place, "Expel", message)));
    return [target.rank, EVIDENCE, accusers.map(({ rank }) => rank), await Promise.all(signatures)];
  }

  applyFor() {
    return [this.#vacantGroup(), this.fold.unitPrice, zeroAddress, zeroAddress, "host:9"];
  }

  withdrawApplicationOf(actor) {
    return [this.#pick([...this.fold.applications.keys()]) ?? actor.address];
  }

  seat() {
    return [this.#vacantGroup()];
  }

  #pick(list) {
    return list.length === 0 ? undefined : this.chance.pick(list);
  }

  #strangersBut({ address }) {
    return (this.cast.actors.get("stranger") ?? []).filter((stranger) => stranger.address !== address);
  }

  /** The rank that an actor speaks for: its own, or one that is another's. Before the start, one that is to be. */
  #placeOf(actor) {
    return actor.place ?? this.#pick(this.#taking());
  }

  /** The ranks that take part, of one group or of all; while the job is not under way, any: it has no word for them. */
  #taking(group) {
    const ranks = this.#ranks().filter(({ isActive }) => this.#isStill || isActive);
    return group === undefined ? ranks : ranks.filter((place) => place.group === group);
  }

  #ranks() {
    if (this.cast.places.length > 0) return this.cast.places;
    return Array.from({ length: this.run.size }, (_, rank) => ({ rank, group: this.run.group(rank) }));
  }

  get #isStill() {
    const { status } = this.fold.progress;
    return status !== JobStatus.Running && status !== JobStatus.Frozen;
  }

  #group() {
    return this.chance.between(0, this.run.terms.groups - 1);
  }

  #vacantGroup() {
    const full = this.run.terms.replication;
    const groups = [...this.fold.groups.entries()];
    const vacant = groups.filter(([, { active, pending }]) => count(active | pending) < full).map(([id]) => id);
    return this.#pick(vacant) ?? this.#group();
  }

  #digestOf(group) {
    return honestDigest(group, this.fold.progress.checkpoint);
  }

  /** The rank for which an actor gives its word among ranks whose word is asked for. */
  #own(actor, ranks) {
    return ranks.find(({ rank }) => rank === actor.place?.rank) ?? ranks[0];
  }

  /** Whether nobody's word is asked for, though the job is under way. */
  #isMute(own, forOthers) {
    return !forOthers && own === undefined && !this.#isStill;
  }

  #attestations(ranks, digest, own) {
    return Promise.all(ranks.map((place) => (place === own ? "0x" : this.#signAt(place, "Attest", { digest }))));
  }

  #signAt(place, primaryType, message = {}) {
    // Before the start there is nobody to sign.
    if (place.signer === undefined) return "0x";
    const { checkpoint, attempt, t0 } = this.fold.groups[place.group];
    const { group, rank, tenure } = place;
    return this.#sign(place, primaryType, { ...{ group, checkpoint, attempt, rank, tenure, t0 }, ...message });
  }

  #sign({ signer }, primaryType, message) {
    return signer.signTypedData(typedData(primaryType, message, this.chainId, this.run.address));
  }
}
