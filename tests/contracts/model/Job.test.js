import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { openMarket } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";
import { compare } from "./comparison.js";
import { live } from "./live.js";
import { placesOf, PLACES } from "./places.js";

// Beyond those of the other walks. 1,000 of them: npm run lifecycles -- --lifecycles 1000
const seeds = Array.from({ length: 30 }, (_, i) => 101 + i);

const connection = await network.create({ override: { initialDate: "2026-11-22T00:00:00Z" } });
keepTime(connection);
const market = () => openMarket(connection);
const vectors = new URL("../../vectors/lifecycles/", import.meta.url);

describe("Job, beside a model of its money", () => {
  for (const seed of seeds) {
    it(`tells and pays to the wei what the model computes (seed ${seed})`, async () => {
      const lifecycle = await live(await connection.networkHelpers.loadFixture(market), seed);
      assert.deepEqual(compare(lifecycle).faults, []);
    });
  }

  it("is the same in the lifecycles that others read, which come by everything", () => {
    const places = new Set();
    for (const name of readdirSync(vectors)) {
      const lifecycle = JSON.parse(readFileSync(new URL(name, vectors), "utf8"));
      const { faults } = compare(lifecycle);
      assert.deepEqual(faults, [], `${name} is not what jobs do: npm run lifecycles -- --update`);
      for (const place of placesOf(lifecycle)) places.add(place);
    }
    const missing = PLACES.filter((place) => !places.has(place));
    assert.deepEqual(missing, [], "npm run lifecycles -- --update");
  });

  it("differs by what is false in a log", async () => {
    const lifecycle = await live(await connection.networkHelpers.loadFixture(market), seeds[0]);
    const changed = (change) => {
      const copy = structuredClone(lifecycle);
      change(copy);
      return compare(copy);
    };
    const more = (text) => `${BigInt(text) + 1n}`;
    const paid = ([name]) => name === "SellerPaid";
    const payment = ({ steps }) => steps.flatMap(([, events]) => events).find(paid);
    assert.equal(changed((copy) => (copy.end[1][0] = more(copy.end[1][0]))).wei, 1n);
    assert.equal(changed((copy) => (payment(copy)[7] = more(payment(copy)[7]))).wei, 1n);
    assert.equal(changed((copy) => (copy.escrow = more(copy.escrow))).wei, 1n);
    assert.equal(changed((copy) => copy.steps.at(-1)[1].pop()).faults.length > 0, true);
    assert.match(changed((copy) => (copy.steps[0][0] = copy.placed.signDeadline + 1)).faults[0], /against the rule/);
  });
});
