import { expect, it } from "vitest";
import { addedCounts, changesSummary } from "./changes-summary.ts";

it("says whose changes a draft holds since it was published", () => {
  const counts = addedCounts(
    [{ by: "Ana Duarte", count: 2 }],
    new Map([
      ["Ana Duarte", 1],
      ["Rui Tavares", 1],
    ]),
  );
  expect(changesSummary(12, counts, "Rui Tavares")).toBe(
    "4 changes since revision 12: 3 by Ana Duarte, 1 by you",
  );
});

it("one change, none, and a playbook that was never published", () => {
  expect(changesSummary(3, new Map([["Rui", 1]]), "Rui")).toBe(
    "1 change since revision 3: 1 by you",
  );
  expect(changesSummary(3, new Map(), "Rui")).toBe("revision 3, no changes since");
  expect(changesSummary(null, new Map([["Rui", 5]]), "Rui")).toBe("never published");
});
