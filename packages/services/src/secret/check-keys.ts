import type { PrismaClient } from "@callbook/db";
import { KeyRefusal, type Keyring } from "./keyring.ts";

const SETTING = "masterKey";

/**
 * Makes sure at the start that this process can open what the database holds, and that
 * all processes of one database seal under the same key. Throws KeyRefusal.
 */
export async function checkKeys(db: PrismaClient, keyring: Keyring): Promise<void> {
  const used = await db.connectionSecret.groupBy({ by: ["keyId"], _count: { _all: true } });
  const missing = used.filter((row) => keyring.find(row.keyId) === null);
  if (missing.length > 0) {
    const count = missing.reduce((sum, row) => sum + row._count._all, 0);
    throw new KeyRefusal(
      `The database holds ${count} secrets under the master key ${missing.map((row) => row.keyId).join(", ")}, ` +
        `and this server has ${keyring.ids.join(", ")}. ` +
        "Give it the key file of the data directory they were made with, or set CALLBOOK_MASTER_KEY to that key.",
    );
  }
  const value = { keyId: keyring.current.id };
  // The first process writes it; a second one with a key of its own is refused here.
  await db.setting.createMany({ data: [{ key: SETTING, value }], skipDuplicates: true });
  const kept = await db.setting.findUniqueOrThrow({ where: { key: SETTING } });
  const keptId = readKeyId(kept.value);
  if (keptId === keyring.current.id) return;
  if (keptId !== null && keyring.find(keptId) !== null) {
    await db.setting.update({ where: { key: SETTING }, data: { value } });
    return;
  }
  throw new KeyRefusal(
    `This database was set up with the master key ${keptId ?? "of another version"}, and this server has ${keyring.ids.join(", ")}. ` +
      "All servers of one database need the same key: set CALLBOOK_MASTER_KEY, or give it the key file of the first.",
  );
}

/** Whether a master key belongs to the database already. */
export async function isSealed(db: PrismaClient): Promise<boolean> {
  if ((await db.setting.findUnique({ where: { key: SETTING } })) !== null) return true;
  return (await db.connectionSecret.findFirst({ select: { id: true } })) !== null;
}

function readKeyId(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("keyId" in value)) return null;
  return typeof value.keyId === "string" ? value.keyId : null;
}
