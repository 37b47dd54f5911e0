/** The code of the built-in integrations' commands, for the server. */
import type { CommandRunners } from "@callbook/core/integration";
import { testConnection } from "./declare/test-connection.ts";
import { sendRequest } from "./rest-api-callback/commands/send-request.ts";
import { createTicket } from "./sample-intel/commands/create-ticket.ts";
import { detonateFile } from "./sample-intel/commands/detonate-file.ts";
import { fileReputation, geolocateIp, ipReputation } from "./sample-intel/commands/lookups.ts";
import { fileReputation as sandboxFileReputation } from "./sample-sandbox/commands/file-reputation.ts";

export const runners: CommandRunners = {
  "rest-api-callback": { "Test Connection": testConnection, "Send Request": sendRequest },
  "sample-intel": {
    "Test Connection": testConnection,
    "geolocate ip": geolocateIp,
    "ip reputation": ipReputation,
    "file reputation": fileReputation,
    "detonate file": detonateFile,
    "create ticket": createTicket,
  },
  "sample-sandbox": { "Test Connection": testConnection, "file reputation": sandboxFileReputation },
};
