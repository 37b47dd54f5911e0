/** The results JSON of an action run, key for key as Splunk SOAR hands it to callbacks. */
import type { Failure, TraceStep } from "../failure/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import type { BlockPath } from "../log/index.ts";

export interface ResultsEntry {
  readonly asset_id: number;
  readonly asset: string;
  readonly app_id: number;
  readonly app: string;
  readonly action: string;
  readonly name: string;
  readonly action_run_id: number;
  readonly app_run_id: number;
  readonly status: "success" | "failed";
  readonly message: string;
  readonly summary: { readonly total_objects: number; readonly total_objects_successful: number };
  readonly action_results: readonly ActionResult[];
}

export interface ActionResult {
  readonly status: "success" | "failed";
  readonly data: readonly Json[];
  readonly message: string;
  /** The parameter object after stage one, with `context`. Never after stage two. */
  readonly parameter: JsonObject & { readonly context: ParameterContext };
  readonly summary: JsonObject;
  /** Set when failed. Datapath: <block>:action_result.error.failure_indicator|status_code|message */
  readonly error: {
    readonly failure_indicator: string;
    readonly status_code: number;
    readonly message: string;
    readonly class: string;
  } | null;
}

export type ParameterContext = {
  readonly guid: string;
  readonly artifact_id: number | null;
  readonly parent_action_run: number[];
};

/** The `action` argument of a callback. */
export interface ActionArgument {
  readonly action_run_id: number;
  readonly action: string;
  /** Deprecated duplicate of `action`, still handed on. */
  readonly action_name: string;
  readonly name: string;
}

/** The eight arguments of a callback, always all of them; null where the table of sources says so. */
export interface CallbackArguments {
  readonly action: ActionArgument | null;
  readonly success: boolean | null;
  readonly container: JsonObject | null;
  readonly results: readonly ResultsEntry[] | null;
  readonly handle: string | null;
  readonly filtered_artifacts: readonly number[] | null;
  readonly filtered_results: readonly ResultsEntry[] | null;
  readonly custom_function: JsonObject | null;
}

/** What the results panel shows of one execution (connection x parameter) without its body. */
export interface ExecutionRow {
  /** Of the pass that it belongs to; null: of a command's test, which is of no run. */
  readonly path: BlockPath | null;
  readonly actionRunId: number;
  readonly appRunId: number;
  readonly connectionId: number;
  readonly connection: string;
  readonly integration: string;
  readonly parameterIndex: number;
  readonly parameter: JsonObject;
  readonly status: "success" | "failed";
  readonly statusCode: number | null;
  readonly message: string;
  readonly summary: JsonObject;
  readonly failure: Failure | null;
  readonly trace: readonly TraceStep[];
  readonly size: number;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** A body, fetched when its row or tab is opened. */
export interface ExecutionBody {
  readonly data: readonly Json[];
  /** null when there was no response. `text` null: binary, shown as its size. */
  readonly raw: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly text: string | null;
  } | null;
}
