import { readFile } from "node:fs/promises";
import process from "node:process";
import { network } from "hardhat";
import { parseEther } from "viem";
import { account, by } from "../helpers/accounts.js";
import { openMarket, PURSE } from "../helpers/market.js";
import { keepTime } from "../helpers/time.js";
import { describeConformance } from "./Job.behavior.js";

// Any implementation that is registered on a chain, on a copy of that chain in this process, as `npm run conformance` has it:
// HYPERNET_RPC and HYPERNET_DEPLOYMENT say where. Without it, the genesis implementation of a fresh market.
const { HYPERNET_IMPLEMENTATION: elsewhere, HYPERNET_RPC: url, HYPERNET_DEPLOYMENT: file } = process.env;

const connection = await network.create(elsewhere === undefined ? {} : { override: { forking: { url } } });
keepTime(connection);
const { viem, networkHelpers } = connection;

async function genesis() {
  const market = await openMarket(connection);
  return { ...market, implementation: market.Job.address };
}

/** The market of a deployment, with wallets that the treasury has given their purse. */
async function deployed() {
  const { addresses } = JSON.parse(await readFile(file, "utf8"));
  const { Timelock: timelock, Job: job } = addresses;
  const contracts = { Timelock: { address: timelock }, Job: { address: job } };
  for (const name of ["Hypertoken", "Collateral", "JobFactory", "Reputation"]) {
    contracts[name] = await viem.getContractAt(name, addresses[name]);
  }
  const { Hypertoken, Collateral, Timelock } = contracts;
  const wallets = await viem.getWalletClients();
  await networkHelpers.impersonateAccount(Timelock.address);
  await networkHelpers.setBalance(Timelock.address, parseEther("1"));
  for (const wallet of wallets) {
    await networkHelpers.setBalance(account(wallet), parseEther("100"));
    await Hypertoken.write.transfer([account(wallet), PURSE], { account: Timelock.address });
    await Hypertoken.write.approve([Collateral.address, PURSE], by(wallet));
    await Collateral.write.deposit([PURSE], by(wallet));
    await Collateral.write.trust([elsewhere, true], by(wallet));
  }
  const [foundation, buyer, ...sellers] = wallets;
  // What others have there, so that the sum of all that is known can be compared.
  let known = 0n;
  for (const who of [Timelock.address, ...wallets.map(account)]) {
    known += (await Collateral.read.freeOf([who])) + (await Collateral.read.stakedOf([who]));
  }
  const otherBalances = (await Collateral.read.accounted()) - known;
  return { ...contracts, connection, foundation, buyer, sellers, otherBalances, implementation: elsewhere };
}

const market = elsewhere === undefined ? genesis : deployed;
describeConformance(`IJob, ${elsewhere ?? "the genesis implementation"}`, viem, () =>
  networkHelpers.loadFixture(market),
);
