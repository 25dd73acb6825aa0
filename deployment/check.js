import { formatUnits, isAddressEqual, keccak256, toHex, zeroAddress } from "viem";
import {
  CANCELLER_ROLE,
  DEFAULT_ADMIN_ROLE,
  moduleOf,
  PARAMETERS,
  PROPOSER_ROLE,
  TIMELOCK_SECONDS,
} from "./modules/Hypernet.js";
import { logsOf } from "./logs.js";

const EXECUTOR_ROLE = keccak256(toHex("EXECUTOR_ROLE"));
const DAY = 24n * 60n * 60n;
const ALLOWED = 1;

const roleNames = new Map([
  [DEFAULT_ADMIN_ROLE, "DEFAULT_ADMIN_ROLE"],
  [PROPOSER_ROLE, "PROPOSER_ROLE"],
  [CANCELLER_ROLE, "CANCELLER_ROLE"],
  [EXECUTOR_ROLE, "EXECUTOR_ROLE"],
]);

/**
 * Reads a deployment off its chain, and finds what is not as it must be: code that is not the deployment's, a right that
 * anybody but the timelock and Voting has, a contract that listens to the wrong one, tokens that are not where the
 * network's parameters put them.
 *
 * What only votes can change (settings, parameters, libraries, the guardian) is compared with the genesis for as long as
 * the timelock has executed nothing.
 *
 * @param client Viem's public client of the chain.
 * @param artifacts Hardhat's artifacts, for the contracts' ABIs.
 * @param deployment The deployment file's content.
 * @param parameters The network's parameters.
 * @returns A sentence for each finding; none if all is well.
 */
export async function check({ client, artifacts, deployment, parameters }) {
  const contracts = await contractsOf({ client, artifacts, deployment, parameters });
  const lost = await codeFindings(contracts, deployment);
  // Where there is other code, or none, nothing else can be asked.
  if (lost.length > 0) return lost;

  const history = await historyOf(contracts.Timelock, deployment.block);
  const findings = await Promise.all([
    roleFindings(contracts, history),
    holderFindings(contracts, history),
    refusalFindings(contracts, history),
    wiringFindings(contracts),
    allocationFindings(contracts, history, deployment.block, parameters),
    history.executed.length === 0 ? genesisFindings(contracts, parameters) : [],
  ]);
  return findings.flat();
}

