import type { Json } from "@callbook/core/json";
import { describe, expect, test } from "vitest";
import { COUNTRY, type Given, IP, NAMES, rows, run, stored, text } from "./testing/format-run.ts";

describe("the text of a Format", () => {
  test("is as Splunk SOAR's manual prints it: a value of each parameter, several joined", () => {
    const template = "IP address: {0}\nIP address country: {1}";
    expect(text(template, { countries: ["Australia"] })).toBe(
      "IP address: 192.0.2.0\nIP address country: Australia",
    );
    expect(text(template)).toBe(
      "IP address: 192.0.2.0, 192.0.2.1\nIP address country: Australia, Turkey",
    );
  });

  test("is as Splunk SOAR's manual prints it: what stands between two lines of %%, once for each row", () => {
    expect(text("%%\nThe IP address {0} originates from {1}.\n%%")).toBe(
      "The IP address 192.0.2.0 originates from Australia.\nThe IP address 192.0.2.1 originates from Turkey.",
    );
  });

  test("takes datapaths in braces as well as parameters, which may be mixed", () => {
    expect(text(`{1} is {{${IP}}}`)).toBe("Australia, Turkey is 192.0.2.0, 192.0.2.1");
    expect(text(`%%\n{1} is {{ ${IP} }}\n%%`, { parameters: ["{{#b_gone:x}}", COUNTRY] })).toBe(
      "Australia is 192.0.2.0\nTurkey is 192.0.2.1",
    );
  });

  test("names a parameter as often and in which order it likes", () => {
    expect(text("{1}, {0}, {1}", { countries: ["AU"] })).toBe("AU, 192.0.2.0, AU");
  });

  const literal = [
    ["no parameter at all", "plain", "plain"],
    ["other braces", "{ } {} {a} {0:>3} {0!r}", "{ } {} {a} {0:>3} {0!r}"],
    ["JSON", '{"a": {"ip": "{0}"}}', '{"a": {"ip": "192.0.2.0"}}'],
    ["a place in braces that is meant as text", "\\{0} is {0}", "{0} is 192.0.2.0"],
    ["a backslash before a place", "C:\\\\{0}", "C:\\192.0.2.0"],
    ["two braces", "\\{{0}} is {0}", "{{0}} is 192.0.2.0"],
    ["percent signs that are not alone", "100%% of {0}", "100%% of 192.0.2.0"],
    ["an empty template", "", ""],
  ] as const;
  test.each(literal)("keeps %s: %j", (_, template, expected) => {
    expect(text(template, { countries: ["AU"] })).toBe(expected);
  });

  test("never reads data as a template", () => {
    const title = "{0} {{connector.password}}\n%%\n\\{1}";
    const given = { inputs: { title }, parameters: ["playbook_input:#i_title"] };
    expect(text("{0}!", given)).toBe(`${title}!`);
    expect(text("%%\n{0}!\n%%", given)).toBe(`${title}!`);
  });

  const values: readonly (readonly [Json, string])[] = [
    ["a", "a"],
    [7, "7"],
    [0.5, "0.5"],
    [true, "true"],
    [{ a: [1] }, '{"a":[1]}'],
    [["a", "b"], '["a","b"]'],
    ["", ""],
  ];
  test.each(values)("writes the value %j as %s", (country, expected) => {
    expect(text("{1}", { countries: [country] })).toBe(expected);
    expect(text("%%\n{1}\n%%", { countries: [country] })).toBe(expected);
  });
});

describe("what repeats", () => {
  const table: readonly (readonly [string, string, string])[] = [
    ["between lines", "A\n%%\n- {1}\n%%\nB", "A\n- AU\n- TR\nB"],
    ["at the start", "%%\n- {1}\n%%\nB", "- AU\n- TR\nB"],
    ["with a last line break", "%%\n- {1}\n%%\n", "- AU\n- TR\n"],
    ["over several lines", "%%\n{0}\n  {1}\n%%", "192.0.2.0\n  AU\n192.0.2.1\n  TR"],
    ["with an empty line after each", "%%\n{1}\n\n%%\nB", "AU\n\nTR\n\nB"],
    ["twice", "%%\n{0}\n%%\n--\n%%\n{1}\n%%", "192.0.2.0\n192.0.2.1\n--\nAU\nTR"],
    ["without any datapath, once", "%%\nx\n%%", "x"],
    ["nothing", "A\n%%\n%%\nB", "A\nB"],
    [
      "with blanks about its marks and other line ends",
      "A\r\n %% \r\n{1}\r\n%%\r\nB",
      "A\r\nAU\r\nTR\r\nB",
    ],
  ];
  test.each(table)("stands %s", (_, template, expected) => {
    expect(text(template, { countries: ["AU", "TR"] })).toBe(expected);
  });

  test("is aligned row by row within one block, and multiplied between several", () => {
    const given = { countries: ["AU", "TR"], names: ["x", "y"], parameters: [IP, COUNTRY, NAMES] };
    expect(text("%%\n{0} {1}\n%%", given)).toBe("192.0.2.0 AU\n192.0.2.1 TR");
    expect(text("%%\n{1} {2}\n%%", given)).toBe("AU x\nAU y\nTR x\nTR y");
  });

  test("repeats for each element of a list that was given as an input", () => {
    const given = { inputs: { ip: ["a", "b"] }, parameters: ["playbook_input:#i_ip"] };
    expect(text("%%\n- {0}\n%%", given)).toBe("- a\n- b");
  });

  test("gives its rows by themselves, of all that repeat in order", () => {
    expect(rows("A\n%%\n- {1}\n%%\nB")).toEqual(["- Australia", "- Turkey"]);
    expect(rows("%%\n{0}\n%%\n%%\n{1}\n%%")).toEqual([
      "192.0.2.0",
      "192.0.2.1",
      "Australia",
      "Turkey",
    ]);
  });

  test("is the text alone where nothing repeats", () => {
    expect(rows("{1}")).toEqual(["Australia, Turkey"]);
  });
});

