import type { CommandRunners } from "@callbook/core/integration";
import type { PrismaClient } from "@callbook/db";
import type { EngineClient } from "@callbook/engine";
import type { Door, EgressPolicy } from "@callbook/outbound";
import type { Catalogues } from "./catalogue/catalogues.ts";
import type { CatalogueVersion } from "./catalogue/versions.ts";
import type { ConnectionDirectory } from "./connection/record/directory.ts";
import type { RunningTests } from "./connection/test/running-tests.ts";
import type { TestedForms } from "./connection/test/tested-forms.ts";
import type { RegisteredIntegration } from "./integration/registry.ts";
import type { Live } from "./live/live.ts";
import type { Notices } from "./notice/notice.ts";
import type { Actor } from "./permissions/actor.ts";
import type { Drafts } from "./playbook/drafts.ts";
import type { Revisions } from "./playbook/revisions.ts";
import type { PublishedPlaybooks } from "./run/published-playbooks.ts";
import type { Keyring } from "./secret/keyring.ts";
import type { Passwords } from "./secret/password.ts";

/**
 * What one process of the installation has; the same for every call, but for catalogue and
 * integrations: a call has them as they were when it began.
 */
export interface Installation {
  readonly db: PrismaClient;
  readonly engine: EngineClient;
  readonly keyring: Keyring;
  readonly passwords: Passwords;
  readonly notices: Notices;
  /** Blocks and integrations that this server accepts. */
  readonly catalogue: CatalogueVersion;
  readonly catalogues: Catalogues;
  /** Every integration that there is, those included that this product is too old for. */
  readonly integrations: readonly RegisteredIntegration[];
  readonly runners: CommandRunners;
  readonly directory: ConnectionDirectory;
  /** The only way out of this process, and what it never leads to. */
  readonly door: Door;
  readonly egress: Omit<EgressPolicy, "allowedAddress">;
  readonly tests: RunningTests;
  readonly testedForms: TestedForms;
  readonly live: Live;
  readonly drafts: Drafts;
  readonly revisions: Revisions;
  readonly published: PublishedPlaybooks;
  /** Where people and third parties reach this installation, without a slash at the end. */
  readonly publicUrl: string;
  /** The time, handed in so that tests can set it. */
  now(): Date;
}

/** What every verb is given: who asks, and the installation it is asked of. */
export interface Context extends Installation {
  readonly actor: Actor;
}
