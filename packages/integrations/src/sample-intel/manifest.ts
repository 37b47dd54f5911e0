import type { IntegrationManifest } from "@callbook/core/integration";
import { command, input, output, testConnectionCommand } from "../declare/command.ts";
import { fileReputationCommand, ipInput } from "../declare/indicators.ts";

/** The small threat intelligence service that comes with Callbook, for trying things out. */
export const sampleIntel: IntegrationManifest = {
  key: "sample-intel",
  name: "Sample Intel",
  description:
    "The sample service that comes with Callbook: geolocation, reputation, tickets, and a sandbox that answers by callback. Its data is invented.",
  category: "Threat Intelligence",
  minVersion: "V15.3.34.0",
  deploymentOptions: ["Option I", "Option II", "Option III", "Option IV"],
  origin: "system",
  isSample: true,
  icon: "radar",
  commands: [
    testConnectionCommand,
    command({
      name: "geolocate ip",
      description: "Tells where an IP address is.",
      kind: "investigate",
      readOnly: true,
      icon: "map-pin",
      inputs: [ipInput],
      outputs: [
        output("data.*.country_iso_code", "string", ["AU"], { columnName: "Country Code" }),
        output("data.*.country_name", "string", ["Australia"], { columnName: "Country" }),
        output("data.*.city_name", "string", ["Brisbane"], { columnName: "City" }),
        output("data.*.continent_name", "string", ["Oceania"]),
        output("data.*.latitude", "numeric", [-27.47]),
        output("data.*.longitude", "numeric", [153.02]),
        output("data.*.time_zone", "string", ["Australia/Brisbane"]),
        output("data.*.as_org", "string", ["Open Resolver Project"], { columnName: "Network" }),
        output("summary.country", "string", ["Australia"]),
      ],
    }),
    command({
      name: "ip reputation",
      description: "Tells what is known of an IP address, with a score from 0 (harmless) to 100.",
      kind: "investigate",
      readOnly: true,
      icon: "shield-alert",
      inputs: [ipInput],
      outputs: [
        output("data.*.score", "numeric", [97], { columnName: "Score" }),
        output("data.*.verdict", "string", ["malicious"], { columnName: "Verdict" }),
        output("data.*.categories", "json", [["scanner"]], { columnName: "Categories" }),
        output("data.*.reports", "numeric", [291]),
        output("data.*.last_reported", "string", ["2026-10-05T08:00:00Z"]),
        output("summary.verdict", "string", ["malicious"]),
      ],
    }),
    fileReputationCommand([
      output("data.*.verdict", "string", ["malicious"], { columnName: "Verdict" }),
      output("data.*.detections", "numeric", [62], { columnName: "Detections" }),
      output("data.*.engines", "numeric", [64]),
      output("data.*.family", "string", ["Redcurrant"], { columnName: "Family" }),
      output("data.*.file_type", "string", ["PDF document"]),
      output("summary.verdict", "string", ["malicious"]),
    ]),
    command({
      name: "detonate file",
      description:
        "Has a file opened in the sandbox. The report comes by callback, some time later.",
      kind: "investigate",
      readOnly: false,
      icon: "bomb",
      async: "callback",
      inputs: [
        input({
          name: "hash",
          required: true,
          primary: true,
          contains: ["hash", "sha256", "md5"],
          description: "MD5, SHA-1 or SHA-256 hash of the file.",
          example: "44d88612fea8a8f36de82e1278abb02f",
        }),
      ],
      outputs: [
        output("data.*.verdict", "string", ["malicious"], { columnName: "Verdict" }),
        output("data.*.score", "numeric", [90], { columnName: "Score" }),
        output("data.*.signatures", "json", [["Writes to a start-up folder"]], {
          columnName: "Signatures",
        }),
        output("data.*.contacted_ips", "json", [["203.0.113.66"]], { contains: ["ip"] }),
        output("data.*.detonation_id", "string", ["6f1c…"]),
      ],
    }),
    command({
      name: "create ticket",
      description: "Opens a ticket. A repeat with the same Idempotency-Key opens no second one.",
      kind: "generic",
      readOnly: false,
      icon: "ticket",
      honoursIdempotencyKey: true,
      inputs: [
        input({
          name: "title",
          required: true,
          primary: true,
          description: "One line that says what the matter is.",
          example: "Suspicious address 203.0.113.66",
        }),
        input({
          name: "severity",
          valueList: ["low", "medium", "high"],
          default: "medium",
          description: "How urgent it is.",
          example: "high",
        }),
        input({
          name: "description",
          multiline: true,
          description: "What was found.",
          example: "Score 97, Amsterdam",
        }),
      ],
      outputs: [
        output("data.*.id", "string", ["SOC-1001"], { columnName: "Ticket" }),
        output("data.*.title", "string", ["Suspicious address"], { columnName: "Title" }),
        output("data.*.severity", "string", ["high"], { columnName: "Severity" }),
        output("data.*.status", "string", ["open"]),
        output("summary.ticket", "string", ["SOC-1001"]),
      ],
    }),
  ],
};
