import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { KeyRefusal, type Keyring, parseKeyring } from "@callbook/services/secret";

/**
 * The master keys of this process: from CALLBOOK_MASTER_KEY, else from the file of the
 * data directory, which is made at the first start, unless a key belongs to the database
 * already (`isSealed`). Throws KeyRefusal.
 */
export function loadKeyring(
  settings: { readonly masterKey: string | null; readonly dataDirectory: string },
  isSealed: boolean,
): Keyring {
  if (settings.masterKey !== null) return parseKeyring(settings.masterKey, "CALLBOOK_MASTER_KEY");
  const file = join(settings.dataDirectory, "master.key");
  const kept = readFile(file);
  if (kept === null && isSealed)
    throw new KeyRefusal(
      `The key file ${file} is missing, and this database was set up with a key. Put the file back from the ` +
        "backup of its data directory, or set CALLBOOK_MASTER_KEY to that key. Nothing was written.",
    );
  return parseKeyring(kept ?? makeFile(settings.dataDirectory, file), file);
}

function readFile(file: string): string | null {
  try {
    if (!statSync(file).isFile())
      throw new KeyRefusal(
        `${file} is a directory, and should be the key file. Move it away, and put the key file there.`,
      );
    // A key that others on this machine can read is no key.
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0)
      throw new KeyRefusal(`${file} can be read by other users. Take that away: chmod 600 ${file}`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function makeFile(directory: string, file: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const part = `${file}.${process.pid}`;
  const handle = openSync(part, "wx", 0o600);
  writeSync(handle, `${randomBytes(32).toString("hex")}\n`);
  fsyncSync(handle);
  closeSync(handle);
  try {
    // A link, not a rename: of two processes that start together, the first one's key stays.
    linkSync(part, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(part, { force: true });
  }
  return readFileSync(file, "utf8");
}
