import { expect, it } from "vitest";
import { safeNext } from "./safe-next.ts";

it.each([
  ["/configuration", "/configuration"],
  ["/playbooks/12?run=3#results", "/playbooks/12?run=3#results"],
  [undefined, "/playbooks"],
  ["", "/playbooks"],
  ["configuration", "/playbooks"],
  ["https://elsewhere.example/x", "/playbooks"],
  ["//elsewhere.example/x", "/playbooks"],
  ["/\\elsewhere.example/x", "/playbooks"],
  ["/\t/elsewhere.example", "/playbooks"],
  ["javascript:alert(1)", "/playbooks"],
])("A7: after signing in, next=%s leads to %s", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
