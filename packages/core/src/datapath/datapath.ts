/**
 * A datapath names values that a run produces: a source and a path into it, as
 * in Splunk SOAR ("geolocate_ip_1:action_result.data.*.country"). Stored with
 * ids ("#b_x1:action_result.data.*.country", "playbook_input:#i_x1",
 * "filtered-data:#b_f1:#i_y1:...") and shown with names, a filter's condition with
 * its number, so that neither a rename nor another order breaks anything. Both
 * forms have this one grammar.
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

/** A condition of a filter, by the id of its output (stored form) or by its number from 1 (shown form). */
export type ConditionReference =
  | { readonly kind: "id"; readonly id: string }
  | { readonly kind: "number"; readonly number: number };

/** Which filter a datapath is behind: of its source it reads only what that let through. */
export type FilterReference =
  /** "filtered-data:<filter>:condition_<n>:<source>:..." */
  | {
      readonly kind: "condition";
      readonly block: Reference;
      readonly condition: ConditionReference;
    }
  /** The filter that called the block which reads: "<block>:filtered-action_result...". Source: older playbooks of Splunk SOAR. */
  | { readonly kind: "caller" };

/** What an action's results begin with, and how they are written behind the filter that called. */
export const ACTION_RESULT = "action_result";
export const FILTERED_ACTION_RESULT = `filtered-${ACTION_RESULT}`;

export interface Datapath {
  /** null: it reads all of its source. */
  readonly filter: FilterReference | null;
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
  if (filter?.kind === "caller") path[0] = FILTERED_ACTION_RESULT;
  const front = filter?.kind === "condition" ? printCondition(filter) : "";
  const sectionText = section === null ? "" : `${section}:`;
  const sourceText = source.kind === "block" ? printReference(source.block) : source.kind;
  return `${front}${sourceText}:${sectionText}${path.join(".")}`;
}

function printCondition(filter: Extract<FilterReference, { kind: "condition" }>): string {
  const { block, condition } = filter;
  const which = condition.kind === "id" ? `#${condition.id}` : `condition_${condition.number}`;
  return `filtered-data:${printReference(block)}:${which}:`;
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
