import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { Journal } from "../../../deployment/journal.js";
import { Outbox } from "../../../deployment/outbox.js";

const start = { chainId: 1, type: "DEPLOYMENT_INITIALIZE" };
const begun = { futureId: "Hypernet#Job", type: "DEPLOYMENT_EXECUTION_STATE_INITIALIZE" };
const asked = { futureId: "Hypernet#Job", networkInteraction: { id: 1 }, type: "NETWORK_INTERACTION_REQUEST" };
const announced = { futureId: "Hypernet#Job", networkInteractionId: 1, nonce: 7, type: "TRANSACTION_PREPARE_SEND" };
const fees = { maxFeePerGas: { _kind: "bigint", value: "3" }, maxPriorityFeePerGas: { _kind: "bigint", value: "1" } };
const signed = { nonce: 7, hash: "0xabc", fees, raw: "0x02" };
const sent = {
  futureId: "Hypernet#Job",
  networkInteractionId: 1,
  nonce: 7,
  transaction: { fees, hash: "0xabc" },
  type: "TRANSACTION_SEND",
};
const deployed = {
  futureId: "Hypernet#Job",
  result: { address: "0x0000000000000000000000000000000000000001", type: "SUCCESS" },
  type: "DEPLOYMENT_EXECUTION_STATE_COMPLETE",
};
const raised = { futureId: "Hypernet#Job", networkInteractionId: 1, type: "ONCHAIN_INTERACTION_BUMP_FEES" };
const again = { ...signed, hash: "0xdef" };

// What was written, what was signed last, what is left, and what is sent again.
const cases = [
  ["is left alone where nothing was under way", [start, begun, asked], undefined, [start, begun, asked], []],
  ["forgets a step of which only the begin is written", [start, begun], undefined, [start], []],
  [
    "takes back what was announced and never signed",
    [start, begun, asked, announced],
    undefined,
    [start, begun, asked],
    [],
  ],
  [
    "takes back what was announced when only the transaction before was signed",
    [start, begun, asked, announced],
    { ...signed, nonce: 6 },
    [start, begun, asked],
    [],
  ],
  [
    "sends again and notes what was signed and not noted",
    [start, begun, asked, announced],
    signed,
    [start, begun, asked, announced, sent],
    [signed],
  ],
  [
    "takes back an offer of more that was never signed",
    [start, begun, asked, announced, sent, raised, announced],
    signed,
    [start, begun, asked, announced, sent, raised],
    [],
  ],
  [
    "sends again and notes an offer of more that was signed",
    [start, begun, asked, announced, sent, raised, announced],
    again,
    [
      ...[start, begun, asked, announced, sent, raised, announced],
      { ...sent, transaction: { fees, hash: again.hash } },
    ],
    [again],
  ],
];

describe("Journal of a killed deployment", () => {
  for (const [what, written, kept, left, resent] of cases) {
    for (const tail of ["", '\n{"futureId":"Hyper']) {
      it(`${what}${tail === "" ? "" : ", also behind a line that was cut off"}`, async (t) => {
        const { journal, outbox, file } = fixture(t, written, tail);
        if (kept !== undefined) outbox.keep(kept);
        const sentAgain = [];
        await journal.mend(outbox, (transaction) => sentAgain.push(transaction));
        assert.equal(readFileSync(file, "utf8"), textOf(left));
        assert.deepEqual(sentAgain, resent);
      });
    }
  }

  it("has the addresses again that were being written", async (t) => {
    const { journal, outbox, folder } = fixture(t, [start, begun, asked, announced, sent, deployed], "");
    const file = path.join(folder, "deployed_addresses.json");
    writeFileSync(file, '{ "Hypernet#Jo');
    await journal.mend(outbox);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), { "Hypernet#Job": deployed.result.address });
  });

  it("cannot know what a node has signed by its own account, and says so", async (t) => {
    const { journal } = fixture(t, [start, begun, asked, announced], "");
    await assert.rejects(journal.mend(undefined), /Hypernet#Job was interrupted while the node's own account/);
  });

  it("is there only when something was written", async (t) => {
    const { journal, outbox, file } = fixture(t, [], "");
    rmSync(file);
    await journal.mend(outbox);
    assert.deepEqual(journal.messages(), []);
  });
});

const textOf = (messages) => messages.map((message) => `\n${JSON.stringify(message)}`).join("");

function fixture(t, messages, tail) {
  const folder = mkdtempSync(path.join(tmpdir(), "hypernet-journal-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "journal.jsonl");
  writeFileSync(file, textOf(messages) + tail);
  return { folder, file, journal: new Journal(folder), outbox: new Outbox(folder) };
}
