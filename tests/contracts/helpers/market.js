import { keccak256, maxUint256, parseEther, toHex, zeroAddress, zeroHash } from "viem";
import { account, by } from "./accounts.js";
import { commitmentOf, sealOf, tagOf } from "./commit.js";
import { deployHypernet } from "./deployment.js";
import { LossPolicy } from "./enums.js";
import { typedData } from "./typedData.js";

/** What an actor of these tests has free in Collateral at the begin. */
export const PURSE = parseEther("100000");

/** The digest of an honest result, another one for each group and checkpoint. */
export const honestDigest = (group, checkpoint) => keccak256(toHex(`result of ${group} at ${checkpoint}`));

/** A digest of a result that nobody else has. */
export const ownDigest = (rank, checkpoint) => keccak256(toHex(`opinion of ${rank} at ${checkpoint}`));

/** What names the evidence against a rank. */
export const EVIDENCE = keccak256(toHex("frames that differ from their seals"));

/** The terms of a job of 3 groups of 3 over 3 checkpoints: those of the demo. */
export const demoTerms = (time) => ({
  unitPrice: parseEther("10"),
  unitCollateral: parseEther("20"),
  groups: 3,
  replication: 3,
  quorum: 2,
  checkpoints: 3,
  workSeconds: 40,
  revealSeconds: 15,
  recruitSeconds: 120,
  signDeadline: time + 3_600,
  auctionEnd: 0,
  lossPolicy: LossPolicy.Abort,
  numerics: zeroHash,
  specHash: keccak256(toHex("program.tar.gz")),
  leastStake: 0n,
  leastPoints: 0n,
  mostStrikes: 65_535,
  requirements: { cpus: 1, memoryMiB: 512, storageMiB: 1_024, upKbps: 1_000, downKbps: 2_000, architecture: 1 },
});

/** All of Hypernet, and wallets that have deposited their purse: the second is the buyer, the rest sell. */
export async function openMarket(connection) {
  const contracts = await deployHypernet(connection);
  const { Hypertoken, Collateral } = contracts;
  const [foundation, ...others] = await connection.viem.getWalletClients();
  for (const wallet of others) {
    await Hypertoken.write.transfer([account(wallet), PURSE], by(foundation));
    await Hypertoken.write.approve([Collateral.address, maxUint256], by(wallet));
    await Collateral.write.deposit([PURSE], by(wallet));
  }
  const [buyer, ...sellers] = others;
  return { ...contracts, connection, foundation, buyer, sellers, otherBalances: 0n };
}

/** Places a job, the demo's but for the changes, and hands back what drives it. */
export async function placeJob(market, changes = {}, placement = {}) {
  const { connection, JobFactory, Job, buyer } = market;
  const terms = { ...demoTerms(await connection.networkHelpers.time.latest()), ...changes };
  const nonce = placement.nonce ?? BigInt(++nonces);
  const placed = {
    implementation: Job.address,
    nonce,
    terms,
    libraries: [],
    manifestUri: "https://example.org/program.tar.gz",
    ...placement,
  };
  await JobFactory.write.place([placed], by(buyer));
  const address = await JobFactory.read.jobOf([account(buyer), nonce]);
  return new JobRun(market, await connection.viem.getContractAt("IJob", address), terms);
}
let nonces = 1_000;

/** Drives one job: what agents, and anybody, would do. */
export class JobRun {
  #openings = new Map();

  constructor(market, job, terms) {
    this.market = market;
    this.job = job;
    this.terms = terms;
    this.address = job.address;
    this.wallets = new Map(market.sellers.map((wallet) => [account(wallet).toLowerCase(), wallet]));
    this.size = terms.groups * terms.replication;
  }

  get read() {
    return this.job.read;
  }

  get time() {
    return this.market.connection.networkHelpers.time;
  }

  get mine() {
    return this.market.connection.networkHelpers.mine;
  }

  sign(wallet, ask = this.terms.unitPrice, agentKey = zeroAddress, beneficiary = zeroAddress) {
    return this.job.write.sign([ask, agentKey, beneficiary, "host:1"], by(wallet));
  }

  underbid(wallet, slot, ask, agentKey = zeroAddress, beneficiary = zeroAddress) {
    return this.job.write.underbid([slot, ask, agentKey, beneficiary, "host:2"], by(wallet));
  }

