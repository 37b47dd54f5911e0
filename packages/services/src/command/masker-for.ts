import { type Masker, maskerFor } from "@callbook/outbound";
import { openRecord } from "../connection/record/open-record.ts";
import type { Installation } from "../context.ts";

/**
 * The masker of what arrives for a request that was sent on a connection: of the secrets that it has
 * now, and of the callback's token. A connection that is gone has none any more.
 */
export async function maskerForArrival(
  installation: Installation,
  connectionId: number | null,
  token: string,
): Promise<Masker> {
  if (connectionId === null) return maskerFor(null, token);
  const opened = await openRecord(installation, connectionId, null);
  return maskerFor("secrets" in opened ? opened.secrets : null, token);
}
