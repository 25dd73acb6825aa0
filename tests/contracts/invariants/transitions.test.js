import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { artifacts } from "hardhat";
import { CALLS, functionOf, transitions } from "./transitions.js";

// What fit arguments, told to a job that is not paused, cannot bring: the tests of the calls show it.
const UNFIT = [
  ...["JobPaused", "ImplementationUntrusted", "StandingShort", "AskTooHigh", "AskNotLower", "EndpointTooLong"],
  ...["OfferExpired", "OfferNonceUnfit", "OfferUnauthorized", "PriceOutOfRange"],
  ...["GroupUnknown", "RankUnknown", "RanksNotDrawn", "TenureUnknown", "LengthsDiffer", "RanksTooMany"],
  ...["CommitmentMismatch", "CommitmentsEqual", "CheckpointOutOfRange", "RoundMismatch"],
];
// Of the ledger's errors, what a job cannot bring.
const LEDGER = ["ConnectUnauthorized", "FactoryUnauthorized", "StakeUnauthorized", "JobUnknown", "JobBalanceShort"];

describe("The table of transitions", async () => {
  const { abi } = await artifacts.readArtifact("IJob");
  const { abi: ledger } = await artifacts.readArtifact("ICollateral");
  const names = (entries, kind) => entries.filter(({ type }) => type === kind).map(({ name }) => name);

  it("is what the rules give (node tools/contracts/transitions.js --update)", () => {
    const table = JSON.parse(readFileSync(new URL("../transitions.json", import.meta.url), "utf8"));
    assert.deepEqual(table, transitions());
  });

  it("has every call that changes a job", () => {
    const changing = abi.filter(({ type, stateMutability }) => type === "function" && stateMutability !== "view");
    const known = new Set(Object.keys(CALLS).map(functionOf));
    assert.deepEqual([...known].sort(), changing.map(({ name }) => name).sort());
  });

  it("names every error, but for those of arguments that do not fit", () => {
    const calls = Object.values(transitions()).flatMap((status) => Object.values(status));
    const outcomes = new Set(calls.flatMap((roles) => Object.values(roles)).flat());
    outcomes.delete("ok");
    const errors = [...names(abi, "error"), ...names(ledger, "error")].filter((name) => !LEDGER.includes(name));
    assert.deepEqual([...outcomes, ...UNFIT].sort(), errors.sort());
  });
});
