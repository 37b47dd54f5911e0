import { describe, expect, it } from "vitest";
import { createLog, withoutCredentials } from "./log.ts";

describe("the log", () => {
  it.each([
    "token cbk_S3CR3Tabcdef1234 was refused",
    "header Authorization: Bearer S3CR3T.abc failed",
    "GET /api/callbacks/w_12/S3CR3Tabc?x=1",
    "GET /join/S3CR3Tabc",
    "connect postgresql://callbook:S3CR3T@127.0.0.1/db failed",
    "fetch https://api.example.net/v1?key=S3CR3T failed",
  ])("44: takes credentials out of %j", (text) => {
    expect(withoutCredentials(text)).not.toContain("S3CR3T");
  });

  it("44: never writes values under keys that hold secrets, nor those inside errors and causes", () => {
    const lines: string[] = [];
    const log = createLog("trace", { write: (line: string) => void lines.push(line) });
    const cause = new Error("at https://u:S3CR3T@h/x?y=S3CR3T");
    log.error(
      {
        password: "S3CR3T",
        form: { bearerToken: "S3CR3T", deep: { secret: "S3CR3T" } },
        err: new Error("Bearer S3CR3T", { cause }),
      },
      "a bug",
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"level":"error"');
    expect(lines[0]).not.toContain("S3CR3T");
  });
});
