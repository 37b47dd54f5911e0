/** Builds the parameter objects of a command: stage one of its templates, once for each row. */
import {
  collectRows,
  type Datapath,
  type DatapathScope,
  printDatapath,
  sourceKey,
  tooManyRows,
} from "../datapath/index.ts";
import type { PlaybookDocument } from "../document/index.ts";
import type { CommandInput } from "../integration/index.ts";
import { Growth, type Json, type JsonObject, MOST_HANDED_ON } from "../json/index.ts";
import { shownDatapath } from "../value/index.ts";
import { type InputFault, type PlannedInput, type Row, readInput, valuesOf } from "./plan-input.ts";

/** Most rows that one action sends. */
const MOST_ROWS = 2000;

export interface ParametersToPlan {
  readonly document: PlaybookDocument;
  /** `commandInputs(commandsNamed(...))`. */
  readonly inputs: readonly CommandInput[];
  /** Input name to the text as it is stored, with datapaths and templates by id. */
  readonly texts: Readonly<Record<string, string>>;
  readonly scope: DatapathScope;
}

export type PlannedParameters =
  /** In row order. Empty only when there is no row at all. */
  | { readonly ok: true; readonly objects: readonly JsonObject[] }
  | { readonly ok: false; readonly fault: InputFault };

/**
 * Plans the parameter objects of a command. Datapaths of one source stay aligned row by row, those of
 * different sources form the cartesian product in the order of the inputs,
 * literals repeat, and exact duplicates stay. A row in which a required input
 * has no value is dropped; when none is left, the plan fails and names the
 * input. An input that allows lists gives one parameter object for each part
 * of its comma list. What only looks like JSON is left for the command to
 * refuse when it reads templates itself. Pure.
 * Source: parameter building of Splunk SOAR's generated playbooks.
 */
export function planParameters(plan: ParametersToPlan): PlannedParameters {
  const inputs: PlannedInput[] = [];
  for (const input of plan.inputs) {
    const text = Object.hasOwn(plan.texts, input.name) ? plan.texts[input.name] : undefined;
    const read = readInput(input, text ?? input.default ?? "");
    if (!read.ok) return read;
    inputs.push(read.input);
  }
  const rows = rowsOf(plan, inputs);
  return rows.ok ? parametersOf(inputs, rows.rows) : rows;
}

type Faulty = { readonly ok: false; readonly fault: InputFault };

/**
 * Rows of the datapaths of all inputs; the order in which inputs name sources
 * is that of the product. A source without rows counts as one without values.
 */
function rowsOf(
  plan: ParametersToPlan,
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
    const collected = collectRows(datapaths, plan.scope, MOST_ROWS);
    if (!collected.ok) return fault(collected.message);
    const tuples = collected.rows.length === 0 ? [[]] : collected.rows;
    if (rows.length * tuples.length > MOST_ROWS) return fault(tooManyRows(MOST_ROWS));
    rows = rows.flatMap((row) =>
      tuples.map((tuple) => new Map([...row, ...namedValues(datapaths, tuple)])),
    );
  }
  const shown = (datapath: Datapath) => shownDatapath(datapath, plan.document);
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
  const growth = new Growth(MOST_HANDED_ON);
  let dropped: InputFault | null = null;
  for (const row of rows) {
    let combined: readonly (readonly [string, Json][])[] = [[]];
    let missing: InputFault | null = null;
    for (const input of inputs) {
      const values = valuesOf(input, row);
      if (!values.ok && values.drops) missing ??= values.fault;
      else if (!values.ok) return values;
      else if (objects.length + combined.length * values.values.length > MOST_ROWS)
        return tooMuch(
          input,
          `There are more than ${MOST_ROWS.toLocaleString("en")} parameter objects to send`,
        );
      else if (!values.values.every((value) => takesEach(growth, value, combined.length)))
        return tooMuch(input, `What all rows send ${growth.refusal}`);
      else combined = withEach(combined, input.name, values.values);
    }
    if (missing === null) for (const entries of combined) objects.push(Object.fromEntries(entries));
    dropped ??= missing;
  }
  if (objects.length === 0 && dropped !== null) return { ok: false, fault: dropped };
  return { ok: true, objects };
}

function tooMuch({ label }: PlannedInput, message: string): Faulty {
  return { ok: false, fault: { class: "F-INPUT", input: label, message } };
}

/** Whether a value may still be added so many times. */
function takesEach(growth: Growth, value: Json, times: number): boolean {
  for (let time = 0; time < times; time += 1) if (!growth.takes(value)) return false;
  return true;
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
