import fc from "fast-check";
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
  ["/..//elsewhere.example", "/playbooks"],
  ["/.//elsewhere.example", "/playbooks"],
  ["/%2e%2e//elsewhere.example", "/playbooks"],
  ["/x/../..//elsewhere.example", "/playbooks"],
  ["/..\\/elsewhere.example", "/playbooks"],
  ["/.\t./\n/elsewhere.example", "/playbooks"],
  ["/%09/elsewhere.example", "/%09/elsewhere.example"],
])("A7, 69, 121: after signing in, next=%s leads to %s", (next, path) => {
  expect(safeNext(next)).toBe(path);
});

it("121: whatever a link asks for, where it leads is on this origin", () => {
  const origin = "https://callbook.example.org";
  const part = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2e",
    "\t",
    "//",
    "@",
    ":",
    "#",
    "?",
    "host.example",
    " ",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const next = safeNext(`/${parts.join("")}`);
      expect(new URL(next, `${origin}/sign-in`).origin).toBe(origin);
    }),
    { numRuns: 5000 },
  );
});
