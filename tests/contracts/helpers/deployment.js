import { fileURLToPath } from "node:url";
import Hypernet from "../../../deployment/modules/Hypernet.js";

/** The parameters of a local chain. */
export const localParameters = fileURLToPath(import.meta.resolve("../../../deployment/parameters/local.json"));

/**
 * All of Hypernet on a test's own chain, name → contract, deployed as a local chain's is; the first wallet is the
 * deployer and the foundation.
 */
export const deployHypernet = ({ ignition }) => ignition.deploy(Hypernet, { parameters: localParameters });

/** What a `Job` like the genesis implementation of a deployment is constructed with. */
export const jobArguments = ({ Collateral, JobSigning, JobAccord, JobAnnex, JobViews }) =>
  [Collateral, JobSigning, JobAccord, JobAnnex, JobViews].map(({ address }) => address);
