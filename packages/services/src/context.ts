import type { PrismaClient } from "@callbook/db";
import type { Actor } from "./actor.ts";
import type { Notices } from "./notice/notice.ts";
import type { Keyring } from "./secret/keyring.ts";
import type { Passwords } from "./secret/password.ts";

/** What one process of the installation has; the same for every call. */
export interface Installation {
  readonly db: PrismaClient;
  readonly keyring: Keyring;
  readonly passwords: Passwords;
  readonly notices: Notices;
  /** Where people and third parties reach this installation, without a slash at the end. */
  readonly publicUrl: string;
  /** The time, handed in so that tests can set it. */
  now(): Date;
}

/** What every verb is given: who asks, and the installation it is asked of. */
export interface Context extends Installation {
  readonly actor: Actor;
}
