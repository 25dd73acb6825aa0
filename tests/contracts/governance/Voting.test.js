import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { encodeFunctionData, keccak256, parseEther, toHex } from "viem";
import { account, by } from "../helpers/accounts.js";
import { deployHypernet } from "../helpers/deployment.js";
import { Parameter } from "../helpers/enums.js";

const DAY = 86_400n;
const Support = { Against: 0, For: 1, Abstain: 2 };
const ProposalState = {
  Pending: 0,
  Active: 1,
  Canceled: 2,
  Defeated: 3,
  Succeeded: 4,
  Queued: 5,
  Expired: 6,
  Executed: 7,
};

const connection = await network.create();
const { viem, networkHelpers } = connection;
const [foundation, proposer, voter, stranger] = await viem.getWalletClients();
const { time } = networkHelpers;

// The network as it is deployed; the proposer has the votes to propose, the voter one unit less than the quorum.
async function deployed() {
  const contracts = await deployHypernet(connection);
  const { Hypertoken: token } = contracts;
  const quorum = parseEther("4000000");
  for (const [wallet, amount] of [
    [proposer, parseEther("100000")],
    [voter, quorum - 1n],
  ]) {
    await token.write.transfer([account(wallet), amount], by(foundation));
    await token.write.delegate([account(wallet)], by(wallet));
  }
  await networkHelpers.mine();
  return contracts;
}

// A proposal of one call, and the verbs of its life.
async function scene({ value = 50n, description = "Lower the fee" } = {}) {
  const contracts = await networkHelpers.loadFixture(deployed);
  const { Voting: voting, ProtocolParameters: parameters, Timelock: timelock } = contracts;
  const data = encodeFunctionData({ abi: parameters.abi, functionName: "set", args: [Parameter.FeeBps, value] });
  const calls = [[parameters.address], [0n], [data]];
  const hashed = [...calls, keccak256(toHex(description))];
  const id = await voting.read.getProposalId(hashed);
  return {
    ...contracts,
    voting,
    parameters,
    timelock,
    id,
    propose: (wallet = proposer) => voting.write.propose([...calls, description], by(wallet)),
    vote: (wallet, support) => voting.write.castVote([id, support], by(wallet)),
    queue: () => voting.write.queue(hashed, by(stranger)),
    execute: () => voting.write.execute(hashed, by(stranger)),
    cancel: (wallet) => voting.write.cancel(hashed, by(wallet)),
    toVoting: async () => time.increaseTo((await voting.read.proposalSnapshot([id])) + 1n),
    toEnd: async (before = 0n) => time.increaseTo((await voting.read.proposalDeadline([id])) + 1n - before),
    isNow: async (state) => assert.equal(await voting.read.state([id]), ProposalState[state]),
  };
}

