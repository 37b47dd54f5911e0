/** Runs of a playbook with one Format for tests, after two actions and before a Debug that reads it. */
import type { Json, JsonObject } from "@callbook/core/json";
import { blockPath, slotNamed } from "@callbook/core/log";
import type { Outcome } from "../../testing/outcomes.ts";
import { action, type DrawnBlock, debug, idOf, playbook, start } from "../../testing/playbook.ts";
import { TestRun } from "../../testing/run.ts";
import { format as spec } from "../spec.ts";

export const IP = "#b_lookup:action_result.parameter.ip";
export const COUNTRY = "#b_lookup:action_result.data.*.country";
export const NAMES = "#b_whois:action_result.data.*.name";

/** A Format whose parameters are these datapaths. */
export function format(
  template: string,
  parameters: readonly string[] = [],
  given: JsonObject = {},
) {
  const listed = parameters.map((value, index): Json => ({ id: `i_${index}`, value }));
  const usual = spec.defaultConfig(() => "i_new");
  const config = { ...usual, template, parameters: listed, ...given };
  return { type: "format", name: "text", config } satisfies DrawnBlock;
}

export interface Given {
  readonly parameters?: readonly string[];
  readonly config?: JsonObject;
  readonly inputs?: Readonly<Record<string, Json>>;
  /** Countries of the results of `lookup`, whose parameters are 192.0.2.0, .1, ...; null: it has not run. */
  readonly countries?: readonly Json[] | null;
  readonly names?: readonly Json[];
}

/** A run in which `lookup` and `whois` have ended before the Format. */
export function run(template: string, given: Given = {}): TestRun {
  const { parameters = [IP, COUNTRY], config = {}, inputs = {} } = given;
  const { countries = ["Australia", "Turkey"], names = [] } = given;
  const drawn = ["start > lookup", "lookup > whois", "whois > text", "text > log"];
  const blocks = [
    start(["ip", "title"]),
    action("lookup"),
    action("whois"),
    format(template, parameters, config),
    debug("log", "{{#b_text:formatted_data}}"),
  ];
  const started = new TestRun(playbook(blocks, drawn), inputs);
  const outcomes = (countries ?? []).map((country): Outcome => ({ data: [{ country }] }));
  started.finish("lookup", outcomes);
  return started.finish(
    "whois",
    names.map((name): Outcome => ({ data: [{ name }] })),
  );
}

/** The whole text; of a block that failed, why. */
export function text(template: string, given: Given = {}): Json | undefined {
  const ran = run(template, given);
  return ran.block("text")?.failure?.message ?? stored(ran, "text");
}

/** Its rows. */
export function rows(template: string, given: Given = {}): Json | undefined {
  return stored(run(template, given), "rows");
}

/** What the Format of a run has stored. */
export function stored(ran: TestRun, slot: "text" | "rows"): Json | undefined {
  return ran.reader.pass(blockPath(idOf("text")))?.value(slotNamed(slot));
}
