/** What arguments the target of a callback gets, before any run: one row per argument. Pure. */
import type { BlockSpec } from "@callbook/core/block";

export const ARGUMENT_NAMES = [
  "action",
  "success",
  "container",
  "results",
  "handle",
  "filtered_artifacts",
  "filtered_results",
  "custom_function",
] as const;
export type ArgumentName = (typeof ARGUMENT_NAMES)[number];

export interface ArgumentSource {
  readonly name: ArgumentName;
  /** Where it comes from; null: it is always null. */
  readonly from: string | null;
}

const container = "of the run; null when it has none";

const ownAction: Readonly<Partial<Record<ArgumentName, string>>> = {
  action: "id, command and name of this action run",
  success: "false only if every execution failed",
  container,
  results: "one entry per connection",
  handle: "if the block sets one",
};
const passedOn: Readonly<Partial<Record<ArgumentName, string>>> = {
  action: "passed on",
  success: "passed on",
  container,
  results: "passed on",
  handle: "passed on",
  filtered_artifacts: "passed on",
  filtered_results: "passed on",
  custom_function: "passed on",
};

const { custom_function: _, ...decided } = passedOn;

/**
 * The rows for a callback of a block of this type.
 * @param join whether the target waits for several: it is released with container and handle alone
 */
export function argumentSources(spec: BlockSpec, join: boolean): readonly ArgumentSource[] {
  const sources = join ? { container, handle: "of the last that called" } : sourcesOf(spec);
  return ARGUMENT_NAMES.map((name) => ({ name, from: sources[name] ?? null }));
}

function sourcesOf(spec: BlockSpec): Readonly<Partial<Record<ArgumentName, string>>> {
  switch (spec.passes) {
    case "container only":
      return { container };
    case "own action":
      return ownAction;
    case "passed on":
      if (!spec.fields.some((field) => field.kind === "branches")) return passedOn;
      return { ...decided, filtered_results: filteredBy(spec) };
    case "nothing":
      return {};
  }
}

function filteredBy({ filters }: BlockSpec): string {
  return filters === null
    ? "results that made the taken condition true"
    : "results that this output let through";
}
