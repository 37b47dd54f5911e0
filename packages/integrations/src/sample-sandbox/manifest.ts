import type { IntegrationManifest } from "@callbook/core/integration";
import { output, testConnectionCommand } from "../declare/command.ts";
import { fileReputationCommand } from "../declare/indicators.ts";

/** A second small service, so that one command is offered by two integrations. */
export const sampleSandbox: IntegrationManifest = {
  key: "sample-sandbox",
  name: "Sample Sandbox",
  description:
    "The other half of the sample service that comes with Callbook: it judges files by opening them. Its data is invented.",
  category: "Threat Intelligence",
  minVersion: "V15.3.34.0",
  deploymentOptions: ["Option I", "Option II", "Option III", "Option IV"],
  origin: "system",
  isSample: true,
  icon: "flask-conical",
  commands: [
    testConnectionCommand,
    fileReputationCommand([
      output("data.*.verdict", "string", ["malicious"], { columnName: "Verdict" }),
      output("data.*.risk", "numeric", [100], { columnName: "Risk" }),
      output("data.*.hash", "string", ["44d88612fea8a8f36de82e1278abb02f"], { contains: ["hash"] }),
      output("summary.verdict", "string", ["malicious"]),
    ]),
  ],
};
