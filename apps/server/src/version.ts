import { readFileSync } from "node:fs";

/** The product version whose integrations run here, a constant apart from our own version. */
export const COMPATIBILITY = "V15.3.34.0";

/** Our own version. */
export const VERSION = readVersion();

function readVersion(): string {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  const read: unknown = JSON.parse(text);
  if (
    typeof read === "object" &&
    read !== null &&
    "version" in read &&
    typeof read.version === "string"
  )
    return read.version;
  throw new Error("package.json has no version");
}
