/** The eight arguments of a callback as JSON, from what its event refers to. */
import type { JsonObject } from "../json/index.ts";
import type { ArgumentReferences, MatchedResult } from "../log/index.ts";
import { narrowedEntry } from "./entry.ts";
import type { CallbackArguments, ResultsEntry } from "./results.ts";

/** An action run as it was loaded for showing arguments. */
export interface LoadedAction {
  readonly actionRunId: number;
  readonly command: string;
  readonly blockName: string;
  readonly handle: string | null;
  readonly entries: readonly ResultsEntry[];
}

export interface ArgumentSources {
  /** The results that `args.filtered` stands for; null: nothing was filtered, or no results were. */
  readonly filtered: readonly MatchedResult[] | null;
  /** At least the action runs that `actionRunsOf` names and those of the filtered results. */
  readonly actions: readonly LoadedAction[];
  /** The container in the version that was handed on; null: the run has none. */
  readonly container: JsonObject | null;
}

/** Ids of the action runs that the arguments name themselves, each once. Pure. */
export function actionRunsOf(args: ArgumentReferences): readonly number[] {
  const ids = [args.actionRunId, args.handleOf].filter((id) => id !== null);
  return [...new Set(ids)];
}

/**
 * All eight arguments. null where nothing was handed on, and for action,
 * results and handle also when their action run is not among the sources.
 * Filtered results are entries that hold only the results which matched. Pure.
 */
export function callbackArguments(
  args: ArgumentReferences,
  { actions, container, filtered }: ArgumentSources,
): CallbackArguments {
  const action = actions.find(({ actionRunId }) => actionRunId === args.actionRunId);
  const handle = actions.find(({ actionRunId }) => actionRunId === args.handleOf)?.handle;
  return {
    action: action === undefined ? null : actionArgument(action),
    success: args.success,
    container: args.containerVersion === null ? null : container,
    results: action?.entries ?? null,
    handle: handle ?? null,
    filtered_artifacts: null,
    filtered_results: filteredResults(filtered, actions),
    custom_function: null,
  };
}

function actionArgument({ actionRunId, command, blockName }: LoadedAction) {
  return { action_run_id: actionRunId, action: command, action_name: command, name: blockName };
}

function filteredResults(
  matched: readonly MatchedResult[] | null,
  actions: readonly LoadedAction[],
): CallbackArguments["filtered_results"] {
  if (matched === null) return null;
  const wanted = new Set(matched.map(([appRunId, index]) => `${appRunId}/${index}`));
  return actions.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const narrowed = narrowedEntry(entry, (index) => wanted.has(`${entry.app_run_id}/${index}`));
      return narrowed.action_results.length === 0 ? [] : [narrowed];
    }),
  );
}
