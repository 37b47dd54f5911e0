import { isHash } from "../../declare/indicators.ts";
import { jsonCommand, textOf } from "../../declare/json-command.ts";

/** What the sandbox knows of a file. */
export const fileReputation = jsonCommand({
  name: "file reputation",
  method: "GET",
  request: (parameter) => {
    const hash = textOf(parameter, "hash");
    if (hash === "") return { wrongInput: "hash", message: "hash is required" };
    if (!isHash(hash))
      return { wrongInput: "hash", message: "hash must be an MD5, SHA-1 or SHA-256 hash" };
    return { path: `/v1/file-reputation/${hash.toLowerCase()}` };
  },
  describe: ({ verdict, risk }) => ({
    summary: { verdict: verdict ?? null, risk: risk ?? null },
    message: `Verdict: ${String(verdict)}, risk: ${String(risk)}`,
  }),
});
