/** Seconds since 1970 of the newest block. */
export const now = ({ networkHelpers }) => networkHelpers.time.latest();

/** Mines a block at a time; the next transaction comes a second later. */
export const reach = ({ networkHelpers }, time) => networkHelpers.time.increaseTo(time);

/** Lets the next transaction be in a block of exactly this time. */
export const nextAt = ({ networkHelpers }, time) => networkHelpers.time.setNextBlockTimestamp(time);
