import { isJsonObject, type Json, type JsonObject, member } from "../json/index.ts";
import { FORMAT_VERSION } from "./document.ts";

/**
 * Upgrades by the format version they start from; each gives the next version.
 * A shape that has landed is never changed: its golden file stays in the tests.
 */
const UPGRADES: ReadonlyMap<number, (document: JsonObject) => JsonObject> = new Map();

export type Upgraded =
  | { readonly ok: true; readonly value: JsonObject }
  | {
      readonly ok: false;
      readonly code: string;
      readonly message: string;
      readonly path: readonly string[];
    };

/** A document of any landed format version as the present one; what it holds is not checked here. */
export function upgradeDocument(value: Json): Upgraded {
  if (!isJsonObject(value)) {
    const message = "A playbook document is a JSON object.";
    return { ok: false, code: "DOCUMENT_SHAPE", message, path: [] };
  }
  const version = member(value, "formatVersion");
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    const message = `formatVersion is missing; this version is ${FORMAT_VERSION}.`;
    return { ok: false, code: "FORMAT_VERSION", message, path: ["formatVersion"] };
  }
  if (version > FORMAT_VERSION) {
    const message = `The document has format version ${version}; this server knows up to ${FORMAT_VERSION}. Update the server.`;
    return { ok: false, code: "FORMAT_VERSION", message, path: ["formatVersion"] };
  }
  let upgraded = value;
  for (let from = version; from < FORMAT_VERSION; from += 1) {
    const upgrade = UPGRADES.get(from);
    if (upgrade === undefined) throw new Error(`no upgrade from format version ${from}`);
    upgraded = upgrade(upgraded);
  }
  return { ok: true, value: upgraded };
}