  /** A wallet's offer, as anybody may bring it; with changes what it has not signed. */
  async offer(wallet, { signed = {}, changes = {}, signer = wallet, ...domain } = {}) {
    const message = {
      ...{ seller: account(wallet), ask: this.terms.unitPrice, agentKey: zeroAddress, beneficiary: zeroAddress },
      ...{ endpoint: "host:3", nonce: 0n, deadline: (await this.time.latest()) + 600, ...signed },
    };
    const client = await this.market.connection.viem.getPublicClient();
    const { chainId, job } = { chainId: await client.getChainId(), job: this.address, ...domain };
    return [{ ...message, ...changes }, await signer.signTypedData(typedData("Offer", message, chainId, job))];
  }

  async fill(ask) {
    for (const wallet of this.market.sellers.slice(0, this.size)) await this.sign(wallet, ask);
    return this;
  }

  async start(ask) {
    await this.fill(ask);
    await this.mine(1);
    await this.job.write.start();
    return this;
  }

  /** Who is at a rank: its number, tenure, seller and wallet. */
  async at(rank) {
    const tenure = await this.read.tenureAt([rank]);
    const seller = await this.read.sellerOf([tenure]);
    return { rank, tenure, seller, wallet: this.wallets.get(seller.toLowerCase()) };
  }

  async context(group) {
    const { checkpoint, attempt } = await this.read.group([group]);
    const chainId = await this.market.connection.viem.getPublicClient().then((client) => client.getChainId());
    return { chainId, job: this.address, checkpoint, attempt, group };
  }

  group(rank) {
    return Math.floor(rank / this.terms.replication);
  }

  /** The ranks of a group. */
  ranks(group) {
    return Array.from({ length: this.terms.replication }, (_, i) => group * this.terms.replication + i);
  }

  async honest(group) {
    const { checkpoint } = await this.read.group([group]);
    return honestDigest(group, checkpoint);
  }

  /** Commits to a digest, or to whatever tag and seal one asks for. */
  async commit(rank, choice) {
    const { wallet } = await this.at(rank);
    return this.commitTo(rank, await this.commitment(rank, choice), wallet);
  }

  /** Commits to a hash in the round that the rank's group is in. */
  async commitTo(rank, commitment, wallet) {
    const { checkpoint, attempt } = await this.read.group([this.group(rank)]);
    return this.job.write.commit([rank, checkpoint, attempt, commitment], by(wallet));
  }

  /** What a rank commits to, which it can reveal afterwards. */
  async commitment(rank, { digest, hasFailed = false, ...forged } = {}) {
    const context = await this.context(this.group(rank));
    const who = await this.at(rank);
    digest ??= honestDigest(context.group, context.checkpoint);
    const salt = keccak256(toHex(`salt of ${rank} at ${context.checkpoint} ${context.attempt}`));
    const opening = {
      tag: tagOf(context, digest, hasFailed),
      seal: sealOf(context, who, digest),
      salt,
      ...forged,
    };
    this.#openings.set(rank, opening);
    return commitmentOf(context, who, opening);
  }

  /** Brings commitments that ranks have signed, [rank, commitment, signature] each; a stranger does, as anybody may. */
  commitMany(pledges) {
    const columns = [0, 1, 2].map((column) => pledges.map((pledge) => pledge[column]));
    return this.job.write.commitMany(columns);
  }

  /** A rank's signed commitment. */
  async pledge(rank, choice) {
    const commitment = await this.commitment(rank, choice);
    return [rank, commitment, await this.signature((await this.at(rank)).wallet, "Commit", rank, { commitment })];
  }

  /** The signatures under a digest of all active ranks of a group, the honest one of the checkpoint in work or another. */
  async attestations(group, changes = {}) {
    const { active, checkpoint } = await this.read.group([group]);
    const message = { digest: honestDigest(group, changes.checkpoint ?? checkpoint), ...changes };
    const ranks = this.ranks(group).filter((_, i) => (active >> i) & 1);
    return Promise.all(
      ranks.map(async (rank) => this.signature((await this.at(rank)).wallet, "Attest", rank, message)),
    );
  }

  /** Settles a group by the signatures of all its active ranks. */
  async settleUnanimous(group, signatures) {
    signatures ??= await this.attestations(group);
    return this.job.write.settleUnanimous([group, await this.honest(group), signatures]);
  }

  /** Settles the whole job up to a checkpoint by the signatures of all active ranks. */
  async settleAll(upTo, signatures) {
    const groups = Array.from({ length: this.terms.groups }, (_, id) => id);
    signatures ??= (await Promise.all(groups.map((id) => this.attestations(id, { checkpoint: upTo })))).flat();
    return this.job.write.settleAll([upTo, groups.map((id) => honestDigest(id, upTo)), signatures]);
  }

