/** The plan of an action: what is sent to each of its connections. */
import type { Block, PlaybookDocument } from "../document/index.ts";
import type { CommandInput } from "../integration/index.ts";
import type { ActionResult } from "../results/index.ts";
import type { FailureSummary } from "./event.ts";
import type { RunState } from "./state.ts";
import type { ResultReader } from "./step.ts";

/** A parameter object after stage one, with its context. */
export type PlannedParameter = ActionResult["parameter"];

export interface ActionToPlan {
  readonly document: PlaybookDocument;
  /** An action block; its configuration was valid when the revision was made. */
  readonly block: Block;
  /** `commandInputs(commandsNamed(...))`. */
  readonly inputs: readonly CommandInput[];
  readonly state: Pick<RunState, "blocks">;
  /** Has loaded what `neededResults(document, catalogue, [block.id])` names. */
  readonly results: ResultReader;
  /** Makes the guid of one parameter's context. */
  readonly guid: () => string;
}

export type ActionPlan =
  | {
      readonly ok: true;
      /** In row order; each goes to every connection. Empty: every row was dropped, the action fails. */
      readonly parameters: readonly PlannedParameter[];
      /** null: none is handed on. */
      readonly handle: string | null;
    }
  | { readonly ok: false; readonly failure: FailureSummary };