describe("the separator", () => {
  const table = [
    [", ", "AU, TR"],
    ["", "AUTR"],
    ["; ", "AU; TR"],
    ["\n", "AU\nTR"],
    ["{0}", "AU{0}TR"],
  ] as const;
  test.each(table)("%j joins the values of one datapath", (separator, expected) => {
    const given = { countries: ["AU", "TR"], config: { separator } };
    expect(text("{1}", given)).toBe(expected);
    expect(text("%%\n{1}\n%%", given)).toBe("AU\nTR");
  });
});

describe("values that are null", () => {
  const list = { countries: ["AU", null, "TR"] };
  const dropped = { ...list, config: { dropNone: true } };

  test("are written as null, or left out of the list", () => {
    expect(text("{1}", list)).toBe("AU, null, TR");
    expect(text("{1}", dropped)).toBe("AU, TR");
  });

  test("are written as null in their row, or leave an empty place there", () => {
    expect(text("%%\n{0} {1}.\n%%", list)).toBe("192.0.2.0 AU.\n192.0.2.1 null.\n192.0.2.2 TR.");
    expect(text("%%\n{0} {1}.\n%%", dropped)).toBe("192.0.2.0 AU.\n192.0.2.1 .\n192.0.2.2 TR.");
  });

  test("leave their row out when it has nothing else", () => {
    expect(text("%%\n- {1}\n%%", list)).toBe("- AU\n- null\n- TR");
    expect(text("%%\n- {1}\n%%", dropped)).toBe("- AU\n- TR");
    expect(rows("%%\n- {1}\n%%", dropped)).toEqual(["- AU", "- TR"]);
  });
});

describe("a datapath that finds nothing", () => {
  const nothing: readonly (readonly [string, Given])[] = [
    ["no result", { countries: [] }],
    ["only null", { countries: [null, null] }],
    ["an input that was not given", { parameters: ["", "playbook_input:#i_ip"].slice(1) }],
  ];
  test.each(nothing)("fails the block and is named: %s", (_, given) => {
    const shown = given.parameters ? "playbook_input:ip" : "lookup:action_result.data.*.country";
    const template = given.parameters ? "{0}" : "{1}";
    const ran = run(`IP ${template}`, given);
    expect(ran.block("text")).toMatchObject({
      state: "failed",
      failure: {
        class: "F-TEMPLATE",
        failureIndicator: "Format failed. Input: Template.",
        message: `No value at ${shown}`,
        field: "Template",
      },
    });
    expect(text(`%%\n${template}\n%%`, given)).toBe(`No value at ${shown}`);
    expect(ran.block("log")?.state).toBe("skipped");
  });

  const asNull = { countries: [null], names: ["x"], parameters: [COUNTRY, NAMES] };
  const allowed = { ...asNull, config: { nullIfMissing: true } };
  const both = { ...asNull, config: { nullIfMissing: true, dropNone: true } };

  test("counts as null when the block says so, and the log tells it once", () => {
    const ran = run("{0} {1} {0}", allowed);
    expect(stored(ran, "text")).toBe("null x null");
    expect(ran.logs[0]).toBe("No value at lookup:action_result.data.*.country: null was written");
    expect(ran.logs).toHaveLength(2);
    expect(
      ran.events.find(({ event }) => event.type === "BlockRan" && event.blockId === "b_text")
        ?.event,
    ).toMatchObject({ lines: ["warning"] });
  });

  test("is nothing when null is left out", () => {
    const ran = run("[{0}] {1}", both);
    expect(stored(ran, "text")).toBe("[] x");
    expect(ran.logs[0]).toBe(
      "No value at lookup:action_result.data.*.country: nothing was written",
    );
  });

  test("does not take away the rows that others give", () => {
    expect(text("%%\n{0} {1}\n%%", allowed)).toBe("null x");
    expect(text("%%\n{0} {1}\n%%", both)).toBe(" x");
  });

  test("makes no row when nothing else does", () => {
    expect(text("A\n%%\n- {0}\n%%\nB", allowed)).toBe("A\nB");
    expect(rows("A\n%%\n- {0}\n%%\nB", allowed)).toEqual([]);
  });
});