  terminate(wallet = this.market.buyer) {
    return this.job.write.terminate(by(wallet));
  }

  reveal(rank, digest = zeroHash) {
    const { tag, seal, salt } = this.#openings.get(rank);
    return this.job.write.reveal([rank, tag, seal, salt, digest]);
  }

  /** What a rank has committed to last: tag, seal and salt. */
  openingOf(rank) {
    return this.#openings.get(rank);
  }

  settle(group, digest = zeroHash) {
    return this.job.write.settle([group, digest]);
  }

  async present(rank) {
    const { wallet } = await this.at(rank);
    return this.job.write.present([[rank], ["0x"]], by(wallet));
  }

  /** A wallet's signature under a struct about a rank and its round, or with changes about something else. */
  async signature(wallet, primaryType, rank, changes = {}, domain = {}) {
    const { tenure } = await this.at(rank);
    const { chainId, job, checkpoint, attempt, group } = { ...(await this.context(this.group(rank))), ...domain };
    const { t0 } = await this.read.group([this.group(rank)]);
    const message = { group, checkpoint, attempt, rank, tenure, t0, evidenceHash: EVIDENCE, ...changes };
    return wallet.signTypedData(typedData(primaryType, message, chainId, job));
  }

  /** Brings the signatures of ranks against one of their group; a stranger does, as anybody may. */
  async expel(rank, accusers, signatures) {
    signatures ??= await Promise.all(
      accusers.map(async (accuser) => this.signature((await this.at(accuser)).wallet, "Expel", rank)),
    );
    return this.job.write.expel([rank, EVIDENCE, accusers, signatures]);
  }

  async resign(rank) {
    const { wallet } = await this.at(rank);
    return this.job.write.resign([rank], by(wallet));
  }

  /** Shows two commitments of a rank; those without a signature must stand on chain. A stranger does, as anybody may. */
  equivocate(rank, [first, firstSignature = "0x"], [second, secondSignature = "0x"]) {
    return this.job.write.equivocate([rank, first, firstSignature, second, secondSignature]);
  }

  apply(wallet, group, ask = this.terms.unitPrice, agentKey = zeroAddress) {
    return this.job.write.applyFor([group, ask, agentKey, zeroAddress, "host:1"], by(wallet));
  }

  /** Waits for the draw of a group, and seats. */
  async seat(group) {
    const [closeBlock] = await this.read.drawOf([group]);
    const { provider } = this.market.connection;
    const block = BigInt(await provider.request({ method: "eth_blockNumber" }));
    if (block < closeBlock) await this.mine(Number(closeBlock - block));
    return this.job.write.seat([group]);
  }

  /** Lets everybody of a group that is active, but for the absent, commit and reveal honestly: the last one settles. */
  async carry(group, absent = []) {
    const { active } = await this.read.group([group]);
    const digest = await this.honest(group);
    const taking = this.ranks(group).filter((_, i) => ((active >> i) & 1) === 1);
    const ranks = taking.filter((rank) => !absent.includes(rank));
    for (const rank of ranks) await this.commit(rank);
    if (ranks.length < taking.length) await this.passWork(group);
    for (const rank of ranks) await this.reveal(rank, digest);
    if (ranks.length < taking.length) await this.settle(group, digest);
  }

  /** Mines a block after the work window of a group. */
  async passWork(group) {
    const { t0 } = await this.read.group([group]);
    await this.reach(t0 + this.terms.workSeconds + 1);
  }

  /** Mines a block after so many reveal windows of a group. */
  async passReveal(group, windows = 1) {
    const { closedAt } = await this.read.group([group]);
    await this.reach(closedAt + windows * this.terms.revealSeconds + 1);
  }

  /** Mines a block in which presence begins to count. */
  async passHalf(group) {
    const { t0 } = await this.read.group([group]);
    await this.reach(t0 + Math.floor(this.terms.workSeconds / 2));
  }

  async reach(time) {
    if ((await this.time.latest()) < time) await this.time.increaseTo(time);
  }

  /** Claims every tenure, whether or not there is something to claim, and refunds. */
  async close() {
    const { signed, seatings } = await this.read.progress();
    await this.job.write.claimMany([Array.from({ length: signed + seatings }, (_, i) => i)]);
    await this.job.write.refund();
  }

  async balance() {
    const [, balance] = await this.market.Collateral.read.accountOf([this.address]);
    return balance;
  }
}
