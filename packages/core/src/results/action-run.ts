/** An action run: what was planned, and its results as results JSON holds them. */
import type { Failure } from "../failure/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import { executionOf, executionSlot, type Slot } from "../log/index.ts";
import { resultsEntry } from "./entry.ts";
import type { ActionResult, ResultsEntry } from "./results.ts";

/** One connection of an action run. */
export interface AppRun {
  readonly appRunId: number;
  readonly connectionId: number;
  /** As the results show it. */
  readonly connection: string;
  readonly integrationKey: string;
  /** Number and display name of the integration. */
  readonly appId: number;
  readonly app: string;
}

/** A parameter object after stage one, with its context. */
export type PlannedParameter = ActionResult["parameter"];

/** What an action run keeps of its plan: each connection with each parameter object is one execution. */
export interface ActionPlan {
  readonly appRuns: readonly AppRun[];
  readonly parameters: readonly PlannedParameter[];
}

/** A result as the engine remembers it. */
export interface KeptOutcome {
  readonly status: "success" | "failed";
  readonly data: readonly Json[];
  readonly message: string;
  readonly summary: JsonObject;
  /** Set when failed. */
  readonly failure: Failure | null;
}

export interface ActionRunFacts {
  readonly id: number;
  /** The block's name. */
  readonly name: string;
  readonly command: string;
  readonly plan: ActionPlan;
}

/** Slots of all executions, connection by connection. Pure. */
export function executionSlots({ appRuns, parameters }: ActionPlan): readonly Slot[] {
  return appRuns.flatMap(({ appRunId }) =>
    parameters.map((_, index) => executionSlot(appRunId, index)),
  );
}

/** What an execution's slot stands for in its plan; null: it is none of this plan. Pure. */
export function plannedExecution(
  { appRuns, parameters }: ActionPlan,
  slot: Slot,
): {
  readonly appRun: AppRun;
  readonly parameter: PlannedParameter;
  readonly index: number;
} | null {
  const execution = executionOf(slot);
  const appRun = appRuns.find(({ appRunId }) => appRunId === execution?.appRunId);
  const index = execution?.parameterIndex ?? 0;
  const parameter = parameters[index];
  return appRun === undefined || parameter === undefined ? null : { appRun, parameter, index };
}

/** One entry for each connection, with the results that there are. Pure. */
export function entriesOf(
  run: ActionRunFacts,
  results: ReadonlyMap<Slot, KeptOutcome>,
): readonly ResultsEntry[] {
  const { plan } = run;
  return plan.appRuns.map((appRun) =>
    resultsEntry({
      connection: { id: appRun.connectionId, name: appRun.connection },
      integration: { id: appRun.appId, name: appRun.app },
      command: run.command,
      blockName: run.name,
      actionRunId: run.id,
      appRunId: appRun.appRunId,
      results: plan.parameters.flatMap((parameter, index) => {
        const kept = results.get(executionSlot(appRun.appRunId, index));
        return kept === undefined ? [] : [actionResult(kept, parameter)];
      }),
    }),
  );
}

function actionResult(kept: KeptOutcome, parameter: PlannedParameter): ActionResult {
  const { status, data, message, summary, failure } = kept;
  const error =
    failure === null
      ? null
      : {
          failure_indicator: failure.failureIndicator,
          status_code: failure.statusCode,
          message: failure.message,
          class: failure.class,
        };
  return { status, data, message, parameter, summary, error };
}
