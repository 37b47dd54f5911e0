import { parseArgs } from "node:util";
import { DatabaseRefusal, DirectoryTaken } from "@callbook/db";
import { Refusal } from "@callbook/services/refusal";
import { z } from "zod";
import { withoutCredentials } from "../process/log.ts";
import { SettingsRefusal } from "../process/settings.ts";
import { VERSION } from "../version.ts";
import { CommandRefusal } from "./command-refusal.ts";
import { createToken } from "./create-token.ts";

/** Where a command writes: what it was asked for, and everything else. */
export interface CommandOutput {
  out(text: string): void;
  err(text: string): void;
}

const HELP = `Callbook ${VERSION}

Usage: callbook <command>

Commands:
  token create --name <name> [--email <person>]
      Prints an API token that acts as the owner, or as the person with this
      e-mail address. It is shown this once. The server may run meanwhile.
  help
      Prints this text.

The database is the one of the server: set CALLBOOK_DATA or DATABASE_URL as
you do for the server.`;

/** Runs one command and gives its exit code: 0 done, 1 not done, 2 not understood. */
export async function runCommand(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: CommandOutput,
): Promise<0 | 1 | 2> {
  try {
    await dispatch(words, environment, output);
    return 0;
  } catch (error) {
    output.err(explain(error));
    return error instanceof CommandRefusal ? error.exitCode : 1;
  }
}

async function dispatch(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  output: CommandOutput,
): Promise<void> {
  const { values, positionals } = read(words);
  const command = positionals.join(" ");
  if (values.version === true) {
    output.out(VERSION);
    return;
  }
  if (values.help === true || command === "help" || command === "") {
    output.out(HELP);
    return;
  }
  if (command !== "token create")
    throw new CommandRefusal(`There is no command "${command}". See: callbook help`, 2);
  if (values.name === undefined || values.name.trim() === "")
    throw new CommandRefusal(
      "The token needs a name, by which people tell it from others: callbook token create --name ci",
      2,
    );
  const { token, email } = await createToken(environment, {
    name: values.name,
    email: values.email ?? null,
  });
  output.out(token);
  output.err(`It acts as ${email} and is not shown again. Send it as: Authorization: Bearer cbk_…`);
}

function read(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        name: { type: "string" },
        email: { type: "string" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandRefusal(`${message}\nSee: callbook help`, 2);
  }
}

/** What the operator can do something about is told without a stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known =
    error instanceof CommandRefusal ||
    error instanceof SettingsRefusal ||
    error instanceof DatabaseRefusal ||
    error instanceof DirectoryTaken ||
    error instanceof Refusal;
  if (known) return error.message;
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join("\n");
  const code = "code" in error ? String(error.code) : "";
  if (["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN"].includes(code))
    return `The database does not answer (${code}). Is DATABASE_URL right, and does the server run?`;
  return withoutCredentials(error.stack ?? error.message);
}