describe("Voting", () => {
  it("begins after 1 day, lasts 5 days, needs 100,000 tokens to propose and 4 % to decide, and waits 2 days", async () => {
    const { voting, timelock, Hypertoken: token } = await scene();
    assert.equal(await voting.read.name(), "Hypernet Voting");
    assert.equal(await voting.read.votingDelay(), DAY);
    assert.equal(await voting.read.votingPeriod(), 5n * DAY);
    assert.equal(await voting.read.lateQuorumVoteExtension(), Number(DAY));
    assert.equal(await voting.read.proposalThreshold(), parseEther("100000"));
    assert.equal(await voting.read.quorum([BigInt(await time.latest()) - 1n]), parseEther("4000000"));
    assert.equal(await timelock.read.getMinDelay(), 2n * DAY);
    assert.equal(await voting.read.CLOCK_MODE(), "mode=timestamp");
    assert.equal(await voting.read.token(), token.address);
    assert.equal(await voting.read.timelock(), timelock.address);
    assert.equal(await voting.read.proposalNeedsQueuing([0n]), true);
  });

  it("changes a parameter once the proposal is carried and has waited in the timelock, whoever executes it", async () => {
    const { voting, parameters, timelock, ...proposal } = await scene();
    await proposal.propose();
    await proposal.isNow("Pending");
    await proposal.toVoting();
    await proposal.isNow("Active");
    await proposal.vote(voter, Support.For);
    await proposal.vote(proposer, Support.For);
    await proposal.toEnd();
    await proposal.isNow("Succeeded");
    await proposal.queue();
    await proposal.isNow("Queued");
    await viem.assertions.revertWithCustomError(proposal.execute(), timelock, "TimelockUnexpectedOperationState");
    assert.equal((await parameters.read.values()).feeBps, 100);
    await time.increaseTo(await voting.read.proposalEta([proposal.id]));
    await viem.assertions.emitWithArgs(proposal.execute(), parameters, "ParameterSet", [Parameter.FeeBps, 50n]);
    await proposal.isNow("Executed");
    assert.equal((await parameters.read.values()).feeBps, 50);
  });

  it("cannot carry a parameter across its hard bounds", async () => {
    const { voting, parameters, ...proposal } = await scene({ value: 501n });
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.vote(proposer, Support.For);
    await proposal.toEnd();
    await proposal.queue();
    await time.increaseTo(await voting.read.proposalEta([proposal.id]));
    await viem.assertions.revertWithCustomErrorWithArgs(proposal.execute(), parameters, "ParameterOutOfBounds", [
      Parameter.FeeBps,
      501n,
      1n,
      500n,
    ]);
  });

  it("is defeated one unit below the quorum", async () => {
    const { voting, ...proposal } = await scene();
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.toEnd();
    await proposal.isNow("Defeated");
    await viem.assertions.revertWithCustomError(proposal.queue(), voting, "GovernorUnexpectedProposalState");
  });

  it("is defeated when as many are against as for", async () => {
    const proposal = await scene();
    await proposal.Hypertoken.write.transfer([account(voter), 1n], by(foundation));
    await proposal.Hypertoken.write.transfer([account(proposer), parseEther("3900000")], by(foundation));
    await networkHelpers.mine();
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.vote(proposer, Support.Against);
    await proposal.toEnd();
    await proposal.isNow("Defeated");
  });

  it("stays open for a day when the quorum is reached in the last moment", async () => {
    const { voting, ...proposal } = await scene();
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.toEnd(10n);
    await proposal.vote(proposer, Support.For);
    const reached = BigInt(await time.latest());
    assert.equal(await voting.read.proposalDeadline([proposal.id]), reached + DAY);
  });

  it("counts no tokens that came after voting began", async () => {
    const { voting, Hypertoken: token, ...proposal } = await scene();
    await token.write.delegate([account(stranger)], by(stranger));
    await proposal.propose();
    await proposal.toVoting();
    await token.write.transfer([account(stranger), parseEther("5000000")], by(foundation));
    await proposal.vote(stranger, Support.For);
    assert.deepEqual(await voting.read.proposalVotes([proposal.id]), [0n, 0n, 0n]);
  });

  it("takes no proposal from an account below the threshold", async () => {
    const { voting, ...proposal } = await scene();
    await viem.assertions.revertWithCustomErrorWithArgs(
      proposal.propose(stranger),
      voting,
      "GovernorInsufficientProposerVotes",
      [account(stranger), 0n, parseEther("100000")],
    );
  });

  it("takes a proposal that names its proposer from nobody else", async () => {
    const { voting, ...proposal } = await scene({ description: `Lower the fee #proposer=${account(proposer)}` });
    await viem.assertions.revertWithCustomError(proposal.propose(voter), voting, "GovernorRestrictedProposer");
    await proposal.propose(proposer);
    await proposal.isNow("Pending");
  });

  it("lets the proposer alone cancel, before voting begins", async () => {
    const { voting, ...proposal } = await scene();
    await proposal.propose();
    await viem.assertions.revertWithCustomError(proposal.cancel(voter), voting, "GovernorUnableToCancel");
    await proposal.cancel(proposer);
    await proposal.isNow("Canceled");
  });

  it("changes its own settings by a vote only", async () => {
    const { voting } = await scene();
    await viem.assertions.revertWithCustomErrorWithArgs(
      voting.write.setVotingDelay([1], by(foundation)),
      voting,
      "GovernorOnlyExecutor",
      [account(foundation)],
    );
  });
});
