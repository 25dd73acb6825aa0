import { existsSync } from "node:fs";
import { verifyContract } from "@nomicfoundation/hardhat-verify/verify";
import { getVerificationInformation } from "@nomicfoundation/ignition-core";
import { Failure } from "../tools/processes.js";

/** The explorers that sources can be sent to. */
export const explorers = ["sourcify", "blockscout", "etherscan"];

/**
 * Sends the sources of all contracts to an explorer, which compiles them and compares. What it has verified before is
 * left alone, so that this, too, goes on where it stopped.
 *
 * @param chain As openChain gives it, compiled.
 * @param folder Where the deployment's journal is kept: it holds the constructors' arguments.
 * @param explorer One of {@link explorers}.
 * @param talk Called with each line for people.
 * @throws Failure The explorer does not agree; the message says with which contract, and why.
 */
export async function verify({ name, hre }, folder, explorer, talk) {
  if (!existsSync(folder)) {
    throw new Failure(`the journal of the deployment on ${name} is not here: ${folder} does not exist`, {
      hint: "verify where it was deployed, or copy that folder",
      exitCode: 3,
    });
  }
  const refused = [];
  for await (const information of getVerificationInformation(folder)) {
    const contract = information.contract ?? information;
    try {
      await verifyContract({ ...information, provider: explorer }, hre, (text) => talk(text.trim().split("\n")[0]));
    } catch (error) {
      refused.push(`${contract}: ${error.formattedMessage ?? error.message}`);
    }
  }
  if (refused.length > 0) {
    throw new Failure([`${explorer} has not verified ${refused.length} contracts`, ...refused].join("\n  "), {
      hint: "the same command tries these again, and leaves alone what is verified",
    });
  }
}
