import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { createPublicClient, http, keccak256, parseEther, toHex, zeroAddress, zeroHash } from "viem";
import Hypernet from "../../../deployment/modules/Hypernet.js";
import { startAnvil } from "../helpers/anvil.js";
import { deployHypernet, localParameters } from "../helpers/deployment.js";
import { LibraryStatus } from "../helpers/enums.js";
import { deploy } from "./deploying.js";

const nowhere = "http://127.0.0.1:1";
const refusals = [
  ["when no network is named", [], {}, 2, /^error: no network is named$/m],
  ["when there is no such network", ["--network", "mainnet"], {}, 2, /^error: there is no network "mainnet"$/m],
  ["when an option is unknown", ["--netwrok", "local"], {}, 2, /^error: Unknown option '--netwrok'/m],
  ["when a local chain's file is not named", ["--network", "local"], {}, 2, /^error: HYPERNET_DEPLOYMENT is not set$/m],
  ["when no node is named", ["--network", "sepolia"], {}, 2, /^error: HYPERNET_RPC_SEPOLIA is not set, /m],
  [
    "when there is no key",
    ["--network", "base-sepolia"],
    { HYPERNET_RPC_BASE_SEPOLIA: nowhere },
    2,
    /^error: HYPERNET_KEY is not set, /m,
  ],
  [
    "when nobody answers",
    ["--network", "local"],
    { HYPERNET_RPC: nowhere, HYPERNET_DEPLOYMENT: "/nowhere" },
    7,
    /^error: http:\/\/127\.0\.0\.1:1 does not answer eth_chainId: /m,
  ],
];

describe("Deployment", () => {
  describe("module", async () => {
    const connection = await network.create();
    const { viem } = connection;
    const { Timelock, Voting, ProtocolParameters, LibraryRegistry, Hypertoken, ...market } =
      await deployHypernet(connection);
    const { Collateral, JobFactory, Job, Reputation } = market;
    const [deployer] = await viem.getWalletClients();

    it("leaves every role with the timelock and Voting, and none with the deployer", async () => {
      const held = new Set();
      const granted = await Timelock.getEvents.RoleGranted({}, { fromBlock: 0n });
      const revoked = await Timelock.getEvents.RoleRevoked({}, { fromBlock: 0n });
      for (const { args } of granted) held.add(`${args.role} ${args.account}`);
      for (const { args } of revoked) held.delete(`${args.role} ${args.account}`);
      assert.deepEqual(
        [...held].sort(),
        [
          `${zeroHash} ${Timelock.address}`,
          `${keccak256(toHex("PROPOSER_ROLE"))} ${Voting.address}`,
          `${keccak256(toHex("CANCELLER_ROLE"))} ${Voting.address}`,
          `${keccak256(toHex("EXECUTOR_ROLE"))} ${zeroAddress}`,
        ].sort(),
      );
      await viem.assertions.revertWithCustomErrorWithArgs(
        Timelock.write.grantRole([zeroHash, deployer.account.address]),
        Timelock,
        "AccessControlUnauthorizedAccount",
        [deployer.account.address, zeroHash],
      );
    });

    it("names the timelock wherever somebody must decide", async () => {
      for (const governed of [ProtocolParameters, LibraryRegistry, Voting]) {
        assert.equal(await governed.read.timelock(), Timelock.address);
      }
    });

    it("binds Collateral to its factory and reputation, for good", async () => {
      assert.equal(await Collateral.read.token(), Hypertoken.address);
      assert.equal(await Collateral.read.parameters(), ProtocolParameters.address);
      assert.equal(await Collateral.read.treasury(), Timelock.address);
      assert.equal(await Collateral.read.factory(), JobFactory.address);
      assert.equal(await Collateral.read.reputation(), Reputation.address);
      assert.equal(await Reputation.read.collateral(), Collateral.address);
      await viem.assertions.revertWithCustomErrorWithArgs(
        Collateral.write.connect([JobFactory.address, Reputation.address]),
        Collateral,
        "ConnectUnauthorized",
        [deployer.account.address],
      );
    });

    it("lists the genesis implementation, and lets the timelock alone list others", async () => {
      assert.equal(await JobFactory.read.genesisImplementation(), Job.address);
      assert.equal(await JobFactory.read.isListed([Job.address]), true);
      await viem.assertions.revertWithCustomErrorWithArgs(
        JobFactory.write.list([Job.address, false]),
        JobFactory,
        "ListingUnauthorized",
        [deployer.account.address, Timelock.address],
      );
    });

    it("allocates the supply to the treasury and the foundation", async () => {
      assert.equal(await Hypertoken.read.balanceOf([Timelock.address]), parseEther("60000000"));
      assert.equal(await Hypertoken.read.balanceOf([deployer.account.address]), parseEther("40000000"));
    });

    it("sets the parameters and libraries of the network", async () => {
      const { Hypernet: given } = JSON.parse(await readFile(localParameters, "utf8"));
      for (const [name, value] of Object.entries(await ProtocolParameters.read.values())) {
        assert.equal(BigInt(value), BigInt(given[name[0].toUpperCase() + name.slice(1)]), name);
      }
      for (const library of given.libraries) {
        const id = await LibraryRegistry.read.idOf([library]);
        assert.equal(await LibraryRegistry.read.statusOf([id]), LibraryStatus.Allowed);
      }
    });
  });

  describe("script", () => {
    it("writes a file with addresses, code hashes and first block, and the same one when it is run again", async (t) => {
      const folder = await mkdtemp(path.join(tmpdir(), "hypernet-deployment-"));
      t.after(() => rm(folder, { recursive: true }));
      const { url, stop } = await startAnvil();
      t.after(stop);
      const client = createPublicClient({ transport: http(url), cacheTime: 0 });
      const file = path.join(folder, "deployment.json");
      const variables = { HYPERNET_RPC: url, HYPERNET_DEPLOYMENT: file };

      const first = await deploy(["--network", "local"], variables);
      assert.equal(first.status, 0, first.output);
      assert.equal(first.result, `${file}\n`);
      const deployment = JSON.parse(await readFile(file, "utf8"));
      assert.equal(deployment.network, "local");
      assert.equal(deployment.chainId, 31337);
      assert.equal(deployment.block, 1);
      assert.deepEqual(Object.keys(deployment.addresses), Object.keys(Hypernet.results).sort());
      for (const [name, address] of Object.entries(deployment.addresses)) {
        assert.equal(deployment.codeHashes[name], keccak256(await client.getCode({ address })), name);
      }

      const height = await client.getBlockNumber();
      assert.equal((await deploy(["--network", "local"], variables)).status, 0);
      assert.deepEqual(JSON.parse(await readFile(file, "utf8")), deployment);
      assert.equal(await client.getBlockNumber(), height);
    });

    for (const [what, args, variables, status, error] of refusals) {
      it(`says what to do ${what}`, async () => {
        const { status: found, output } = await deploy(args, variables);
        assert.match(output, error);
        assert.match(output, /^hint: ./m);
        assert.doesNotMatch(output, /^ +at /m);
        assert.equal(found, status);
      });
    }
  });
});
