/**
 * A datapath names values that a run produces: a source and a path into it, as
 * in Splunk SOAR ("geolocate_ip_1:action_result.data.*.country"). Stored with
 * ids ("#b_x1:action_result.data.*.country", "playbook_input:#i_x1") and shown
 * with names, so that a rename breaks nothing. Both forms have this one grammar.
 */
import { assertNever } from "../json/index.ts";

/** A block, filter or input, by id (stored form, written "#b_x1") or by name (shown form). */
export type Reference =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "name"; readonly name: string };

/** Sources that are no block. */
export const FIXED_SOURCES = [
  "artifact",
  "filtered-artifact",
  "filtered_artifact",
  "container",
  "playbook",
  "custom_list",
] as const;
export type FixedSource = (typeof FIXED_SOURCES)[number];

export type Source =
  | { readonly kind: "block"; readonly block: Reference }
  | { readonly kind: "playbook_input"; readonly input: Reference }
  | { readonly kind: FixedSource };

export const SECTIONS = ["playbook_output", "playbook_input", "custom_function"] as const;
export type Section = (typeof SECTIONS)[number];

export type Segment =
  | { readonly kind: "key"; readonly key: string }
  /** "*": each element of a list, or each value of an object. */
  | { readonly kind: "each" }
  /** From 0; of an object it is the key of these digits. */
  | { readonly kind: "index"; readonly index: number };

export interface Datapath {
  /** "filtered-data:<filter>:condition_<n>:", n from 1; null: not behind a filter. */
  readonly filter: { readonly block: Reference; readonly condition: number } | null;
  readonly source: Source;
  /** Kind of output that is named before the path: "<block>:custom_function:<output>". */
  readonly section: Section | null;
  /** Empty only for "playbook_input:<name>". */
  readonly segments: readonly Segment[];
}

/** The text of a datapath; parsing it gives the same datapath. */
export function printDatapath(datapath: Datapath): string {
  const { filter, source, section, segments } = datapath;
  const path = segments.map(printSegment);
  if (source.kind === "playbook_input") path.unshift(printInput(source.input));
  const front = filter === null ? "" : printFilter(filter);
  const sectionText = section === null ? "" : `${section}:`;
  const sourceText = source.kind === "block" ? printReference(source.block) : source.kind;
  return `${front}${sourceText}:${sectionText}${path.join(".")}`;
}

function printFilter(filter: { readonly block: Reference; readonly condition: number }): string {
  return `filtered-data:${printReference(filter.block)}:condition_${filter.condition}:`;
}

function printReference(reference: Reference): string {
  return reference.kind === "id" ? `#${reference.id}` : reference.name;
}

function printInput(input: Reference): string {
  return input.kind === "id" ? `#${input.id}` : printSegment({ kind: "key", key: input.name });
}

function printSegment(segment: Segment): string {
  switch (segment.kind) {
    case "each":
      return "*";
    case "index":
      return String(segment.index);
    case "key":
      return segment.key === "*" ? "\\*" : escapeKey(segment.key);
    default:
      return assertNever(segment, "segment");
  }
}

/** A dot inside a key is written "\.", a backslash "\\". */
function escapeKey(key: string): string {
  return key.replace(/[\\.]/g, "\\$&");
}
