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

// Voting.VotingSetting → what sets it, and its hard bounds.
const settings = [
  ["setVotingDelay", DAY, 14n * DAY],
  ["setVotingPeriod", 3n * DAY, 30n * DAY],
  ["setLateQuorumVoteExtension", DAY, 3n * DAY],
  ["setProposalThreshold", parseEther("10000"), parseEther("1000000")],
  ["updateQuorumNumerator", 2n, 20n],
];

const connection = await network.create();
const { viem, networkHelpers, provider } = connection;
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

/** The life of a proposal: of a lower fee, unless calls are given as [contract, function, arguments]. */
async function scene(changes = {}) {
  const contracts = await networkHelpers.loadFixture(deployed);
  return { ...contracts, ...(await proposalOf(contracts, changes)) };
}

async function proposalOf(contracts, { calls, value = 50n, description = "Lower the fee" } = {}) {
  const { Voting: voting, ProtocolParameters: parameters, Timelock: timelock } = contracts;
  const listed = calls?.(contracts) ?? [[parameters, "set", [Parameter.FeeBps, value]]];
  const actions = [
    listed.map(([{ address }]) => address),
    listed.map(() => 0n),
    listed.map(([{ abi }, functionName, args]) => encodeFunctionData({ abi, functionName, args })),
  ];
  const hashed = [...actions, keccak256(toHex(description))];
  const id = await voting.read.getProposalId(hashed);
  const proposal = {
    voting,
    parameters,
    timelock,
    id,
    propose: (wallet = proposer, options = {}) =>
      voting.write.propose([...actions, description], { ...by(wallet), ...options }),
    vote: (wallet, support) => voting.write.castVote([id, support], by(wallet)),
    queue: () => voting.write.queue(hashed, by(stranger)),
    execute: () => voting.write.execute(hashed, by(stranger)),
    cancel: (wallet) => voting.write.cancel(hashed, by(wallet)),
    cancelled: async (wallet) => (await voting.simulate.cancel(hashed, by(wallet))).result,
    toVoting: async () => time.increaseTo((await voting.read.proposalSnapshot([id])) + 1n),
    toEnd: async (before = 0n) => time.increaseTo((await voting.read.proposalDeadline([id])) + 1n - before),
    isNow: async (state) => assert.equal(await voting.read.state([id]), ProposalState[state]),
    // Up to where whatever was proposed can be executed.
    async carry() {
      await proposal.propose();
      await proposal.toVoting();
      await proposal.vote(voter, Support.For);
      await proposal.vote(proposer, Support.For);
      await proposal.toEnd();
      await proposal.queue();
      await time.increaseTo(await voting.read.proposalEta([id]));
    },
  };
  return proposal;
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

  it("governance beyond its bounds: cannot carry a parameter across its hard bounds", async () => {
    const { parameters, ...proposal } = await scene({ value: 501n });
    await proposal.carry();
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

  for (const [number, [setter, least, most]] of settings.entries()) {
    it(`governance beyond its bounds: ${setter} takes ${least} to ${most} and nothing beyond, whatever is carried`, async () => {
      const { voting, ...contracts } = await scene();
      assert.deepEqual(await voting.read.bounds([number]), [least, most]);
      for (const refused of [least - 1n, most + 1n]) {
        const proposal = await proposalOf(contracts, { calls: ({ Voting }) => [[Voting, setter, [refused]]] });
        await proposal.carry();
        await viem.assertions.revertWithCustomErrorWithArgs(proposal.execute(), voting, "VotingSettingOutOfBounds", [
          number,
          refused,
          least,
          most,
        ]);
      }
      const both = (allowed) => ({ calls: ({ Voting }) => allowed.map((value) => [Voting, setter, [value]]) });
      const allowed = await proposalOf(contracts, both([least, most]));
      await allowed.carry();
      await allowed.execute();
      await allowed.isNow("Executed");
    });
  }

  it("governance beyond its bounds: keeps its timelock, which would keep every right", async () => {
    const { voting, timelock, ...proposal } = await scene({
      calls: ({ Voting }) => [[Voting, "updateTimelock", [account(stranger)]]],
    });
    await proposal.carry();
    await viem.assertions.revertWithCustomErrorWithArgs(proposal.execute(), voting, "VotingTimelockFixed", [
      timelock.address,
    ]);
  });

  it("governance beyond its bounds: carries no shorter wait than a day, and lets the treasury not vote", async () => {
    const { voting, timelock, ...contracts } = await scene();
    const token = contracts.Hypertoken;
    const delay = await proposalOf(contracts, { calls: ({ Timelock }) => [[Timelock, "updateDelay", [DAY - 1n]]] });
    await delay.carry();
    await viem.assertions.revertWithCustomErrorWithArgs(delay.execute(), timelock, "TimelockDelayOutOfBounds", [
      DAY - 1n,
      DAY,
      30n * DAY,
    ]);
    const votes = await proposalOf(contracts, { calls: () => [[token, "delegate", [account(voter)]]] });
    await votes.carry();
    await viem.assertions.revertWithCustomErrorWithArgs(votes.execute(), timelock, "TimelockVotes", [token.address]);
    assert.equal(await token.read.getVotes([account(voter)]), parseEther("4000000") - 1n);
  });

  it("late quorum: stays open for a day when the quorum is reached in the last moment", async () => {
    const { voting, ...proposal } = await scene();
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.toEnd(10n);
    await proposal.vote(proposer, Support.For);
    const reached = BigInt(await time.latest());
    assert.equal(await voting.read.proposalDeadline([proposal.id]), reached + DAY);
  });

  it("late quorum: leaves time to turn a vote that was carried in the last moment", async () => {
    const { Hypertoken: token, ...proposal } = await scene();
    await token.write.transfer([account(stranger), parseEther("5000000")], by(foundation));
    await token.write.delegate([account(stranger)], by(stranger));
    await proposal.propose();
    await proposal.toVoting();
    await proposal.vote(voter, Support.For);
    await proposal.toEnd(10n);
    await proposal.vote(proposer, Support.For);
    await time.increase(DAY - 10n);
    await proposal.vote(stranger, Support.Against);
    await proposal.toEnd();
    await proposal.isNow("Defeated");
  });

  it("flash-loan vote: tokens lent within one block neither propose nor vote", async () => {
    const { voting, Hypertoken: token, ...contracts } = await scene();
    const lent = parseEther("5000000");
    const proposal = await proposalOf(contracts);
    const forged = await proposalOf(contracts, { description: "Lower the fee, by borrowed tokens" });
    await token.write.delegate([account(stranger)], by(stranger));
    await proposal.propose();

    // The very second in which votes are counted; transactions of one block go by what they pay.
    await provider.request({ method: "evm_setAutomine", params: [false] });
    await time.setNextBlockTimestamp(await voting.read.proposalSnapshot([proposal.id]));
    const paying = (order) => ({ maxPriorityFeePerGas: BigInt(10 - order) * 10n ** 9n, gas: 1_000_000n });
    await token.write.transfer([account(stranger), lent], { ...by(foundation), ...paying(0) });
    const proposing = await forged.propose(stranger, paying(1));
    await token.write.transfer([account(foundation), lent], { ...by(stranger), ...paying(2) });
    await networkHelpers.mine();
    await provider.request({ method: "evm_setAutomine", params: [true] });

    const client = await viem.getPublicClient();
    assert.equal((await client.getTransactionReceipt({ hash: proposing })).status, "reverted");
    assert.equal(await token.read.balanceOf([account(stranger)]), 0n);
    await proposal.vote(stranger, Support.For);
    assert.deepEqual(await voting.read.proposalVotes([proposal.id]), [0n, 0n, 0n]);
  });

  it("flash-loan vote: counts no tokens that came after voting began", async () => {
    const { voting, Hypertoken: token, ...proposal } = await scene();
    await token.write.delegate([account(stranger)], by(stranger));
    await proposal.propose();
    await proposal.toVoting();
    await token.write.transfer([account(stranger), parseEther("5000000")], by(foundation));
    await proposal.vote(stranger, Support.For);
    assert.deepEqual(await voting.read.proposalVotes([proposal.id]), [0n, 0n, 0n]);
  });

  it("proposal spam: tokens passed on propose again, and neither carry nor hinder anything", async () => {
    const { Hypertoken: token, ...contracts } = await scene();
    const [spam, more, wanted] = await Promise.all(
      ["Spam", "More spam", "Wanted"].map((description) => proposalOf(contracts, { description })),
    );
    await token.write.delegate([account(stranger)], by(stranger));
    await spam.propose();
    await wanted.propose(voter);
    await token.write.transfer([account(stranger), parseEther("100000")], by(proposer));
    await networkHelpers.mine();
    await more.propose(stranger);
    await more.toVoting();
    // Each proposal counts the tokens by whom they were with when its own vote began.
    await spam.vote(proposer, Support.For);
    await more.vote(stranger, Support.For);
    await wanted.vote(voter, Support.For);
    await wanted.vote(stranger, Support.For);
    await more.toEnd();
    await spam.isNow("Defeated");
    await more.isNow("Defeated");
    await wanted.isNow("Succeeded");
  });

  it("proposal spam: takes no proposal from an account below the threshold", async () => {
    const { voting, ...proposal } = await scene();
    await viem.assertions.revertWithCustomErrorWithArgs(
      proposal.propose(stranger),
      voting,
      "GovernorInsufficientProposerVotes",
      [account(stranger), 0n, parseEther("100000")],
    );
  });

  it("proposal front-run: takes a proposal that names its proposer from nobody else", async () => {
    const { voting, ...proposal } = await scene({ description: `Lower the fee #proposer=${account(proposer)}` });
    await viem.assertions.revertWithCustomError(proposal.propose(voter), voting, "GovernorRestrictedProposer");
    await proposal.propose(proposer);
    await viem.assertions.revertWithCustomError(proposal.cancel(voter), voting, "GovernorUnableToCancel");
    await proposal.isNow("Pending");
  });

  it("lets the proposer alone cancel, before voting begins", async () => {
    const { voting, ...proposal } = await scene();
    await proposal.propose();
    await viem.assertions.revertWithCustomError(proposal.cancel(voter), voting, "GovernorUnableToCancel");
    assert.equal(await proposal.cancelled(proposer), proposal.id);
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
