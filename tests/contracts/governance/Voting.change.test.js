import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { encodeFunctionData, keccak256, toHex } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Parameter } from "../helpers/enums.js";
import { FEE, K, U, closes, jobsOn, one } from "../helpers/jobs.js";
import { placeJob } from "../helpers/market.js";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;
const { opened, status } = jobsOn(connection);

// Days of work: the vote is carried out while the job computes its first checkpoint.
const long = { ...one, workSeconds: 7 * 86_400 };

/** Votes a fee of 1.5 % up to its wait in the timelock, as the foundation would; hands back what executes it. */
async function voteFee({ Voting, ProtocolParameters, Hypertoken, foundation }, value) {
  const { abi, address } = ProtocolParameters;
  const description = "Raise the fee";
  const data = encodeFunctionData({ abi, functionName: "set", args: [Parameter.FeeBps, value] });
  const actions = [[address], [0n], [data]];
  const hashed = [...actions, keccak256(toHex(description))];
  const id = await Voting.read.getProposalId(hashed);

  await Hypertoken.write.delegate([account(foundation)], by(foundation));
  await networkHelpers.mine();
  await Voting.write.propose([...actions, description], by(foundation));
  await time.increaseTo((await Voting.read.proposalSnapshot([id])) + 1n);
  await Voting.write.castVote([id, 1], by(foundation));
  await time.increaseTo((await Voting.read.proposalDeadline([id])) + 1n);
  return {
    queue: () => Voting.write.queue(hashed),
    async execute() {
      await time.increaseTo(await Voting.read.proposalEta([id]));
      await Voting.write.execute(hashed);
    },
  };
}

describe("Voting, a fee that is changed", () => {
  it("leaves a running job as it is, to the wei, and binds the next", async () => {
    const market = await opened();
    const fees = () => market.Collateral.read.freeOf([market.Timelock.address]);
    const vote = await voteFee(market, 150n);

    const running = await placeJob(market, long);
    assert.equal(await running.balance(), 6n * (U + FEE));
    await running.start();
    await vote.queue();
    await vote.execute();
    assert.equal((await market.ProtocolParameters.read.values()).feeBps, 150);

    await status(running, "Running");
    assert.equal((await running.read.configuration()).snapshot.feeBps, 100);
    await running.carry(0);
    await running.carry(0);
    await status(running, "Completed");
    const before = await fees();
    await closes(running);
    assert.equal((await fees()) - before, 6n * FEE);

    const sellers = market.sellers.slice(3, 6);
    const purse = await market.Collateral.read.freeOf([account(sellers[0])]);
    const next = await placeJob(market, one);
    assert.equal((await next.read.configuration()).snapshot.feeBps, 150);
    assert.equal(await next.balance(), 6n * (U + (U * 150n) / 10_000n));
    for (const seller of sellers) await next.sign(seller);
    assert.equal(await market.Collateral.read.freeOf([account(sellers[0])]), purse - 2n * K);
    await next.mine(1);
    await next.job.write.start();
    await next.carry(0);
    await next.carry(0);
    const between = await fees();
    await closes(next);
    assert.equal((await fees()) - between, (6n * U * 150n) / 10_000n);
    assert.equal(await market.Collateral.read.freeOf([account(sellers[0])]), purse + 2n * U);
  });
});
