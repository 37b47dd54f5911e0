import type { ConnectionWithSecrets } from "@callbook/core/integration";
import { type CallbackValues, secretsOf } from "@callbook/core/request";
import { createMasker, type Masker } from "./masker.ts";

/** The masker of a connection's secrets and of the token of a callback; null: there is none. */
export function maskerFor(secrets: ConnectionWithSecrets | null, token: string | null): Masker {
  const { values, basic } = secrets === null ? { values: [], basic: null } : secretsOf(secrets);
  return createMasker({ values: token === null ? values : [...values, token], basic });
}

/** The token of a callback's address is its last segment; the address itself is no secret, but useless without it. */
export function tokenOf({ url }: CallbackValues): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
