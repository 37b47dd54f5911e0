/** Builds the parameter objects of an action: stage one of its templates, once for each row. */
import {
  collectRows,
  type Datapath,
  printDatapath,
  ROW_LIMIT,
  runScope,
  sourceKey,
} from "../datapath/index.ts";
import { type Json, type JsonObject, utf8Length } from "../json/index.ts";
import { ActionConfig, HANDLE_LIMIT_BYTES } from "./action.ts";
import type { FailureSummary } from "./event.ts";
import type { ActionPlan, ActionToPlan, PlannedParameter } from "./plan.ts";
import { type InputFault, type PlannedInput, type Row, readInput, valuesOf } from "./plan-input.ts";
import { neededResults } from "./reads.ts";
import { readerWithFailures } from "./result-reader.ts";
import { shownDatapath, wholeText } from "./whole-value.ts";

/**
 * Plans an action. Datapaths of one source stay aligned row by row, those of
 * different sources form the cartesian product in the order of the inputs,
 * literals repeat, and exact duplicates stay. A row in which a required input
 * has no value is dropped; when none is left, the plan fails and names the
 * input. An input that allows lists gives one parameter object for each part
 * of its comma list. What only looks like JSON is left for the command to
 * refuse when it reads templates itself. Pure but for `guid`.
 * Source: parameter building of Splunk SOAR's generated playbooks.
 */
export function planAction(action: ActionToPlan): ActionPlan {
  const config = ActionConfig.parse(action.block.config);
  const inputs: PlannedInput[] = [];
  for (const input of action.inputs) {
    const read = readInput(input, config.parameters[input.name] ?? input.default ?? "");
    if (!read.ok) return failed(config, read.fault);
    inputs.push(read.input);
  }
  const handle = handleOf(action, config.handle);
  if (!handle.ok) return failed(config, handle.fault);
  const rows = rowsOf(action, inputs);
  if (!rows.ok) return failed(config, rows.fault);
  const parameters = parametersOf(inputs, rows.rows);
  if (!parameters.ok) return failed(config, parameters.fault);
  const context = contextOf(action);
  return {
    ok: true,
    handle: handle.handle,
    parameters: parameters.objects.map(
      (object): PlannedParameter => ({ ...object, context: { guid: action.guid(), ...context } }),
    ),
  };
}

type Faulty = { readonly ok: false; readonly fault: InputFault };

function failed(config: ActionConfig, fault: InputFault): ActionPlan {
  const failure: FailureSummary = {
    class: fault.class,
    failureIndicator: `${config.command} failed. Input: ${fault.input}.`,
    statusCode: 400,
    message: fault.message,
    field: fault.input,
  };
  return { ok: false, failure };
}

function scopeOf({ document, results, state }: ActionToPlan) {
  return runScope(document, readerWithFailures(results, state), null);
}

/**
 * Rows of the datapaths of all inputs; the order in which inputs name sources
 * is that of the product. A source without rows counts as one without values.
 */
function rowsOf(
  action: ActionToPlan,
  inputs: readonly PlannedInput[],
): { readonly ok: true; readonly rows: readonly Row[] } | Faulty {
  let rows: readonly ReadonlyMap<string, Json>[] = [new Map()];
  for (const group of bySource(inputs)) {
    const label = group[0]?.label ?? "";
    const fault = (message: string): Faulty => ({
      ok: false,
      fault: { class: "F-TEMPLATE", input: label, message },
    });
    const datapaths = group.map(({ datapath }) => datapath);
    const collected = collectRows(datapaths, scopeOf(action));
    if (!collected.ok) return fault(collected.message);
    const tuples = collected.rows.length === 0 ? [[]] : collected.rows;
    if (collected.cut || rows.length * tuples.length > ROW_LIMIT)
      return fault(`There are more than ${ROW_LIMIT} rows to send`);
    rows = rows.flatMap((row) =>
      tuples.map((tuple) => new Map([...row, ...namedValues(datapaths, tuple)])),
    );
  }
  const shown = (datapath: Datapath) => shownDatapath(datapath, action.document);
  const valueIn = (row: ReadonlyMap<string, Json>) => (datapath: Datapath) =>
    row.get(printDatapath(datapath)) ?? null;
  return { ok: true, rows: rows.map((row) => ({ valueOf: valueIn(row), shown })) };
}

interface UsedDatapath {
  readonly datapath: Datapath;
  /** Of the input that uses it. */
  readonly label: string;
}

function bySource(inputs: readonly PlannedInput[]): readonly (readonly UsedDatapath[])[] {
  const groups = new Map<string, UsedDatapath[]>();
  for (const { datapaths, label } of inputs) {
    for (const datapath of datapaths) {
      const key = sourceKey(datapath);
      const group = groups.get(key) ?? [];
      groups.set(key, [...group, { datapath, label }]);
    }
  }
  return [...groups.values()];
}

function namedValues(datapaths: readonly Datapath[], tuple: readonly Json[]) {
  return datapaths.map((path, column) => [printDatapath(path), tuple[column] ?? null] as const);
}

function parametersOf(
  inputs: readonly PlannedInput[],
  rows: readonly Row[],
): { readonly ok: true; readonly objects: readonly JsonObject[] } | Faulty {
  const objects: JsonObject[] = [];
  let dropped: InputFault | null = null;
  for (const row of rows) {
    let combined: readonly (readonly [string, Json][])[] = [[]];
    let missing: InputFault | null = null;
    for (const input of inputs) {
      const values = valuesOf(input, row);
      if (!values.ok && values.drops) missing ??= values.fault;
      else if (!values.ok) return values;
      else combined = withEach(combined, input.name, values.values);
    }
    if (missing === null) objects.push(...combined.map((entries) => Object.fromEntries(entries)));
    dropped ??= missing;
  }
  if (objects.length === 0 && dropped !== null) return { ok: false, fault: dropped };
  return { ok: true, objects };
}

/** Every object so far with every value; a value null is left out. */
function withEach(
  combined: readonly (readonly [string, Json][])[],
  name: string,
  values: readonly Json[],
): readonly (readonly [string, Json][])[] {
  return combined.flatMap((entries) =>
    values.map((value) =>
      value === null ? entries : [...entries, [name, value] as [string, Json]],
    ),
  );
}

function handleOf(
  action: ActionToPlan,
  text: string,
): { readonly ok: true; readonly handle: string | null } | Faulty {
  if (text === "") return { ok: true, handle: null };
  const reading = { document: action.document, scope: scopeOf(action), missing: null };
  const whole = wholeText(text, reading);
  const fault = (message: string): Faulty => ({
    ok: false,
    fault: { class: "F-TEMPLATE", input: "Handle", message },
  });
  if (!whole.ok) return fault(whole.message);
  if (whole.text !== null && utf8Length(whole.text) > HANDLE_LIMIT_BYTES)
    return {
      ok: false,
      fault: { ...fault("A handle has at most 64 KiB").fault, class: "F-INPUT" },
    };
  return { ok: true, handle: whole.text === "" ? null : whole.text };
}

/** `parent_action_run`: the action runs whose results the parameters were built from. */
function contextOf({ document, block, state }: ActionToPlan) {
  const parents = neededResults(document, [block.id]).flatMap((id) => {
    const parent = state.blocks[id]?.action?.actionRunId;
    return parent === undefined ? [] : [parent];
  });
  return { artifact_id: null, parent_action_run: parents };
}
