import { parseEther } from "viem";
import { LossPolicy } from "../../helpers/enums.js";

const common = {
  ...{ unitPrice: parseEther("10"), unitCollateral: parseEther("20"), checkpoints: 2 },
  ...{ workSeconds: 40, revealSeconds: 15, recruitSeconds: 60, lossPolicy: LossPolicy.Restart },
};
const pair = { ...common, groups: 1, replication: 2, quorum: 2 };
const triple = { ...common, groups: 1, replication: 3, quorum: 2 };
const groupsOf1 = (groups) => ({ ...common, groups, replication: 1, quorum: 1 });

/**
 * Jobs of two checkpoints, and what is done in them, in any order: all moves of these kinds by all ranks, settling, the
 * start, a cancel, an abort, and time; with `spares` sellers that may take a vacancy. `places` must have been come to.
 */
export const scopes = [
  {
    name: "2 ranks that agree or quarrel",
    terms: pair,
    kinds: ["honest", "wrong", "agree", "claims"],
    places: [
      "reveal and open",
      "settle unanimously",
      "settle all up to 2",
      "Completed",
      "Cancelled",
      "NotRecruited",
      "withheld",
      "delayed",
    ],
  },
  {
    name: "2 ranks that copy or fail, without a second chance",
    terms: { ...pair, lossPolicy: LossPolicy.Abort },
    kinds: ["honest", "copied", "failed"],
    places: ["ProgramFailed", "Inconclusive", "copied", "missed", "withheld", "Completed"],
  },
  {
    name: "3 ranks, of whom some are wrong",
    terms: triple,
    kinds: ["honest", "wrong"],
    places: ["wrong", "withheld", "missed", "Completed", "NotRecruited"],
  },
  {
    name: "2 ranks that resign, and a replacement",
    terms: pair,
    spares: 1,
    kinds: ["honest", "resign", "replace"],
    places: ["SellerResigned", "SellerApplied", "ApplicationWithdrawn", "SellerSeated", "JobFrozen", "JobResumed"],
  },
  {
    name: "2 groups",
    terms: groupsOf1(2),
    kinds: ["honest", "present", "agree"],
    places: ["settle all up to 2", "Completed"],
    isLong: true,
  },
  {
    name: "3 groups",
    terms: groupsOf1(3),
    kinds: ["honest"],
    places: ["missed", "Completed"],
    isLong: true,
  },
  {
    name: "3 ranks that expel or equivocate",
    terms: triple,
    kinds: ["honest", "expel", "equivocate"],
    places: ["expelled", "SellerEquivocated", "Completed"],
    isLong: true,
  },
  {
    name: "2 ranks, and a termination",
    terms: pair,
    kinds: ["honest", "present", "resign", "terminate"],
    places: ["terminate", "delayed", "missed", "Completed"],
    isLong: true,
  },
  {
    name: "2 ranks, all that they can do",
    terms: pair,
    kinds: ["honest", "wrong", "copied", "failed", "present", "resign", "equivocate", "expel", "agree"],
    places: ["copied", "withheld", "missed", "delayed", "Completed"],
    isLong: true,
  },
];
