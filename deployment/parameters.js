import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { getAddress, isAddress, parseUnits, zeroAddress } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { Failure, root } from "../tools/processes.js";

const SUPPLY = parseUnits("100000000", 18);
const ALLOCATIONS = ["treasuryAmount", "foundationAmount", "faucetAmount"];

// Whoever has these, everybody has: the accounts of development nodes, of which the keys are known.
const KNOWN = [
  zeroAddress,
  "0x000000000000000000000000000000000000dEaD",
  ...Array.from(
    { length: 20 },
    (_, addressIndex) =>
      mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex }).address,
  ),
];

/**
 * The parameters of a network, as the Ignition module takes them: deployment/parameters/<network>.json, in which a
 * foundation "$NAME" stands for what the environment says under that name.
 */
export async function readParameters({ name, isLocal, signer }, environment = process.env) {
  const file = path.join(root, "deployment", "parameters", `${name}.json`);
  const where = path.relative(root, file);
  if (!existsSync(file)) {
    throw new Failure(`${where} does not exist`, { hint: "write it after sepolia.json", exitCode: 2 });
  }
  const { Hypernet: given } = JSON.parse(await readFile(file, "utf8"), (_, value) =>
    typeof value === "string" && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
  const parameters = { faucetAmount: 0n, ...given };
  parameters.foundation = resolve(given.foundation, where, environment);
  requireAllocation(parameters, where);
  if (!isLocal) {
    requireOwnAccount(parameters.foundation, "the foundation", "name an account of yours");
    if (signer !== undefined) requireOwnAccount(signer.address, "the deployer", "set HYPERNET_KEY to a key of yours");
  }
  return parameters;
}

function resolve(foundation, where, environment) {
  const variable = /^\$(\w+)$/.exec(foundation)?.[1];
  const value = variable === undefined ? foundation : environment[variable];
  if (value === undefined || value === "") {
    throw new Failure(`${variable} is not set, which ${where} takes for its foundation`, {
      hint: `export ${variable}=0x… (the account that gets the foundation's tokens), or write the address into that file`,
      exitCode: 2,
    });
  }
  if (!isAddress(value)) {
    throw new Failure(`the foundation of ${where}, "${value}", is no address, or its checksum is wrong`, {
      hint: variable === undefined ? "correct it" : `correct ${variable}`,
      exitCode: 2,
    });
  }
  return getAddress(value);
}

function requireAllocation(parameters, where) {
  const sum = ALLOCATIONS.reduce((total, name) => total + parameters[name], 0n);
  if (sum === SUPPLY) return;
  throw new Failure(`the allocations of ${where} sum up to ${sum}, and not to the supply of ${SUPPLY}`, {
    hint: `correct ${ALLOCATIONS.join(", ")}`,
    exitCode: 2,
  });
}

function requireOwnAccount(address, who, hint) {
  if (!KNOWN.includes(address)) return;
  throw new Failure(`${who} would be ${address}, whose key is nobody's or everybody's`, { hint, exitCode: 2 });
}
