import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { createPublicClient, http, keccak256, parseEther, toHex, zeroAddress, zeroHash } from "viem";
import Hypernet from "../../../deployment/modules/Hypernet.js";
import { LibraryStatus } from "../helpers/enums.js";

const parameters = path.resolve("deployment/parameters/local.json");

describe("Deployment", () => {
  describe("module", async () => {
    const { viem, ignition } = await network.create();
    const contracts = await ignition.deploy(Hypernet, { parameters });
    const { Timelock, Hypertoken, ProtocolParameters, LibraryRegistry, Voting } = contracts;
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

    it("allocates the supply to the treasury and the foundation", async () => {
      assert.equal(await Hypertoken.read.balanceOf([Timelock.address]), parseEther("60000000"));
      assert.equal(await Hypertoken.read.balanceOf([deployer.account.address]), parseEther("40000000"));
    });

    it("sets the parameters and libraries of the network", async () => {
      const { Hypernet: given } = JSON.parse(await readFile(parameters, "utf8"));
      for (const [name, value] of Object.entries(await ProtocolParameters.read.values())) {
        assert.equal(BigInt(value), BigInt(given[name[0].toUpperCase() + name.slice(1)]), name);
      }
      for (const library of given.libraries) {
        const id = await LibraryRegistry.read.idOf([library]);
        assert.equal(await LibraryRegistry.read.statusOf([id]), LibraryStatus.Allowed);
      }
    });
  });

  it("writes a file with addresses, code hashes and first block, and writes the same when it is run again", async (t) => {
    const folder = await mkdtemp(path.join(tmpdir(), "hypernet-deployment-"));
    t.after(() => rm(folder, { recursive: true }));
    const chain = spawn("anvil", ["--host", "127.0.0.1", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    t.after(async () => {
      chain.kill();
      await once(chain, "exit");
    });
    const url = `http://${await listening(chain)}`;
    const file = path.join(folder, "deployment.json");

    const deploy = async () => {
      const hardhat = "node_modules/hardhat/dist/src/cli.js";
      const run = spawn(
        process.execPath,
        [hardhat, "run", "--no-compile", "deployment/deploy.js", "--network", "local"],
        {
          env: { ...process.env, HYPERNET_RPC: url, HYPERNET_DEPLOYMENT: file },
          stdio: ["ignore", "ignore", "inherit"],
        },
      );
      assert.deepEqual(await once(run, "exit"), [0, null]);
      return JSON.parse(await readFile(file, "utf8"));
    };

    const deployment = await deploy();
    const client = createPublicClient({ transport: http(url) });
    assert.equal(deployment.network, "local");
    assert.equal(deployment.chainId, 31337);
    assert.equal(deployment.block, 1);
    assert.deepEqual(Object.keys(deployment.addresses), [
      "Hypertoken",
      "LibraryRegistry",
      "ProtocolParameters",
      "Timelock",
      "Voting",
    ]);
    for (const [name, address] of Object.entries(deployment.addresses)) {
      assert.equal(deployment.codeHashes[name], keccak256(await client.getCode({ address })), name);
    }
    const height = await client.getBlockNumber({ cacheTime: 0 });
    assert.deepEqual(await deploy(), deployment);
    assert.equal(await client.getBlockNumber({ cacheTime: 0 }), height);
  });
});

async function listening(chain) {
  let text = "";
  for await (const part of chain.stdout.iterator({ destroyOnReturn: false })) {
    text += part;
    const found = /Listening on (127\.0\.0\.1:\d+)/.exec(text);
    if (found) {
      chain.stdout.resume();
      return found[1];
    }
  }
  throw new Error(`The chain did not start: ${text}`);
}
