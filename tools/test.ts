import { parseArgs } from "node:util";
import { type Stage, stages } from "./stages/stages.ts";

// `pnpm test` (and with --long `pnpm test:long`, with --only a,b single stages):
// every stage with its duration, and at the very end one line with the sums.

const { values } = parseArgs({
  options: { only: { type: "string" }, long: { type: "boolean", default: false } },
});
const only = values.only?.split(",");
const unknown = only?.filter((name) => !stages.some((stage) => stage.name === name)) ?? [];
if (unknown.length > 0) {
  console.error(
    `No such stage: ${unknown.join(", ")}. There are ${stages.map((s) => s.name).join(", ")}.`,
  );
  process.exit(2);
}
const wanted = stages.filter((stage) =>
  only === undefined ? values.long || stage.long !== true : only.includes(stage.name),
);

const failedStages: string[] = [];
const lines: string[] = [];
const skipped: string[] = [];
let passed = 0;
let failed = 0;

for (const stage of wanted) await perform(stage);

if (skipped.length > 0)
  console.log(`\nNot run here:\n${skipped.map((name) => `  ${name}`).join("\n")}`);
console.log(`\n${lines.join("\n")}`);
if (failedStages.length > 0) console.log(`Failed: ${failedStages.join(", ")}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

async function perform(stage: Stage): Promise<void> {
  const missing = (stage.needs ?? []).filter((name) => failedStages.includes(name));
  if (missing.length > 0) {
    note(stage, `not tried: ${missing.join(", ")} failed`, null);
    return;
  }
  console.log(`\n--- ${stage.name}`);
  const from = performance.now();
  const outcome = await stage.perform();
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  passed += outcome.counts?.passed ?? 0;
  failed += outcome.counts?.failed ?? 0;
  skipped.push(...(outcome.counts?.skipped ?? []));
  // A stage without tests, or one that broke before its tests, counts as one.
  const counted = (outcome.counts?.failed ?? 0) > 0;
  note(stage, `${seconds} s`, outcome.ok ? "ok" : counted ? "counted" : null);
}

function note(stage: Stage, remark: string, ended: "ok" | "counted" | null): void {
  lines.push(`${ended === "ok" ? "ok    " : "FAILED"} ${stage.name.padEnd(12)} ${remark}`);
  if (ended === "ok") return;
  failedStages.push(stage.name);
  if (ended === null) failed += 1;
}
