import type { Json } from "@callbook/core/json";
import { describe, expect, test } from "vitest";
import { format, run as formatRun, text } from "./format/testing/format-run.ts";
import { debug, end, playbook, start } from "./testing/playbook.ts";
import { TestRun } from "./testing/run.ts";

const MiB = "x".repeat(1024 * 1024);
const large = MiB.repeat(4);

/** How long it takes, in milliseconds, beside what it comes to. */
function timed<Value>(work: () => Value): { readonly value: Value; readonly ms: number } {
  const began = performance.now();
  return { value: work(), ms: performance.now() - began };
}

describe("117: what values come to in a block is limited, and the refusal names field and limit", () => {
  test("a text that doubles forty times", () => {
    const names = Array.from({ length: 40 }, (_, n) => `f${n}`);
    const blocks = names.map((name, n) => ({
      ...format(n === 0 ? "{{playbook_input:#i_ip}}" : `{{#b_f${n - 1}:formatted_data}}`.repeat(2)),
      name,
    }));
    const drawn = ["start > f0", ...names.slice(1).map((name, n) => `f${n} > ${name}`)];
    const document = playbook([start(["ip"]), ...blocks], drawn);
    const { value: run, ms } = timed(() => new TestRun(document, { ip: "x".repeat(1000) }));
    const failed = names.map((name) => run.block(name)?.failure ?? null).filter(Boolean);
    expect(failed).toEqual([
      expect.objectContaining({
        class: "F-TEMPLATE",
        message: "There are more than 5,000,000 characters to write",
        field: "Template",
      }),
    ]);
    expect(run.block("f39")?.state).toBe("skipped");
    expect(ms).toBeLessThan(5000);
  });

  test.each<[string, string]>([
    ["once", "{{playbook_input:#i_ip}}".repeat(1000)],
    ["for each row", `%%\n${"{{playbook_input:#i_ip}}".repeat(1000)}\n%%`],
  ])("a value that stands in a Format a thousand times, %s", (_, template) => {
    const { value, ms } = timed(() => text(template, { parameters: [], inputs: { ip: MiB } }));
    expect(value).toBe("There are more than 5,000,000 characters to write");
    expect(ms).toBeLessThan(1000);
  });

  test("a Format just at its limit", () => {
    const inputs = { ip: "x".repeat(5_000_000) };
    expect(text("{{playbook_input:#i_ip}}", { parameters: [], inputs })).toHaveLength(5_000_000);
    expect(
      formatRun("{{playbook_input:#i_ip}}!", { parameters: [], inputs }).block("text"),
    ).toMatchObject({
      state: "failed",
    });
  });

  const ended = (
    outputs: Readonly<Record<string, string>>,
    inputs: Readonly<Record<string, Json>>,
  ) => new TestRun(playbook([start(["ip"]), end(outputs)], ["start > end"]), inputs).block("end");

  test("an output, and all outputs together", () => {
    const often = "{{playbook_input:#i_ip}}".repeat(3);
    expect(ended({ out: often }, { ip: large })?.failure).toMatchObject({
      class: "F-TEMPLATE",
      message: "The text with its values grows beyond 10 MiB",
      field: "out",
    });
    const outputs = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, n) => [`out_${n}`, "playbook_input:#i_ip"]),
      );
    expect(ended(outputs(8), { ip: large })?.state).toBe("succeeded");
    expect(ended(outputs(9), { ip: large })?.failure).toMatchObject({
      message: "What all outputs hold grows beyond 32 MiB",
      field: "out_8",
    });
    expect(ended(outputs(200), { ip: [large, large] })?.failure).toMatchObject({
      field: "out_3",
    });
  });

  test("a line of a log", () => {
    const line = debug("log", "{{playbook_input:#i_ip}}");
    const document = playbook([start(["ip"]), line], ["start > log"]);
    expect(new TestRun(document, { ip: Array(4).fill(large) }).block("log")?.failure).toMatchObject(
      {
        message: "The text with its values grows beyond 10 MiB",
        field: "Message",
      },
    );
  });
});
