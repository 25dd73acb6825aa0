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

export const JobStatus = numbered(["Open", "Filled", "Running", "Frozen", "Completed", "Cancelled", "Aborted"]);

export const AbortReason = numbered(["None", "Inconclusive", "NoWork", "ProgramFailed", "NotRecruited", "Terminated"]);

export const SettlementPath = numbered(["Tally", "Unanimous", "Together"]);

export const Verdict = numbered([
  "Undecided",
  "Honest",
  "Wrong",
  "Copied",
  "Withheld",
  "Missed",
  "Delayed",
  "Expelled",
]);

export const LossPolicy = numbered(["Abort", "Restart"]);

export const Movement = numbered([
  "Fund",
  "Lock",
  "Pay",
  "CollateralBack",
  "Fee",
  "Forfeit",
  "Refund",
  "Compensation",
  "Backers",
  "Stake",
  "Unstake",
  "Slash",
]);

export const Term = numbered([
  "UnitPrice",
  "UnitCollateral",
  "Groups",
  "Replication",
  "Quorum",
  "Checkpoints",
  "WorkSeconds",
  "RevealSeconds",
  "RecruitSeconds",
  "SignDeadline",
  "AuctionEnd",
  "LeastStake",
  "Libraries",
  "ManifestUri",
]);
