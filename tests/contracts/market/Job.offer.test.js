import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { network } from "hardhat";
import { getAddress, zeroAddress } from "viem";
import { account, by } from "../helpers/accounts.js";
import { JobStatus } from "../helpers/enums.js";
import { closes, jobsOn, one, U } from "../helpers/jobs.js";

const connection = await network.create();
const { networkHelpers } = connection;
const { placed, reverts, status } = jobsOn(connection);

// signOffer
// ├── when the deadline has passed → reverts OfferExpired
// ├── when the nonce is not the seller's → reverts OfferNonceUnfit
// ├── when the seller has not signed exactly this, here → reverts OfferUnauthorized
// └── when it has
//     ├── given the seller may not sign → reverts as sign does
//     └── given it may → signs for it, whoever brings the offer
describe("Job", () => {
  describe("signOffer", () => {
    it("signs for the seller, whoever brings the offer", async () => {
      const run = await placed(one);
      const [seller, key, cold, stranger] = run.market.sellers;
      const [offer, signature] = await run.offer(seller, {
        signed: { ask: U - 5n, agentKey: account(key), beneficiary: account(cold) },
      });
      await connection.viem.assertions.emitWithArgs(
        run.job.write.signOffer([offer, signature], by(stranger)),
        run.job,
        "SellerSigned",
        [0, ...[seller, key, cold].map((wallet) => getAddress(account(wallet))), U - 5n, "host:3"],
      );
      assert.equal((await run.read.tenureOf([account(stranger)])).number, 0);
    });

    it("fills the job with the last one", async () => {
      const run = await placed(one);
      for (const seller of run.market.sellers.slice(0, 3)) await run.job.write.signOffer(await run.offer(seller));
      await status(run, "Filled");
    });

    it("refuses what is late, changed, or not the seller's own word", async () => {
      const run = await placed(one);
      const [seller, other] = run.market.sellers;
      const deadline = (await run.time.latest()) + 50;
      const [offer, signature] = await run.offer(seller, { signed: { deadline } });
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await reverts(run, run.job.write.signOffer([offer, signature]), "OfferExpired", [BigInt(deadline)]);

      const [forged, byOther] = await run.offer(seller, { signer: other });
      await reverts(run, run.job.write.signOffer([forged, byOther]), "OfferUnauthorized", [
        account(seller),
        account(other),
      ]);
      await reverts(run, run.job.write.signOffer([offer, "0x"]), "OfferExpired", [BigInt(deadline)]);
      await reverts(run, run.job.write.signOffer([forged, "0x"]), "OfferUnauthorized", [account(seller), zeroAddress]);
      // Nobody is not a seller, though nobody is the signer of a bad signature.
      await reverts(run, run.job.write.signOffer([{ ...forged, seller: zeroAddress }, "0x"]), "OfferUnauthorized", [
        zeroAddress,
        zeroAddress,
      ]);
      const changed = { ask: 1n, agentKey: account(other), beneficiary: account(other), endpoint: "host:9" };
      for (const [field, value] of Object.entries({ ...changed, deadline: deadline + 9_999 })) {
        const args = await run.offer(seller, { changes: { [field]: value } });
        await assert.rejects(run.job.write.signOffer(args), /OfferUnauthorized/, field);
      }
    });

    it("holds the seller to the rules of sign", async () => {
      const run = await placed(one);
      const { buyer, sellers } = run.market;
      const high = await run.offer(sellers[0], { signed: { ask: U + 1n } });
      await reverts(run, run.job.write.signOffer(high), "AskTooHigh", [U + 1n, U]);
      await reverts(run, run.job.write.signOffer(await run.offer(buyer)), "SellerIsBuyer", [account(buyer)]);
      const long = await run.offer(sellers[0], { signed: { endpoint: "x".repeat(129) } });
      await reverts(run, run.job.write.signOffer(long), "EndpointTooLong", [129n, 128n]);
      const late = await run.offer(sellers[1], { signed: { deadline: run.terms.signDeadline + 9 } });
      await run.fill();
      await reverts(run, run.job.write.signOffer(late), "JobNotOpen", [JobStatus.Filled]);
    });

    it("signature replay across unsign, job, chain: nothing is taken twice", async () => {
      const terms = { ...one, auctionEnd: (await networkHelpers.time.latest()) + 3_000 };
      const run = await placed(terms);
      const [seller, rival] = run.market.sellers;
      const first = await run.offer(seller, { signed: { deadline: run.terms.signDeadline } });
      await run.job.write.signOffer(first);
      await reverts(run, run.job.write.signOffer(first), "SellerKnown", [account(seller)]);

      // Displaced, it is not brought back at the old ask: its next offer names the next nonce.
      await run.underbid(rival, 0, (U * 95n) / 100n);
      await reverts(run, run.job.write.signOffer(first), "OfferNonceUnfit", [account(seller), 0n, 1n]);
      const second = await run.offer(seller, { signed: { nonce: 1n, deadline: run.terms.signDeadline } });
      await run.job.write.signOffer(second);
      await run.time.increase(60);
      await run.job.write.unsign(by(seller));
      await reverts(run, run.job.write.signOffer(second), "OfferNonceUnfit", [account(seller), 1n, 2n]);
      const third = await run.offer(seller, { signed: { nonce: 2n } });
      await reverts(run, run.job.write.signOffer(third), "SellerKnown", [account(seller)]);

      const { address } = run.market.Collateral;
      for (const domain of [{ job: address }, { chainId: 1 }]) {
        const [offer, signature] = await run.offer(run.market.sellers[4], domain);
        await assert.rejects(run.job.write.signOffer([offer, signature]), /OfferUnauthorized/);
      }
      await run.job.write.cancel(by(run.market.buyer));
      await closes(run);
    });
  });
});
