import { describe, expect, it } from "vitest";
import { ofRun, weekOf } from "./week.ts";

describe("The week in which the log of a run lies", () => {
  it.each([
    ["a Monday", "2026-11-23", "20261123"],
    ["a Friday", "2026-11-27", "20261123"],
    ["a Sunday", "2026-11-29", "20261123"],
    ["over a new year", "2027-01-01", "20261228"],
    ["what retention excepts", "1970-01-01", "19691229"],
  ])("%s belongs to its Monday", (_, day, name) => {
    expect(weekOf(day).name).toBe(name);
  });

  it("is named wherever a statement names the day, and in its own name", () => {
    const text =
      "select 1 from wait w where w.run_day = $1 and exists (select 1 where run_day = $1)";
    const sql = ofRun({ day: "2026-11-27", id: 7 }, { name: "read", text, values: ["b_1"] });
    expect(sql.name).toBe("read 20261123");
    expect(sql.values).toEqual(["2026-11-27", 7, "b_1"]);
    const on = (column: string) =>
      `${column} = $1 and (${column} >= date '2026-11-23' and ${column} < date '2026-11-30')`;
    expect(sql.text).toBe(
      `select 1 from wait w where ${on("w.run_day")} and exists (select 1 where ${on("run_day")})`,
    );
  });
});
