import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEther } from "viem";
import { networks } from "../../../deployment/chain.js";
import { readParameters } from "../../../deployment/parameters.js";

const own = "0x00000000000000000000000000000000000A11cE";
const known = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const signer = { address: "0x0000000000000000000000000000000000000B0b" };
const read = (environment, changes = {}) =>
  readParameters({ name: "sepolia", isLocal: false, signer, ...changes }, environment);

describe("Parameters of a network", () => {
  for (const name of networks) {
    it(`allocate the whole supply on ${name}`, async () => {
      const parameters = await read({ HYPERNET_FOUNDATION: own }, { name, isLocal: name === "local" });
      const { treasuryAmount, foundationAmount, faucetAmount } = parameters;
      assert.equal(treasuryAmount + foundationAmount + faucetAmount, parseEther("100000000"));
      assert.equal(parameters.foundation, name === "local" ? known : own);
    });
  }

  const refusals = [
    ["without a foundation", {}, {}, /^HYPERNET_FOUNDATION is not set/, /^export HYPERNET_FOUNDATION=/],
    ["whose foundation is no address", { HYPERNET_FOUNDATION: "0x1234" }, {}, /"0x1234", is no address/, /^correct/],
    ["whose foundation is mistyped", { HYPERNET_FOUNDATION: own.replace("A11c", "a11C") }, {}, /checksum/, /^correct/],
    ["whose foundation nobody has", { HYPERNET_FOUNDATION: `0x${"0".repeat(40)}` }, {}, /nobody's/, /account of yours/],
    ["whose foundation everybody has", { HYPERNET_FOUNDATION: known }, {}, /everybody's/, /account of yours/],
    [
      "whose deployer everybody is",
      { HYPERNET_FOUNDATION: own },
      { signer: { address: known } },
      /^the deployer would be 0xf39F/,
      /HYPERNET_KEY/,
    ],
    ["that nobody has written", {}, { name: "mainnet" }, /mainnet\.json does not exist/, /^write it/],
  ];
  for (const [what, environment, changes, message, hint] of refusals) {
    it(`refuse a network ${what}`, async () => {
      await assert.rejects(read(environment, changes), (error) => {
        assert.match(error.message, message);
        assert.match(error.hint, hint);
        return true;
      });
    });
  }
});
