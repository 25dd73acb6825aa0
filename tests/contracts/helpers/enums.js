// The enumerations of contracts/interfaces, by name: Solidity's ABI knows only their numbers.
const numbered = (names) => Object.freeze(Object.fromEntries(names.map((name, number) => [name, number])));

export const Parameter = numbered([
  "FeeBps",
  "CancelBps",
  "MaxReplication",
  "MaxGroups",
  "MaxCheckpoints",
  "MinWorkSeconds",
  "MaxWorkSeconds",
  "MinRevealSeconds",
  "MaxRevealSeconds",
  "MinRecruitSeconds",
  "MaxRecruitSeconds",
  "HoldSeconds",
  "DrawBlocks",
  "LeastStake",
]);

export const LibraryStatus = numbered(["None", "Allowed", "Deprecated", "Banned"]);

export const BuyerOutcome = numbered(["Completed", "Cancelled", "Terminated", "Aborted"]);
