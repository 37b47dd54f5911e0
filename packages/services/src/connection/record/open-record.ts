import type { ConnectionWithSecrets } from "@callbook/core/integration";
import type { Installation } from "../../context.ts";
import type { ConnectionRecord } from "./directory.ts";
import { withSecrets } from "./with-secrets.ts";

/** How often a connection that changes at that moment is read again. */
const MOST_READS = 5;

export type OpenedRecord<T> = { readonly secrets: ConnectionWithSecrets } | { readonly refused: T };

/**
 * Reads a connection with its secrets, of one moment. `gone` is the answer when there is none;
 * `judge` is asked before a secret is opened, null: go on.
 */
export async function openRecord<T>(
  installation: Installation,
  connectionId: number,
  gone: T,
  judge: (record: ConnectionRecord) => T | null = () => null,
): Promise<OpenedRecord<T>> {
  for (let read = 0; read < MOST_READS; read++) {
    const record = await installation.directory.find(connectionId);
    if (record === null) return { refused: gone };
    const refused = judge(record);
    if (refused !== null) return { refused };
    const secrets = await withSecrets(installation, record);
    if (secrets !== null) return { secrets };
    installation.directory.forget(connectionId);
  }
  throw new Error(`connection ${connectionId} changed faster than it could be read`);
}
