/** Builds the entry of one connection in the results of an action, with its message. */
import type { Json, JsonObject } from "../json/index.ts";
import type { ActionResult, ResultsEntry } from "./results.ts";

export interface EntryParts {
  readonly connection: { readonly id: number; readonly name: string };
  readonly integration: { readonly id: number; readonly name: string };
  /** Command name. */
  readonly command: string;
  readonly blockName: string;
  readonly actionRunId: number;
  readonly appRunId: number;
  /** One for each parameter object, in their order. */
  readonly results: readonly ActionResult[];
}

/** The entry with status, message and counts; success as soon as one result is. Pure. Source: Splunk SOAR. */
export function resultsEntry(parts: EntryParts): ResultsEntry {
  return {
    asset_id: parts.connection.id,
    asset: parts.connection.name,
    app_id: parts.integration.id,
    app: parts.integration.name,
    action: parts.command,
    name: parts.blockName,
    action_run_id: parts.actionRunId,
    app_run_id: parts.appRunId,
    ...toldOf(parts.blockName, parts.connection.name, parts.results),
  };
}

/** The entry with only those of its results that a condition let through: it counts and tells only them. Pure. */
export function narrowedEntry(
  entry: ResultsEntry,
  isKept: (index: number) => boolean,
): ResultsEntry {
  const kept = entry.action_results.filter((_, index) => isKept(index));
  if (kept.length === entry.action_results.length) return entry;
  return { ...entry, ...toldOf(entry.name, entry.asset, kept) };
}

type Told = Pick<ResultsEntry, "status" | "message" | "summary" | "action_results">;

function toldOf(blockName: string, connection: string, results: readonly ActionResult[]): Told {
  const succeeded = results.filter(({ status }) => status === "success").length;
  return {
    status: succeeded > 0 ? "success" : "failed",
    message: entryMessage(blockName, connection, results),
    summary: { total_objects: results.length, total_objects_successful: succeeded },
    action_results: results,
  };
}

/**
 * `'geolocate_ip_1' on asset 'maxmind': 1 action succeeded. (1)For Parameter:
 * {"ip":"1.1.1.1"} Message: "Australia"`, and likewise those that failed. The
 * parameter is printed without its context. Pure. Source: Splunk SOAR.
 */
export function entryMessage(
  blockName: string,
  connection: string,
  results: readonly ActionResult[],
): string {
  const kinds = (["success", "failed"] as const).flatMap((status) => {
    const those = results.filter((result) => result.status === status);
    if (those.length === 0) return [];
    const verb = status === "success" ? "succeeded" : "failed";
    const lines = those.map(
      ({ parameter, message }, index) =>
        `(${index + 1})For Parameter: ${JSON.stringify(withoutContext(parameter))} Message: "${message}"`,
    );
    return [`${those.length} action${those.length === 1 ? "" : "s"} ${verb}. ${lines.join(" ")}`];
  });
  const what = kinds.length === 0 ? "0 actions succeeded." : kinds.join(" ");
  return `'${blockName}' on asset '${connection}': ${what}`;
}

/** A parameter object as the author means it. Pure. */
export function withoutContext(parameter: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(parameter).filter(([name]) => name !== "context"));
}

/** "total_objects: 2, total_objects_successful: 1": the text of a summary for one line. Pure. */
export function summaryText(summary: Readonly<Record<string, Json>>): string {
  return Object.entries(summary)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}
