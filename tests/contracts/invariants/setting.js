import { getAddress, keccak256, parseEther, toHex, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { account, by } from "../helpers/accounts.js";
import { LossPolicy } from "../helpers/enums.js";

// Beside the honest. busy: only shows presence. lazy: does nothing. copying: has the right tag without the seal.
// withholding: commits and never reveals. failing: says that the program failed. equivocating: is honest, but has signed
// another commitment too. resigning: does nothing but leave.
const KINDS = ["busy", "lazy", "wrong", "copying", "withholding", "failing", "equivocating", "resigning"];

/** Terms of any job, or of one that loses sellers and goes on. */
export function drawTerms(chance, now, isLong) {
  const replication = isLong ? 3 : chance.between(1, 4);
  return {
    groups: chance.between(isLong ? 2 : 1, 3),
    replication,
    quorum: isLong ? 2 : chance.between(Math.floor(replication / 2) + 1, replication),
    checkpoints: chance.between(isLong ? 3 : 1, 5),
    lossPolicy: isLong ? LossPolicy.Restart : chance.pick([LossPolicy.Abort, LossPolicy.Restart, LossPolicy.Restart]),
    unitPrice: parseEther("10") + BigInt(chance.between(0, 1_000)),
    unitCollateral: parseEther("20") + BigInt(chance.between(0, 1_000)),
    revealSeconds: chance.between(20, 60),
    recruitSeconds: chance.between(isLong ? 300 : 10, 600),
    auctionEnd: chance.in100(60) ? now + chance.between(10, 200) : 0,
    signDeadline: now + (!isLong && chance.in100(40) ? chance.between(20, 150) : 3_600),
  };
}

/** Stake behind some sellers. */
export async function drawStakes(chance, { Reputation, buyer, sellers }) {
  for (const seller of sellers.slice(0, 6)) {
    if (!chance.in100(50)) continue;
    // Small enough that a twentieth is below the price of most faults, or above it.
    const stake = parseEther("1") * BigInt(chance.pick([1, 100, 5_000]));
    await Reputation.write.placeStake([account(seller), stake], by(buyer));
    await Reputation.write.setBackerShare([chance.between(0, 5_000)], by(seller));
  }
}

/** What each seller is like, by its address in lower case; so many of a hundred are no good. */
export const drawKinds = (chance, sellers, faulty) =>
  new Map(
    sellers.map((wallet) => [account(wallet).toLowerCase(), chance.in100(faulty) ? chance.pick(KINDS) : "honest"]),
  );

const agents = new Map();

/** The agent key that a seller may name, as an account that signs. */
export function agentOf(seller) {
  const name = getAddress(seller);
  if (!agents.has(name)) agents.set(name, privateKeyToAccount(keccak256(toHex(`agent of ${name}`))));
  return agents.get(name);
}

/** The agent key that a seller names: every other one does. */
export const agentKeyOf = (seller) => (BigInt(seller) % 2n === 0n ? agentOf(seller).address : zeroAddress);
