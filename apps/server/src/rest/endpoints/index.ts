import type { Endpoint } from "../endpoint.ts";
import { commandRoutes } from "./commands.ts";
import { connectionRoutes } from "./connections.ts";
import { integrationRoutes } from "./integrations.ts";
import { playbookRoutes } from "./playbooks.ts";
import { runResultRoutes } from "./run-results.ts";
import { runRoutes } from "./runs.ts";
import { siteRoutes } from "./sites.ts";

/** Every operation for scripts. A path without parameters stands before one that it could match. */
export const restEndpoints: readonly Endpoint[] = [
  ...siteRoutes,
  ...integrationRoutes,
  ...connectionRoutes,
  ...commandRoutes,
  ...playbookRoutes,
  ...runRoutes,
  ...runResultRoutes,
];
