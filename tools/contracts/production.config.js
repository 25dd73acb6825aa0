// The contracts as they are deployed (`hardhat build --build-profile production`), beside the ones that tests run:
// profiles write over each other's in one folder.
import config from "../../hardhat.config.js";

const { default: development, production } = config.solidity.profiles;

export default {
  ...config,
  // Compiled all at once: each file by itself takes three times as long, for the same code.
  solidity: { ...config.solidity, profiles: { default: development, production: { ...production, isolated: false } } },
  paths: { ...config.paths, artifacts: "build/production/contracts", cache: "build/production/cache" },
};
