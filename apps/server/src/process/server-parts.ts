import type { Outages } from "@callbook/db";
import type { Installation } from "@callbook/services/context";
import type { Sessions, SignInDesk } from "@callbook/services/session";
import type { Origins } from "../http/origins.ts";
import type { SetupCode } from "../http/setup-code.ts";
import type { ClientAddresses } from "../http/trusted-proxies.ts";

/** What the routes are made of. */
export interface ServerParts {
  readonly installation: Installation;
  readonly outages: Outages;
  readonly sessions: Sessions;
  readonly desk: SignInDesk;
  readonly origins: Origins;
  readonly clientAddresses: ClientAddresses;
  readonly setupCode: SetupCode;
  /** Resolves when the installation is ready for its owner. */
  readonly onOwner: () => Promise<void>;
}
