/** Playbooks with a filter, and what it let through in a run. */
import type { JsonObject } from "@callbook/core/json";
import type { Outcome } from "../../testing/outcomes.ts";
import {
  action,
  type DrawnBlock,
  type DrawnBranch,
  debug,
  decision,
  playbook,
  start,
} from "../../testing/playbook.ts";
import { TestRun } from "../../testing/run.ts";

export function filter(
  name: string,
  outputs: readonly DrawnBranch[],
  given: JsonObject = {},
): DrawnBlock {
  return { ...decision(name, outputs, given), type: "filter" };
}

export const COUNTRY = "#b_geo:action_result.data.*.country";
export const isIn = (id: string, country: string): DrawnBranch => ({
  id,
  comparisons: [[COUNTRY, "==", country]],
});
export const countries = (...names: readonly string[]): readonly Outcome[] =>
  names.map((country) => ({ data: [{ country }] }));

/** start > geo > sift, and each output calls a block of its id that logs it. */
export function sifted(
  outputs: readonly DrawnBranch[],
  results: readonly (readonly Outcome[])[],
  given: JsonObject = {},
): TestRun {
  const blocks = [
    start(["ip"]),
    action("geo", { command: "geolocate ip" }),
    filter("sift", outputs, given),
    ...outputs.map(({ id }) => debug(id)),
  ];
  const wires = outputs.map(({ id }) => `sift.${id} > ${id}`);
  const run = new TestRun(playbook(blocks, ["start > geo", "geo > sift", ...wires]));
  return run.finish("geo", ...results);
}

/** Results by place: connection * 10 + row. */
export function letThrough(run: TestRun, output: string): readonly number[] {
  const called = run.document.callbacks.find(({ port }) => port === output)?.id ?? "";
  const first = (run.block("geo")?.action?.actionRunId ?? 0) * 10;
  return (run.filtered(called) ?? []).map(([appRun, row]) => (appRun - first) * 10 + row);
}
