import { Bank } from "./bank.js";
import { JobModel } from "./job.js";

/**
 * Plays a recorded lifecycle in the model, and holds what that tells and pays against what the contracts have told and
 * paid.
 *
 * @param lifecycle As `lifecycle.js` writes it.
 * @returns {{ calls, events, faults, wei }} Calls played, events compared, what differs in words, and the sum of all
 * differences in amounts.
 */
export function compare(lifecycle) {
  const { accounts, begin, end, placed, hashes } = lifecycle;
  const revived = (value) => revive(value, accounts);
  const ledger = new Map(
    begin.map((row, i) => {
      const [free, staked, backerBps, points, strikes] = row.map(BigInt);
      return [accounts[i], { free, staked, backerBps, points, strikes }];
    }),
  );
  const [treasury, buyer] = accounts;
  const bank = new Bank(treasury, ledger);
  const { terms, snapshot } = termsOf(placed);
  const subject = { chainId: lifecycle.chainId, job: lifecycle.job, buyer, terms, snapshot };
  const model = new JobModel(bank, subject, (block) => hashes[block]);
  const difference = new Difference();
  difference.amount("escrow", model.escrow, BigInt(lifecycle.escrow));

  let events = 0;
  for (const [i, [time, happened, block, sender, call, args]] of lifecycle.steps.entries()) {
    const where = `step ${i}, ${call}`;
    try {
      const made = { by: revived(sender), time, block: BigInt(block) };
      difference.events(where, model.play(call, parsed(call, revived(args)), made), revived(happened));
    } catch (fault) {
      // What follows would differ by this alone.
      difference.say(`${where}: ${fault.message}`);
      return { calls: i, events, faults: difference.faults, wei: difference.wei };
    }
    events += happened.length;
  }
  for (const [i, [, { free, staked, points, strikes, net }]] of bank.balances.entries()) {
    const expected = { free, staked, points, strikes, net };
    for (const [k, name] of Object.keys(expected).entries()) {
      difference.amount(`${name} of @${i}`, expected[name], BigInt(end[i][k]));
    }
  }
  difference.amount("held by the job", bank.held, 0n);
  return { calls: lifecycle.steps.length, events, faults: difference.faults, wei: difference.wei };
}

class Difference {
  faults = [];
  wei = 0n;

  say(fault) {
    this.faults.push(fault);
  }

  amount(what, expected, actual) {
    if (expected === actual) return;
    this.wei += expected > actual ? expected - actual : actual - expected;
    this.say(`${what}: the model has ${expected}, the contracts ${actual}`);
  }

  events(where, expected, actual) {
    for (let i = 0; i < Math.max(expected.length, actual.length); ++i) {
      const [told, happened] = [expected[i] ?? [], actual[i] ?? []];
      for (let k = 0; k < Math.max(told.length, happened.length); ++k) {
        const what = `${where}, ${happened[0] ?? told[0]}, argument ${k}`;
        const isAmount = typeof told[k] === "bigint" && /^\d+$/.test(happened[k]);
        if (isAmount) this.amount(what, told[k], BigInt(happened[k]));
        else if (`${told[k]}` !== `${happened[k]}`)
          this.say(`${what}: the model has ${told[k]}, the contracts ${happened[k]}`);
      }
    }
  }
}

const AMOUNTS = ["unitPrice", "unitCollateral"];

function termsOf(placed) {
  const { feeBps, cancelBps, holdSeconds, drawBlocks, ...terms } = placed;
  for (const name of AMOUNTS) terms[name] = BigInt(terms[name]);
  return { terms, snapshot: { feeBps, cancelBps, holdSeconds, drawBlocks } };
}

// Where the amounts of a call are.
const ASKS = { sign: 0, underbid: 1, lowerAsk: 0, raise: 0, applyFor: 1 };

const parsed = (call, args) => args.map((value, i) => (ASKS[call] === i ? BigInt(value) : value));

const revive = (value, accounts) => {
  if (Array.isArray(value)) return value.map((each) => revive(each, accounts));
  const known = typeof value === "string" && /^@(\d+)$/.exec(value);
  return known ? accounts[Number(known[1])] : value;
};
