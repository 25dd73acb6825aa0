import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifacts, network } from "hardhat";
import { parseEther, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { Parameter } from "../helpers/enums.js";

const DAY = 86_400n;

// Parameter → [least, most, at genesis], as contracts/interfaces/IProtocolParameters.sol promises them.
const expected = {
  FeeBps: [1n, 500n, 100n],
  CancelBps: [0n, 1_000n, 200n],
  MaxReplication: [3n, 16n, 16n],
  MaxGroups: [1n, 256n, 256n],
  MaxCheckpoints: [1n, 1_024n, 1_024n],
  MinWorkSeconds: [10n, 7n * DAY, 10n],
  MaxWorkSeconds: [10n, 7n * DAY, 7n * DAY],
  MinRevealSeconds: [5n, DAY, 5n],
  MaxRevealSeconds: [5n, DAY, DAY],
  MinRecruitSeconds: [10n, 7n * DAY, 10n],
  MaxRecruitSeconds: [10n, 7n * DAY, 7n * DAY],
  HoldSeconds: [0n, DAY, 60n],
  DrawBlocks: [4n, 64n, 4n],
  LeastStake: [0n, parseEther("100000"), 0n],
};
const names = Object.keys(Parameter);
const field = (name) => name[0].toLowerCase() + name.slice(1);

const { viem, networkHelpers } = await network.create();
const [, timelock, guardian, successor, stranger] = await viem.getWalletClients();
const artifact = await artifacts.readArtifact("ProtocolParameters");

const deploy = (changes = {}) =>
  viem.deployContract("ProtocolParameters", [
    account(timelock),
    names.map((name) => changes[name] ?? expected[name][2]),
  ]);

async function genesis() {
  const parameters = await deploy();
  const set = (name, value, wallet = timelock) => parameters.write.set([Parameter[name], value], by(wallet));
  const value = async (name) => BigInt((await parameters.read.values())[field(name)]);
  return { parameters, set, value };
}

async function guarded() {
  const { parameters } = await genesis();
  await parameters.write.setGuardian([account(guardian)], by(timelock));
  return { parameters };
}

describe("ProtocolParameters", () => {
  describe("constructor", () => {
    it("sets and announces every parameter, and names no guardian", async () => {
      const { parameters } = await networkHelpers.loadFixture(genesis);
      const events = await parameters.getEvents.ParameterSet({}, { fromBlock: 0n });
      assert.deepEqual(
        events.map(({ args }) => [names[args.parameter], args.value]),
        names.map((name) => [name, expected[name][2]]),
      );
      assert.equal((await parameters.read.timelock()).toLowerCase(), account(timelock));
      assert.equal(await parameters.read.guardian(), zeroAddress);
      assert.equal(await parameters.read.isPaused(), false);
    });

    it("reverts when a value is out of bounds", async () => {
      await viem.assertions.revertWithCustomErrorWithArgs(deploy({ FeeBps: 501n }), artifact, "ParameterOutOfBounds", [
        Parameter.FeeBps,
        501n,
        1n,
        500n,
      ]);
    });

    it("reverts when a window is empty", async () => {
      await viem.assertions.revertWithCustomErrorWithArgs(
        deploy({ MinRevealSeconds: 60n, MaxRevealSeconds: 59n }),
        artifact,
        "ParameterWindowEmpty",
        [Parameter.MinRevealSeconds, 60n, 59n],
      );
    });
  });

  describe("set", () => {
    for (const name of names) {
      const [least, most] = expected[name];

      it(`keeps ${name} within its hard bounds`, async () => {
        const { parameters, set, value } = await networkHelpers.loadFixture(genesis);
        const number = Parameter[name];
        assert.deepEqual(await parameters.read.bounds([number]), [least, most]);
        const others = await parameters.read.values();
        for (const allowed of [least, most]) {
          await viem.assertions.emitWithArgs(set(name, allowed), parameters, "ParameterSet", [number, allowed]);
          assert.equal(await value(name), allowed);
        }
        for (const refused of [...(least > 0n ? [least - 1n] : []), most + 1n, 2n ** 256n - 1n]) {
          await viem.assertions.revertWithCustomErrorWithArgs(set(name, refused), parameters, "ParameterOutOfBounds", [
            number,
            refused,
            least,
            most,
          ]);
        }
        const now = await parameters.read.values();
        assert.deepEqual({ ...now, [field(name)]: 0 }, { ...others, [field(name)]: 0 });
      });
    }

    for (const kind of ["Work", "Reveal", "Recruit"]) {
      const [shortest, longest] = [`Min${kind}Seconds`, `Max${kind}Seconds`];

      it(`leaves the ${kind.toLowerCase()} window at least one value`, async () => {
        const { parameters, set } = await networkHelpers.loadFixture(genesis);
        await set(longest, 60n);
        await set(shortest, 60n);
        for (const [name, value, args] of [
          [shortest, 61n, [61n, 60n]],
          [longest, 59n, [60n, 59n]],
        ]) {
          await viem.assertions.revertWithCustomErrorWithArgs(set(name, value), parameters, "ParameterWindowEmpty", [
            Parameter[shortest],
            ...args,
          ]);
        }
      });
    }

    it("reverts for anyone but the timelock", async () => {
      const { parameters, set } = await networkHelpers.loadFixture(genesis);
      await viem.assertions.revertWithCustomErrorWithArgs(
        set("FeeBps", 2n, stranger),
        parameters,
        "GovernedUnauthorized",
        [account(stranger), account(timelock)],
      );
    });
  });

  describe("setGuardian", () => {
    it("names the guardian", async () => {
      const { parameters } = await networkHelpers.loadFixture(genesis);
      await viem.assertions.emitWithArgs(
        parameters.write.setGuardian([account(guardian)], by(timelock)),
        parameters,
        "GuardianSet",
        [account(guardian)],
      );
      assert.equal((await parameters.read.guardian()).toLowerCase(), account(guardian));
    });

    it("reverts for anyone but the timelock, the guardian too", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      await viem.assertions.revertWithCustomErrorWithArgs(
        parameters.write.setGuardian([account(stranger)], by(guardian)),
        parameters,
        "GovernedUnauthorized",
        [account(guardian), account(timelock)],
      );
    });
  });

  describe("pause", () => {
    const atPause = async (parameters, wallet = guardian) => {
      await parameters.write.pause(by(wallet));
      return BigInt(await networkHelpers.time.latest());
    };

    it("lasts 14 days and ends by itself", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      const began = await atPause(parameters);
      const [event] = await parameters.getEvents.Paused();
      assert.equal(event.args.until, began + 14n * DAY);
      await networkHelpers.time.increaseTo(began + 14n * DAY - 1n);
      assert.equal(await parameters.read.isPaused(), true);
      await networkHelpers.time.increaseTo(began + 14n * DAY);
      assert.equal(await parameters.read.isPaused(), false);
    });

    it("cannot be prolonged, nor repeated before 14 days without one, by whatever guardian", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      const notBefore = (await atPause(parameters)) + 28n * DAY;
      const refused = (wallet) =>
        viem.assertions.revertWithCustomErrorWithArgs(parameters.write.pause(by(wallet)), parameters, "PauseTooSoon", [
          notBefore,
        ]);
      await refused(guardian);
      await parameters.write.setGuardian([account(successor)], by(timelock));
      await networkHelpers.time.increaseTo(notBefore - 2n);
      await refused(successor);
      assert.equal(await parameters.read.isPaused(), false);
      await networkHelpers.time.increaseTo(notBefore);
      await atPause(parameters, successor);
      assert.equal(await parameters.read.isPaused(), true);
    });

    it("reverts for anyone but the guardian, the timelock too", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      for (const wallet of [stranger, timelock]) {
        await viem.assertions.revertWithCustomErrorWithArgs(
          parameters.write.pause(by(wallet)),
          parameters,
          "PauseUnauthorized",
          [account(wallet), account(guardian)],
        );
      }
    });
  });

  describe("unpause", () => {
    for (const [name, wallet] of [
      ["guardian", guardian],
      ["timelock", timelock],
    ]) {
      it(`ends the pause early when the ${name} asks, and starts the wait for the next`, async () => {
        const { parameters } = await networkHelpers.loadFixture(guarded);
        await parameters.write.pause(by(guardian));
        await viem.assertions.emitWithArgs(parameters.write.unpause(by(wallet)), parameters, "Unpaused", [
          account(wallet),
        ]);
        const ended = BigInt(await networkHelpers.time.latest());
        assert.equal(await parameters.read.isPaused(), false);
        await viem.assertions.revertWithCustomErrorWithArgs(
          parameters.write.pause(by(guardian)),
          parameters,
          "PauseTooSoon",
          [ended + 14n * DAY],
        );
      });
    }

    it("reverts for a stranger", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      await parameters.write.pause(by(guardian));
      await viem.assertions.revertWithCustomErrorWithArgs(
        parameters.write.unpause(by(stranger)),
        parameters,
        "PauseUnauthorized",
        [account(stranger), account(guardian)],
      );
    });

    it("reverts when there is no pause", async () => {
      const { parameters } = await networkHelpers.loadFixture(guarded);
      await viem.assertions.revertWithCustomError(parameters.write.unpause(by(guardian)), parameters, "PauseNotActive");
    });
  });
});
