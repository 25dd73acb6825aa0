const PARTS = 10_000n;

/** The part of an amount that so many basis points make, rounded down. */
export const share = (amount, bps) => (amount * BigInt(bps)) / PARTS;

export const min = (a, b) => (a < b ? a : b);

/**
 * What everybody has free and staked behind them, what a job holds, and the points and strikes of sellers, in the
 * smallest unit of Hypertoken: docs/spec/job.md §2, in whole amounts from hand to hand.
 */
export class Bank {
  /** What the job holds. */
  held = 0n;
  #accounts = new Map();
  #treasury;

  constructor(treasury, accounts) {
    this.#treasury = treasury;
    for (const [address, { free, staked, backerBps, points, strikes }] of accounts) {
      this.#accounts.set(address, { free, staked, backerBps, points, strikes, net: 0n });
    }
  }

  /** Everybody's balances: [address, { free, staked, points, strikes, net }], `net` what the job has brought. */
  get balances() {
    return [...this.#accounts];
  }

  /** From somebody's free balance to the job. */
  take(from, amount) {
    this.#move(from, "free", -amount);
  }

  /** From the job to somebody's free balance. */
  give(to, amount) {
    this.#move(to, "free", amount);
  }

  /** From the job to the treasury. */
  toTreasury(amount) {
    this.give(this.#treasury, amount);
  }

  /** The price of so many cells at an ask: to the stake behind the seller what it shares, the rest to its beneficiary. */
  earn(seller, beneficiary, ask, cells) {
    const account = this.#of(seller);
    const shared = account.staked === 0n ? 0n : share(ask, account.backerBps) * cells;
    this.#move(seller, "staked", shared);
    this.give(beneficiary, ask * cells - shared);
  }

  award(seller, points) {
    this.#of(seller).points += points;
  }

  /** A strike, for a fault of this price: the stake behind the seller loses a twentieth, at most the price. */
  strike(seller, price) {
    const account = this.#of(seller);
    account.points = (account.points * 2n) / 3n;
    ++account.strikes;
    const slashed = min(account.staked / 20n, price);
    account.staked -= slashed;
    this.#of(this.#treasury).free += slashed;
  }

  #move(who, where, amount) {
    const account = this.#of(who);
    account[where] += amount;
    account.net += amount;
    this.held -= amount;
    if (account.free < 0n || this.held < 0n) throw new Error(`${who} moves ${amount}, which is not there`);
  }

  #of(address) {
    const account = this.#accounts.get(address);
    if (account === undefined) throw new Error(`nobody knows ${address}`);
    return account;
  }
}
