import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { VERSION } from "../version.ts";
import { runCommand } from "./run-command.ts";

async function run(words: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const lines = { out: "", err: "" };
  const code = await runCommand(words, environment, {
    out: (text) => {
      lines.out += `${text}\n`;
    },
    err: (text) => {
      lines.err += `${text}\n`;
    },
  });
  return { code, ...lines };
}

describe("the command line", () => {
  it.each([[[]], [["help"]], [["--help"]], [["token", "create", "-h"]]])(
    "%j tells what it can do",
    async (words) => {
      const { code, out, err } = await run(words);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("token create --name");
    },
  );

  it("tells its version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, out: `${VERSION}\n`, err: "" });
  });

  it.each([
    [["dance"], 'no command "dance"'],
    [["token"], 'no command "token"'],
    [["token", "create"], "needs a name"],
    [["token", "create", "--name", "  "], "needs a name"],
    [["token", "create", "--name"], "--name"],
    [["token", "create", "--nam", "x"], "--nam"],
  ])(
    "%j is not understood, says why, and prints nothing that a script would take",
    async (words, why) => {
      const { code, out, err } = await run(words);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain(why);
      expect(err).not.toContain("    at ");
    },
  );

  it("a directory without an installation is told, and none is made there", async () => {
    const directory = mkdtempSync(join(tmpdir(), "callbook-cli-"));
    const CALLBOOK_DATA = join(directory, "elsewhere");
    const { code, err } = await run(["token", "create", "--name", "ci"], { CALLBOOK_DATA });
    expect(code).toBe(1);
    expect(err).toContain(CALLBOOK_DATA);
    expect(existsSync(CALLBOOK_DATA)).toBe(false);
    expect(readdirSync(directory)).toEqual([]);
    rmSync(directory, { recursive: true });
  });

  it("settings that cannot be used are told by name", async () => {
    const DATABASE_URL = "mysql://somebody:secret@db.example.test/x";
    const { code, err } = await run(["token", "create", "--name", "ci"], { DATABASE_URL });
    expect(code).toBe(1);
    expect(err).toContain("DATABASE_URL");
    expect(err).not.toContain("secret");
  });

  it("a database that does not answer is told without its password", async () => {
    const DATABASE_URL = "postgresql://somebody:secret@127.0.0.1:1/x";
    const { code, out, err } = await run(["token", "create", "--name", "ci"], { DATABASE_URL });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("does not answer");
    expect(err).not.toContain("secret");
  });
});
