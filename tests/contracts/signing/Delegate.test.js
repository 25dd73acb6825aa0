import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { hashTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";

const { delegates } = JSON.parse(await readFile(new URL("../../vectors/delegate.json", import.meta.url), "utf8"));
const types = {
  Delegate: [
    { name: "chainId", type: "uint64" },
    { name: "job", type: "address" },
    { name: "tenure", type: "uint32" },
    { name: "rank", type: "uint16" },
    { name: "spkiHash", type: "bytes32" },
    { name: "notBefore", type: "uint40" },
    { name: "notAfter", type: "uint40" },
  ],
};

describe("Delegate", () => {
  it("is hashed and signed by a wallet as the golden ones that other languages test", async () => {
    assert.ok(delegates.length > 0);
    for (const { agentKey, signer, digest, signature, bytes, ...message } of delegates) {
      const domain = { name: "Hypernet", version: "1", chainId: message.chainId, verifyingContract: message.job };
      const typed = { domain, types, primaryType: "Delegate", message };
      const account = privateKeyToAccount(agentKey);
      assert.equal(account.address.toLowerCase(), signer);
      assert.equal(hashTypedData(typed), digest);
      assert.equal(await account.signTypedData(typed), signature);
      assert.ok(bytes.endsWith(signature.slice(2)));
    }
  });
});
