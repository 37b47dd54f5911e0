import type { Prisma, PrismaClient } from "@callbook/db";

/** Something changed; said to every process of the installation. It names rows and holds no values. */
export type Notice =
  | { readonly kind: "playbook"; readonly id: number; readonly seq: number }
  | { readonly kind: "connection"; readonly id: number }
  | { readonly kind: "integration"; readonly id: number }
  /** Rights, sessions or the person's state. */
  | { readonly kind: "person"; readonly userId: string }
  | { readonly kind: "sites" }
  /** A test is to stop, at whichever process it runs. */
  | { readonly kind: "cancel test"; readonly userId: string; readonly testKey: string }
  /** Notices may have been missed: read again whatever is shown. */
  | { readonly kind: "missed" };

/** How this process hears notices, its own ones too. */
export interface Notices {
  subscribe(listener: (notice: Notice) => void): () => void;
}

export const NOTICE_CHANNEL = "callbook_notice";

/** Either the client or a transaction of it. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** Says it when the surrounding transaction commits, and never when it does not. */
export async function notify(db: Db, notice: Notice): Promise<void> {
  await db.$executeRaw`SELECT pg_notify(${NOTICE_CHANNEL}, ${JSON.stringify(notice)})`;
}

/** A notice as it was sent; null for what another version of the program may send. */
export function parseNotice(text: string): Notice | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("kind" in value)) return null;
  const id = "id" in value && typeof value.id === "number" ? value.id : null;
  switch (value.kind) {
    case "playbook":
      return id !== null && "seq" in value && typeof value.seq === "number"
        ? { kind: "playbook", id, seq: value.seq }
        : null;
    case "connection":
    case "integration":
      return id === null ? null : { kind: value.kind, id };
    case "person":
      return "userId" in value && typeof value.userId === "string"
        ? { kind: "person", userId: value.userId }
        : null;
    case "sites":
      return { kind: "sites" };
    case "cancel test":
      return "userId" in value &&
        typeof value.userId === "string" &&
        "testKey" in value &&
        typeof value.testKey === "string"
        ? { kind: "cancel test", userId: value.userId, testKey: value.testKey }
        : null;
    default:
      return null;
  }
}
