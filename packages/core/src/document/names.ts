import { isJsonObject, member } from "../json/index.ts";
import { comparedName } from "../text/index.ts";
import type { Block, PlaybookDocument } from "./document.ts";

/** Type of the block at which a run begins; its configuration lists the playbook's inputs. */
export const START_TYPE = "start";

/** Longest name of a block. */
const NAME_LENGTH = 64;

/**
 * Words with which a datapath's source may begin. A block never gets one of
 * them as its name, because its datapaths would be read as something else.
 */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "artifact",
  "filtered_artifact",
  "container",
  "playbook_input",
  "playbook",
  "custom_list",
  "connector",
  "callback",
]);

/** The form of a name by which names are the same: `Lookup` and `lookup` are. */
export const nameKey = comparedName;

/** The form by which the names in a document must differ; those of older ones did in no other. */
export function storedNameKey(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/**
 * `name`, or with `_2`, `_3`, ... behind it until it is free. `taken` holds
 * name keys. At most 64 characters: the front part gives way.
 */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  const free = (candidate: string): boolean =>
    !taken.has(nameKey(candidate)) && !RESERVED_NAMES.has(nameKey(candidate));
  if (free(name)) return name;
  for (let n = 2; ; n += 1) {
    const candidate = withNumber(name, n);
    if (free(candidate)) return candidate;
  }
}

/** `<base>_<n>` with the smallest n from 1 that is free: the name of a new block. */
export function numberedName(base: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n += 1) {
    const candidate = withNumber(base, n);
    if (!taken.has(nameKey(candidate))) return candidate;
  }
}

function withNumber(name: string, n: number): string {
  const suffix = `_${n}`;
  return cutAt(name, NAME_LENGTH - suffix.length) + suffix;
}

/** The first `length` units, without half of a surrogate pair at the end. */
function cutAt(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** An input of the playbook as datapaths refer to it. */
export interface PlaybookInput {
  readonly id: string;
  readonly name: string;
}

/** The inputs that the Start block declares, in order; entries without id and name are passed over. */
export function inputsOf(blocks: readonly Block[]): PlaybookInput[] {
  const start = blocks.find((block) => block.type === START_TYPE);
  const inputs = start?.config["inputs"];
  if (!Array.isArray(inputs)) return [];
  return inputs.filter(isJsonObject).flatMap((input) => {
    const id = member(input, "id");
    const name = member(input, "name");
    return typeof id === "string" && typeof name === "string" ? [{ id, name }] : [];
  });
}

/** The inputs that a run of this playbook takes. */
export function playbookInputs(document: Pick<PlaybookDocument, "blocks">): PlaybookInput[] {
  return inputsOf(document.blocks);
}
