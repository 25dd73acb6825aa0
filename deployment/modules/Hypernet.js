import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { keccak256, toHex, zeroAddress, zeroHash } from "viem";

export const TIMELOCK_SECONDS = 2 * 24 * 60 * 60;

// Roles of OpenZeppelin's TimelockController.
export const DEFAULT_ADMIN_ROLE = zeroHash;
export const PROPOSER_ROLE = keccak256(toHex("PROPOSER_ROLE"));
export const CANCELLER_ROLE = keccak256(toHex("CANCELLER_ROLE"));

// In the order of IProtocolParameters.Parameter.
export const PARAMETERS = [
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
];

/**
 * The whole of Hypernet on one chain; its parameters are those of `deployment/parameters/<network>.json`.
 *
 * Every right is the timelock's from its contract's first block. Only the timelock itself has the deployer for an
 * administrator, until Voting exists and has become its only proposer; anyone may execute what has waited long enough.
 */
const Hypernet = buildModule("Hypernet", (m) => deploy(m));

export default Hypernet;

/**
 * The same with a faucet, for test networks. Its tokens are the deployer's for a moment: the faucet is built for
 * Hypertoken, which is built with the allocation.
 */
export const HypernetWithFaucet = buildModule("Hypernet", (m) => {
  const amount = m.getParameter("faucetAmount");
  const contracts = deploy(m, [{ holder: m.getAccount(0), amount }]);
  const Faucet = m.contract("Faucet", [contracts.Hypertoken, m.getParameter("faucetDayLimit")]);
  m.call(contracts.Hypertoken, "transfer", [Faucet, amount], { id: "FillFaucet" });
  return { ...contracts, Faucet };
});

/** The module that deploys what a network's parameters ask for. */
export const moduleOf = ({ faucetAmount }) => (faucetAmount > 0n ? HypernetWithFaucet : Hypernet);

function deploy(m, more = []) {
  const deployer = m.getAccount(0);

  const Timelock = m.contract("Timelock", [TIMELOCK_SECONDS, [], [zeroAddress], deployer]);
  const Hypertoken = m.contract("Hypertoken", [
    [
      { holder: Timelock, amount: m.getParameter("treasuryAmount") },
      { holder: m.getParameter("foundation"), amount: m.getParameter("foundationAmount") },
      ...more,
    ],
  ]);
  const ProtocolParameters = m.contract("ProtocolParameters", [
    Timelock,
    PARAMETERS.map((name) => m.getParameter(name)),
  ]);
  const LibraryRegistry = m.contract("LibraryRegistry", [Timelock, m.getParameter("libraries")]);
  const Voting = m.contract("Voting", [Hypertoken, Timelock]);

  // Every job keeps its money in Collateral, and Collateral is bound once to the factory and the reputation it believes.
  const Collateral = m.contract("Collateral", [Hypertoken, ProtocolParameters, Timelock]);
  // In the order of Job's constructor.
  const parts = Object.fromEntries(
    ["JobSigning", "JobAccord", "JobAnnex", "JobViews"].map((name) => [name, m.contract(name, [Collateral])]),
  );
  const Job = m.contract("Job", [Collateral, ...Object.values(parts)]);
  const JobFactory = m.contract("JobFactory", [Collateral, ProtocolParameters, LibraryRegistry, Timelock, Job]);
  const Reputation = m.contract("Reputation", [Collateral]);
  m.call(Collateral, "connect", [JobFactory, Reputation]);

  const granted = [PROPOSER_ROLE, CANCELLER_ROLE].map((role, number) =>
    m.call(Timelock, "grantRole", [role, Voting], { id: ["Propose", "Cancel"][number] }),
  );
  m.call(Timelock, "renounceRole", [DEFAULT_ADMIN_ROLE, deployer], { after: granted });

  return {
    Timelock,
    Hypertoken,
    ProtocolParameters,
    LibraryRegistry,
    Voting,
    Collateral,
    ...parts,
    Job,
    JobFactory,
    Reputation,
  };
}