async function contractsOf({ client, artifacts, deployment: { addresses }, parameters }) {
  const entries = Object.entries(moduleOf(parameters).results).map(async ([name, { contractName }]) => {
    const { abi } = await artifacts.readArtifact(contractName);
    const address = addresses[name] ?? zeroAddress;
    const read = (functionName, args = []) => client.readContract({ address, abi, functionName, args });
    const events = (names, fromBlock) =>
      logsOf(client, {
        address,
        events: abi.filter(({ type, name: event }) => type === "event" && names.includes(event)),
        fromBlock,
      });
    return [name, { name, address, abi, client, read, events }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function codeFindings(contracts, { chainId, codeHashes }) {
  const { client } = contracts.Timelock;
  const found = await client.getChainId();
  if (found !== chainId) return [`the node follows chain ${found}, and the deployment is on ${chainId}`];
  const findings = Object.values(contracts).map(async ({ name, address }) => {
    if (address === zeroAddress) return [`the deployment does not name ${name}`];
    const code = await client.getCode({ address });
    if (code === undefined) return [`there is no code at ${address}, where ${name} should be`];
    if (keccak256(code) === codeHashes[name]) return [];
    return [
      `the code at ${address} is not that of ${name}: its hash is ${keccak256(code)}, and not ${codeHashes[name]}`,
    ];
  });
  return (await Promise.all(findings)).flat();
}

/** Who was ever named in the timelock's roles, what was scheduled before it was alone, and what it has executed. */
async function historyOf(timelock, fromBlock) {
  const logs = await timelock.events(["RoleGranted", "RoleRevoked", "CallScheduled", "CallExecuted"], fromBlock);
  const of = (name) => logs.filter(({ eventName }) => eventName === name);
  const granted = of("RoleGranted");
  const renounced = of("RoleRevoked").filter(({ args }) => args.role === DEFAULT_ADMIN_ROLE);
  return {
    // Administrator from the timelock's first block on, beside itself.
    deployer: granted.find(({ args }) => args.role === DEFAULT_ADMIN_ROLE && args.account !== timelock.address)?.args
      .account,
    roles: [...new Set([...roleNames.keys(), ...granted.map(({ args }) => args.role)])],
    accounts: [...new Set([...granted, ...of("RoleRevoked")].map(({ args }) => args.account))],
    scheduled: of("CallScheduled").filter(
      ({ blockNumber }) => blockNumber <= (renounced[0]?.blockNumber ?? blockNumber),
    ),
    executed: of("CallExecuted"),
  };
}

async function roleFindings({ Timelock, Voting }, { roles, accounts, scheduled }) {
  const expected = new Set([
    `${DEFAULT_ADMIN_ROLE} ${Timelock.address}`,
    `${PROPOSER_ROLE} ${Voting.address}`,
    `${CANCELLER_ROLE} ${Voting.address}`,
    `${EXECUTOR_ROLE} ${zeroAddress}`,
  ]);
  const named = new Set([...accounts, Timelock.address, Voting.address, zeroAddress]);
  const pairs = roles.flatMap((role) => [...named].map((account) => ({ role, account })));
  const findings = pairs.map(async ({ role, account }) => {
    const has = await Timelock.read("hasRole", [role, account]);
    const what = `${roleNames.get(role) ?? role} of the timelock`;
    if (has && !expected.has(`${role} ${account}`)) return [`${account} has ${what}`];
    if (!has && expected.has(`${role} ${account}`)) return [`${account} lacks ${what}`];
    return [];
  });
  const early = scheduled.map(({ args }) => `operation ${args.id} was scheduled while the deployer could`);
  return [...(await Promise.all(findings)).flat(), ...early];
}

/** Every account that a contract names by a getter must be one of the contracts: owners, guardians, treasuries. */
async function holderFindings(contracts, { executed }) {
  const known = [zeroAddress, ...Object.values(contracts).map(({ address }) => address)];
  const getters = Object.values(contracts).flatMap((contract) =>
    contract.abi.filter(isAccountGetter).map((getter) => ({ contract, getter: getter.name })),
  );
  const findings = getters.map(async ({ contract, getter }) => {
    // Voters may have named a guardian.
    if (getter === "guardian" && executed.length > 0) return [];
    // What is a job's own has no answer where there is no job.
    const account = await contract.read(getter).catch(() => zeroAddress);
    return known.some((address) => isAddressEqual(address, account))
      ? []
      : [`${contract.name}.${getter}() is ${account}`];
  });
  return (await Promise.all(findings)).flat();
}

const isAccountGetter = ({ type, inputs, outputs, stateMutability }) =>
  type === "function" &&
  ["view", "pure"].includes(stateMutability) &&
  inputs.length === 0 &&
  outputs.length === 1 &&
  outputs[0].type === "address";

/** Whoever was ever named is refused what only the timelock may do; not every contract says by a getter whom it obeys. */
async function refusalFindings(contracts, { accounts }) {
  const { Timelock, Voting, ProtocolParameters, LibraryRegistry, JobFactory, Collateral, Reputation, Job } = contracts;
  const own = [Timelock, Voting].map(({ address }) => address);
  const library = { name: "x", version: "x", image: DEFAULT_ADMIN_ROLE };
  const attempts = accounts
    .filter((account) => account !== zeroAddress && !own.includes(account))
    .flatMap((account) => [
      [account, Timelock, "grantRole", [DEFAULT_ADMIN_ROLE, account]],
      [account, Timelock, "schedule", [account, 0n, "0x", DEFAULT_ADMIN_ROLE, DEFAULT_ADMIN_ROLE, 2n * DAY]],
      [account, Voting, "setVotingPeriod", [1]],
      [account, ProtocolParameters, "set", [0, 1n]],
      [account, ProtocolParameters, "setGuardian", [account]],
      [account, ProtocolParameters, "pause", []],
      [account, LibraryRegistry, "setStatus", [library, ALLOWED]],
      [account, JobFactory, "list", [Job.address, true]],
      [account, Collateral, "connect", [JobFactory.address, Reputation.address]],
    ]);
  const findings = attempts.map(async ([account, contract, functionName, args]) => {
    const call = { account, address: contract.address, abi: contract.abi, functionName, args };
    const isAllowed = await contract.client.simulateContract(call).then(
      () => true,
      (error) => {
        if (error.walk?.(({ name }) => name === "ContractFunctionRevertedError")) return false;
        throw error;
      },
    );
    return isAllowed ? [`${account} may call ${contract.name}.${functionName}`] : [];
  });
  return (await Promise.all(findings)).flat();
}

async function wiringFindings({ Timelock, Voting, Hypertoken, ProtocolParameters, LibraryRegistry, ...market }) {
  const { Collateral, JobFactory, Job, Reputation } = market;
  const expected = [
    [Voting, "token", Hypertoken],
    [Voting, "timelock", Timelock],
    [ProtocolParameters, "timelock", Timelock],
    [LibraryRegistry, "timelock", Timelock],
    [Collateral, "token", Hypertoken],
    [Collateral, "parameters", ProtocolParameters],
    [Collateral, "treasury", Timelock],
    [Collateral, "factory", JobFactory],
    [Collateral, "reputation", Reputation],
    [Reputation, "collateral", Collateral],
    [JobFactory, "genesisImplementation", Job],
  ];
  const findings = expected.map(async ([contract, getter, other]) => {
    const found = await contract.read(getter);
    if (isAddressEqual(found, other.address)) return [];
    return [`${contract.name}.${getter}() is ${found}, and not ${other.name} (${other.address})`];
  });
  const registered = await JobFactory.read("codeHashOf", [Job.address]);
  const code = keccak256(await Job.client.getCode({ address: Job.address }));
  return [
    ...(await Promise.all(findings)).flat(),
    ...(registered === code ? [] : [`JobFactory has Job registered with code hash ${registered}, and not ${code}`]),
  ];
}

async function allocationFindings({ Timelock, Hypertoken, Faucet }, { deployer }, fromBlock, parameters) {
  const supply = await Hypertoken.read("totalSupply");
  const transfers = await Hypertoken.events(["Transfer"], fromBlock);
  const minted = sums(
    transfers.filter(({ args }) => args.from === zeroAddress).map(({ args }) => [args.to, args.value]),
  );
  const expected = sums([
    [Timelock.address, parameters.treasuryAmount],
    [parameters.foundation, parameters.foundationAmount],
    [deployer, parameters.faucetAmount],
  ]);
  const isFilled = transfers.some(
    ({ args: { from, to, value } }) => from === deployer && to === Faucet?.address && value === parameters.faucetAmount,
  );
  const holders = [...new Set([...minted.keys(), ...expected.keys()])];
  const whole = await Hypertoken.read("SUPPLY");
  return [
    ...(supply === whole ? [] : [`Hypertoken's supply is ${hyt(supply)}, and not ${hyt(whole)}`]),
    ...(Faucet === undefined || isFilled ? [] : [`the deployer has not handed the faucet's tokens over`]),
    ...holders
      .filter((holder) => (minted.get(holder) ?? 0n) !== (expected.get(holder) ?? 0n))
      .map(
        (holder) =>
          `${holder} was allocated ${hyt(minted.get(holder) ?? 0n)}, and not ${hyt(expected.get(holder) ?? 0n)}`,
      ),
  ];
}

function sums(pairs) {
  const total = new Map();
  for (const [holder, amount] of pairs) total.set(holder, (total.get(holder) ?? 0n) + amount);
  return total;
}

const hyt = (amount) => `${formatUnits(amount, 18)} HYT`;

async function genesisFindings(contracts, parameters) {
  const { Timelock, Voting, ProtocolParameters, LibraryRegistry, JobFactory, Job } = contracts;
  const values = await ProtocolParameters.read("values");
  const ids = await Promise.all(parameters.libraries.map((library) => LibraryRegistry.read("idOf", [library])));
  const expected = [
    ["the timelock's delay in seconds", await Timelock.read("getMinDelay"), TIMELOCK_SECONDS],
    ["Voting's delay in seconds", await Voting.read("votingDelay"), DAY],
    ["Voting's period in seconds", await Voting.read("votingPeriod"), 5n * DAY],
    ["Voting's threshold", await Voting.read("proposalThreshold"), 100_000n * 10n ** 18n],
    ["Voting's quorum in percent", await Voting.read("quorumNumerator"), 4],
    ["Voting's seconds after a late quorum", await Voting.read("lateQuorumVoteExtension"), DAY],
    ["the pause", await ProtocolParameters.read("isPaused"), false],
    ["that Job is listed", await JobFactory.read("isListed", [Job.address]), true],
    ...PARAMETERS.map((name) => [`parameter ${name}`, values[name[0].toLowerCase() + name.slice(1)], parameters[name]]),
    ...(await Promise.all(
      ids.map(async (id, number) => [
        `the status of library ${parameters.libraries[number].name}`,
        await LibraryRegistry.read("statusOf", [id]),
        ALLOWED,
      ]),
    )),
  ];
  return expected
    .filter(([, found, wanted]) => `${found}` !== `${wanted}`)
    .map(([what, found, wanted]) => `${what} is ${found}, and not ${wanted}, without a vote`);
}
