import { expect, test } from "vitest";
import { checkSecretOrigins, tidySecretOrigins } from "./index.ts";

test.each([
  ["https://login.example", null],
  ["http://127.0.0.1:8080/", null],
  ["https://[::1]:8443", null],
  ["login.example", "one origin a line"],
  ["ftp://login.example", "one origin a line"],
  ["https://u@login.example", "one origin a line"],
  ["https://login.example/path", "one origin a line"],
  ["https://login.example?x", "one origin a line"],
  ["https://*.example", "one origin a line"],
  ["https://{{connector.HOST}}", "one origin a line"],
  ["https://login.example:99999", "one origin a line"],
])("8e: %s as an origin that secrets may go to as well", (text, fault) => {
  const found = checkSecretOrigins([text]);
  if (fault === null) expect(found).toBeNull();
  else expect(found).toContain(fault);
});

test("8e: origins are kept as they are compared, each once, and there are not many", () => {
  expect(tidySecretOrigins([" HTTPS://Login.example:443/ ", "", "https://login.example"])).toEqual([
    "https://login.example",
  ]);
  const many = Array.from({ length: 21 }, (_, n) => `https://h${n}.example`);
  expect(checkSecretOrigins(many)).toBe("Also send secrets to has at most 20 origins");
});
