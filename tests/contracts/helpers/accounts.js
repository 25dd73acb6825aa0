/** The address of a wallet. */
export const account = (wallet) => wallet.account.address;

/** The options of a call that a wallet signs. */
export const by = (wallet) => ({ account: wallet.account });
