import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Passwords of the embedded PostgreSQL, each in a file of the data directory that only its owner reads. */
export type PasswordFile = "postgres.password" | "postgres.app-password";

/** The password in a file, which is made when it is missing. */
export async function passwordOf(directory: string, name: PasswordFile): Promise<string> {
  const file = join(directory, name);
  if (!existsSync(file)) {
    const part = `${file}.${process.pid}`;
    await writeFile(part, randomBytes(32).toString("hex"), { mode: 0o600 });
    await chmod(part, 0o600);
    renameSync(part, file);
  }
  return readFileSync(file, "utf8").trim();
}

/** The password in a file; null: there is none. */
export function knownPassword(directory: string, name: PasswordFile): string | null {
  const file = join(directory, name);
  return existsSync(file) ? readFileSync(file, "utf8").trim() : null;
}
