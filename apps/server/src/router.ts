import { router } from "./trpc/base.ts";
import { catalogueRouter } from "./trpc/catalogue.ts";
import { commandsRouter } from "./trpc/commands.ts";
import { connectionsRouter } from "./trpc/connections.ts";
import { integrationsRouter } from "./trpc/integrations.ts";
import { liveRouter } from "./trpc/live.ts";
import { playbooksRouter } from "./trpc/playbooks.ts";
import { runsRouter } from "./trpc/runs.ts";
import { sampleRouter } from "./trpc/sample.ts";
import { sessionRouter } from "./trpc/session.ts";
import { settingsRouter } from "./trpc/settings.ts";
import { sitesRouter } from "./trpc/sites.ts";
import { tokensRouter } from "./trpc/tokens.ts";
import { usersRouter } from "./trpc/users.ts";

/** Every procedure of the web application. */
export const appRouter = router({
  session: sessionRouter,
  users: usersRouter,
  sites: sitesRouter,
  tokens: tokensRouter,
  integrations: integrationsRouter,
  catalogue: catalogueRouter,
  connections: connectionsRouter,
  commands: commandsRouter,
  playbooks: playbooksRouter,
  runs: runsRouter,
  live: liveRouter,
  settings: settingsRouter,
  sample: sampleRouter,
});

export type AppRouter = typeof appRouter;
