import assert from "node:assert/strict";
import { describe, it } from "node:test";
import hre, { network } from "hardhat";
import { getAddress, keccak256, toHex, zeroAddress, zeroHash } from "viem";
import { check } from "../../../deployment/check.js";
import { HypernetWithFaucet } from "../../../deployment/modules/Hypernet.js";
import { readParameters } from "../../../deployment/parameters.js";
import { deployHypernet } from "../helpers/deployment.js";

describe("Check of a deployment", async () => {
  const connection = await network.create();
  const { viem, networkHelpers } = connection;
  const client = await viem.getPublicClient();
  const [deployer, stranger] = await viem.getWalletClients();
  const parameters = await readParameters({ name: "local", isLocal: true });

  async function fixture() {
    const contracts = await deployHypernet(connection);
    const { Timelock } = contracts;
    await networkHelpers.impersonateAccount(Timelock.address);
    await networkHelpers.setBalance(Timelock.address, 10n ** 18n);
    return { ...contracts, asTimelock: { account: Timelock.address } };
  }
  const deployed = () => networkHelpers.loadFixture(fixture);

  async function findings({ asTimelock: _, ...contracts }, changes = {}) {
    const entries = Object.entries(contracts).map(([name, { address }]) => [name, address]);
    const codes = await Promise.all(entries.map(([, address]) => client.getCode({ address })));
    const deployment = {
      chainId: 31337,
      block: 1,
      addresses: Object.fromEntries(entries),
      codeHashes: Object.fromEntries(entries.map(([name], number) => [name, keccak256(codes[number])])),
      ...changes.deployment,
    };
    return check({
      client,
      artifacts: hre.artifacts,
      deployment,
      parameters: { ...parameters, ...changes.parameters },
    });
  }

  it("finds nothing after a deployment", async () => {
    assert.deepEqual(await findings(await deployed()), []);
  });

  for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
    it(`finds who else has the ${role}`, async () => {
      const contracts = await deployed();
      await contracts.Timelock.write.grantRole(
        [keccak256(toHex(role)), stranger.account.address],
        contracts.asTimelock,
      );
      assert.ok((await findings(contracts)).includes(`${named(stranger)} has ${role} of the timelock`));
    });
  }

  it("finds that the deployer administers still, and all that follows from it", async () => {
    const contracts = await deployed();
    await contracts.Timelock.write.grantRole([zeroHash, named(deployer)], contracts.asTimelock);
    assert.deepEqual(await findings(contracts), [
      `${named(deployer)} has DEFAULT_ADMIN_ROLE of the timelock`,
      `${named(deployer)} may call Timelock.grantRole`,
    ]);
  });

  it("finds a role that nobody has heard of", async () => {
    const contracts = await deployed();
    const role = keccak256(toHex("BACK_DOOR"));
    await contracts.Timelock.write.grantRole([role, named(stranger)], contracts.asTimelock);
    assert.deepEqual(await findings(contracts), [`${named(stranger)} has ${role} of the timelock`]);
  });

  it("finds that Voting lacks a role", async () => {
    const contracts = await deployed();
    const { Timelock, Voting, asTimelock } = contracts;
    await Timelock.write.revokeRole([keccak256(toHex("PROPOSER_ROLE")), Voting.address], asTimelock);
    assert.deepEqual(await findings(contracts), [`${address(Voting)} lacks PROPOSER_ROLE of the timelock`]);
  });

  it("finds a guardian that no vote has named, and what it may call", async () => {
    const contracts = await deployed();
    await contracts.ProtocolParameters.write.setGuardian([named(deployer)], contracts.asTimelock);
    assert.deepEqual(await findings(contracts), [
      `ProtocolParameters.guardian() is ${named(deployer)}`,
      `${named(deployer)} may call ProtocolParameters.pause`,
    ]);
  });

  it("finds a parameter that no vote has set", async () => {
    const contracts = await deployed();
    await contracts.ProtocolParameters.write.set([0, 500n], contracts.asTimelock);
    assert.deepEqual(await findings(contracts), ["parameter FeeBps is 500, and not 100, without a vote"]);
  });

  it("finds contracts that listen to others", async () => {
    const contracts = await deployed();
    const { Collateral, Reputation } = await deployHypernet(connection);
    const found = await findings({ ...contracts, Collateral });
    assert.ok(
      found.includes(
        `Reputation.collateral() is ${contracts.Collateral.address}, and not Collateral (${Collateral.address})`,
      ),
    );
    assert.ok(found.some((finding) => finding.includes(`Collateral.reputation() is ${Reputation.address}`)));
  });

  it("finds that Collateral is not connected", async () => {
    const contracts = await deployed();
    const { Hypertoken, ProtocolParameters, Timelock } = contracts;
    const Collateral = await viem.deployContract("Collateral", [
      Hypertoken.address,
      ProtocolParameters.address,
      Timelock.address,
    ]);
    const found = await findings({ ...contracts, Collateral });
    assert.ok(
      found.some((finding) => finding.startsWith(`Collateral.factory() is ${zeroAddress}, and not JobFactory`)),
    );
  });

  it("finds that a faucet was not given its tokens", async () => {
    const withFaucet = await readParameters(
      { name: "sepolia", isLocal: false },
      { HYPERNET_FOUNDATION: "0x00000000000000000000000000000000000A11cE" },
    );
    const contracts = await connection.ignition.deploy(HypernetWithFaucet, { parameters: { Hypernet: withFaucet } });
    assert.deepEqual(await findings(contracts, { parameters: withFaucet }), []);
    const other = await viem.deployContract("Faucet", [contracts.Hypertoken.address, withFaucet.faucetDayLimit]);
    assert.deepEqual(await findings({ ...contracts, Faucet: other }, { parameters: withFaucet }), [
      "the deployer has not handed the faucet's tokens over",
    ]);
  });

  it("finds other code, another chain, and an allocation that the parameters do not name", async () => {
    const contracts = await deployed();
    const codeHashes = Object.fromEntries(Object.keys(contracts).map((name) => [name, zeroHash]));
    assert.equal((await findings(contracts, { deployment: { codeHashes } })).length, Object.keys(contracts).length - 1);
    assert.deepEqual(await findings(contracts, { deployment: { chainId: 1 } }), [
      "the node follows chain 31337, and the deployment is on 1",
    ]);
    assert.deepEqual(await findings(contracts, { parameters: { foundation: named(stranger) } }), [
      `${named(deployer)} was allocated 40000000 HYT, and not 0 HYT`,
      `${named(stranger)} was allocated 0 HYT, and not 40000000 HYT`,
    ]);
  });
});

const address = (contract) => getAddress(contract.address);
const named = ({ account }) => getAddress(account.address);
