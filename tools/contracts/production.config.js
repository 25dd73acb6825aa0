// The contracts as they are deployed (`hardhat build --build-profile production`), beside the ones that tests run:
// profiles write over each other's in one folder.
import config from "../../hardhat.config.js";

export default {
  ...config,
  paths: { ...config.paths, artifacts: "build/production/contracts", cache: "build/production/cache" },
};
