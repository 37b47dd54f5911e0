import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { z } from "zod";
import { errorText } from "../api/refusal.ts";
import { CataloguePage } from "../integrations/catalogue-page.tsx";
import { IntegrationPage } from "../integrations/integration-page.tsx";
import { UsersPage } from "../people/users-page.tsx";
import { PlaybooksPage } from "../playbooks/playbooks-page.tsx";
import { RunLogPage } from "../settings/run-log-page.tsx";
import { JoinPage } from "../sign-in/join-page.tsx";
import { SetupPage } from "../sign-in/setup-page.tsx";
import { SignInPage } from "../sign-in/sign-in-page.tsx";
import { SitesPage } from "../sites/sites-page.tsx";
import { TokensPage } from "../tokens/tokens-page.tsx";
import { EmptyState, ErrorState } from "../ui/index.ts";
import { AppFrame } from "./app-frame.tsx";
import { ConfigurationFrame } from "./configuration-frame.tsx";
import { EditorRoute, RunRoute, RunsRoute } from "./run-pages.tsx";
import { SignedIn } from "./signed-in.tsx";

const RowId = z.coerce.number().int().positive();

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <main id="main" className="p-6">
      <h1 className="px-4 text-t5 font-semibold">There is no such page</h1>
      <EmptyState
        title="The address may be old, or mistyped"
        action={<Link to="/playbooks">To the playbooks</Link>}
      />
    </main>
  ),
  errorComponent: ({ error, reset }) => (
    <main id="main" className="p-6">
      <ErrorState title="This page broke" message={errorText(error)} onRetry={reset} />
    </main>
  ),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { next?: string | undefined } => ({
    next: z.string().optional().catch(undefined).parse(search.next),
  }),
  component: SignInPage,
});
const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: SetupPage,
});
const join = createRoute({
  getParentRoute: () => root,
  path: "/join/$token",
  component: JoinPage,
});

const signedIn = createRoute({ getParentRoute: () => root, id: "signed-in", component: SignedIn });
const editor = createRoute({
  getParentRoute: () => signedIn,
  path: "/playbooks/$playbookId",
  validateSearch: (search): { run?: number | undefined } => ({
    run: RowId.optional().catch(undefined).parse(search.run),
  }),
  component: EditorRoute,
});
const framed = createRoute({ getParentRoute: () => signedIn, id: "framed", component: AppFrame });

const home = createRoute({
  getParentRoute: () => framed,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/playbooks", replace: true });
  },
});
const playbooks = createRoute({
  getParentRoute: () => framed,
  path: "/playbooks",
  component: PlaybooksPage,
});
const runs = createRoute({ getParentRoute: () => framed, path: "/runs", component: RunsRoute });
const run = createRoute({
  getParentRoute: () => framed,
  path: "/runs/$runId",
  component: RunRoute,
});

const configuration = createRoute({
  getParentRoute: () => framed,
  path: "/configuration",
  component: ConfigurationFrame,
});
const configurationHome = createRoute({
  getParentRoute: () => configuration,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/configuration/integrations", replace: true });
  },
});
const integrations = createRoute({
  getParentRoute: () => configuration,
  path: "/integrations",
  component: CataloguePage,
});
const integration = createRoute({
  getParentRoute: () => configuration,
  path: "/integrations/$integrationId",
  validateSearch: (search): { connection?: number | undefined; field?: string | undefined } => ({
    /** Opens the form of this connection. */
    connection: RowId.optional().catch(undefined).parse(search.connection),
    /** Puts the focus on this field of it. */
    field: z.string().optional().catch(undefined).parse(search.field),
  }),
  component: IntegrationPage,
});
const sites = createRoute({
  getParentRoute: () => configuration,
  path: "/sites",
  component: SitesPage,
});
const users = createRoute({
  getParentRoute: () => configuration,
  path: "/users",
  component: UsersPage,
});
const tokens = createRoute({
  getParentRoute: () => configuration,
  path: "/tokens",
  component: TokensPage,
});
const runLog = createRoute({
  getParentRoute: () => configuration,
  path: "/run-log",
  component: RunLogPage,
});

const tree = root.addChildren([
  signIn,
  setup,
  join,
  signedIn.addChildren([
    editor,
    framed.addChildren([
      home,
      playbooks,
      runs,
      run,
      configuration.addChildren([
        configurationHome,
        integrations,
        integration,
        sites,
        users,
        tokens,
        runLog,
      ]),
    ]),
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent" });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
