import type { Command, CommandOutput } from "@callbook/core/integration";
import { command, input } from "./command.ts";

/** The input of commands that ask about IP addresses; a comma list asks about each. */
export const ipInput = input({
  name: "ip",
  required: true,
  primary: true,
  allowList: true,
  contains: ["ip", "ipv6"],
  description: "IP address.",
  example: "1.1.1.1",
});

/** "file reputation", which several integrations offer under the same name. */
export function fileReputationCommand(
  outputs: readonly Omit<CommandOutput, "columnOrder">[],
): Command {
  return command({
    name: "file reputation",
    description: "Tells what is known of a file.",
    kind: "investigate",
    readOnly: true,
    icon: "file-search",
    inputs: [
      input({
        name: "hash",
        required: true,
        primary: true,
        allowList: true,
        contains: ["hash", "sha256", "md5"],
        description: "MD5, SHA-1 or SHA-256 hash of the file.",
        example: "44d88612fea8a8f36de82e1278abb02f",
      }),
    ],
    outputs,
  });
}

/** Whether a text can be an IP address; which one it is, the service knows. Pure. */
export function looksLikeIp(text: string): boolean {
  return /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i.test(text);
}

/** Whether a text is an MD5, SHA-1 or SHA-256 hash. Pure. */
export function isHash(text: string): boolean {
  return /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i.test(text);
}
