import { isHash } from "../../declare/indicators.ts";
import { jsonCommand, textOf } from "../../declare/json-command.ts";

/** Has a file opened in the sandbox; the report comes by callback. */
export const detonateFile = jsonCommand({
  name: "detonate file",
  method: "POST",
  async: "callback",
  request: (parameter) => {
    const hash = textOf(parameter, "hash");
    if (hash === "") return { wrongInput: "hash", message: "hash is required" };
    if (!isHash(hash))
      return { wrongInput: "hash", message: "hash must be an MD5, SHA-1 or SHA-256 hash" };
    return { path: "/v1/detonations", body: { hash: hash.toLowerCase() } };
  },
  templates: { callback_url: "{{callback.url}}" },
  describe: () => ({ summary: {}, message: "The file is in the sandbox" }),
});
