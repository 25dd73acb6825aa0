import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { createTestClient, http, keccak256, parseEther, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { startAnvil } from "../helpers/anvil.js";
import { deploy } from "./deploying.js";
import { startExplorer } from "./explorer.js";

const network = ["--network", "sepolia"];

describe("Deployment to a test network", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "hypernet-testnet-"));
  const file = path.join(folder, "deployment.json");
  const key = keccak256(toHex("the deployer's key of this test"));
  const deployer = privateKeyToAccount(key).address;
  const foundation = privateKeyToAccount(keccak256(toHex("the foundation's key of this test"))).address;
  let chain;
  let explorer;
  let variables;
  let refused;

  before(async () => {
    chain = await startAnvil("--chain-id", "11155111");
    explorer = await startExplorer(({ contractIdentifier }) =>
      contractIdentifier.endsWith(`:${refused}`) ? "The bytecode does not match" : undefined,
    );
    variables = {
      HYPERNET_RPC_SEPOLIA: chain.url,
      HYPERNET_KEY: key,
      HYPERNET_FOUNDATION: foundation,
      HYPERNET_DEPLOYMENT: file,
      HYPERNET_SOURCIFY_API: explorer.url,
    };
  });
  after(async () => {
    explorer.stop();
    await chain.stop();
    rmSync(folder, { recursive: true });
  });

  it("refuses a deployer that cannot pay, and a node of another network, before anything is sent", async () => {
    const poor = await deploy(network, variables);
    assert.match(poor.output, /^error: .* has 0 ether on chain 11155111; at .* a deployment takes up to /m);
    assert.equal(poor.status, 5);
    const other = await deploy(["--network", "hoodi"], { ...variables, HYPERNET_RPC_HOODI: chain.url });
    assert.match(other.output, /^error: .*chain id "560048".*"11155111"/m);
    assert.doesNotMatch(other.output, /^ +at /m);
    assert.equal(other.status, 1);
  });

  it("says that there is none, before there is", async () => {
    const said = await deploy([...network, "--check"], variables);
    assert.match(
      said.output,
      /^error: sepolia has no deployment: .*\nhint: deploy: npm run deploy -- --network sepolia/m,
    );
    assert.equal(said.status, 3);
  });

  it("deploys the production build by the deployer's key, and leaves nothing to the deployer", async () => {
    const client = createTestClient({ mode: "anvil", transport: http(chain.url) });
    await client.setBalance({ address: deployer, value: parseEther("10") });
    const said = await deploy(network, variables);
    assert.equal(said.status, 0, said.output);
    assert.match(said.output, /checked: /);
    const { network: name, chainId } = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual({ name, chainId }, { name: "sepolia", chainId: 11155111 });
  });

  it("is checked without a key", async () => {
    const { HYPERNET_KEY: _, ...keyless } = variables;
    const said = await deploy([...network, "--check"], keyless);
    assert.equal(said.status, 0, said.output);
  });

  it("fails its check, with a list, when it is not as it must be", async () => {
    const said = await deploy([...network, "--check"], { ...variables, HYPERNET_FOUNDATION: deployer });
    assert.match(
      said.output,
      new RegExp(`is not as it must be\n +${foundation} was allocated 40000000 HYT, and not 0 HYT`),
    );
    assert.equal(said.status, 10);
  });

  it("has an explorer verify all sources but those that it refuses, and goes on with these", async () => {
    const { addresses } = JSON.parse(readFileSync(file, "utf8"));
    refused = "Collateral";
    const first = await deploy([...network, "--verify"], variables);
    assert.match(
      first.output,
      /sourcify has not verified 1 contracts\n +contracts\/market\/Collateral\.sol:Collateral: /,
    );
    assert.match(first.output, /The bytecode does not match/);
    assert.equal(first.status, 1);
    const sent = new Set(explorer.submissions.map(({ address }) => address));
    assert.deepEqual([...sent].sort(), Object.values(addresses).sort());
    for (const { chainId, compilerVersion, stdJsonInput } of explorer.submissions) {
      assert.equal(chainId, 11155111);
      assert.match(compilerVersion, /^v0\.8\.35\+commit\./);
      assert.equal(stdJsonInput.settings.viaIR, true);
    }

    refused = undefined;
    explorer.submissions.length = 0;
    const second = await deploy([...network, "--verify"], variables);
    assert.equal(second.status, 0, second.output);
    assert.deepEqual(
      explorer.submissions.map(({ address }) => address),
      [addresses.Collateral],
    );
  });
});
