import { equalJson, isJsonObject, type Json, type JsonObject, member } from "../json/index.ts";
import { FORMAT_VERSION } from "./document.ts";

/**
 * Upgrades by the format version they start from; each gives the next version.
 * A shape that has landed is never changed: its golden file stays in the tests.
 */
const UPGRADES: ReadonlyMap<number, (document: JsonObject) => JsonObject> = new Map([
  [1, fromFormat1],
]);

/** What format 2 added, with what it says where format 1 said nothing. */
export const ADDED_IN_2 = {
  document: { foreign: null },
  block: { join: "all", parent: null, foreign: null },
  callback: { awaited: true, foreign: null },
} as const;

/** A block of any landed format as the present one; what is no object stays as it is. */
export function upgradeBlock(block: Json): Json {
  return isJsonObject(block) ? { ...ADDED_IN_2.block, ...block } : block;
}

/** A callback of any landed format as the present one; what is no object stays as it is. */
export function upgradeCallback(callback: Json): Json {
  return isJsonObject(callback) ? { ...ADDED_IN_2.callback, ...callback } : callback;
}

/** Without the keys that say only what the older format meant by saying nothing, or that hold undefined. */
export function withoutDefaults(
  value: Readonly<Record<string, Json | undefined>>,
  defaults: JsonObject,
): JsonObject {
  const kept: JsonObject = {};
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined || (Object.hasOwn(defaults, key) && equalJson(one, defaults[key])))
      continue;
    kept[key] = one;
  }
  return kept;
}

function fromFormat1(document: JsonObject): JsonObject {
  const upgraded: JsonObject = { ...ADDED_IN_2.document, ...document, formatVersion: 2 };
  const { blocks, callbacks } = document;
  if (Array.isArray(blocks)) upgraded["blocks"] = blocks.map(upgradeBlock);
  if (Array.isArray(callbacks)) upgraded["callbacks"] = callbacks.map(upgradeCallback);
  return upgraded;
}

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
