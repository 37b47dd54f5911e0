import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { QueryView } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import type { Integration } from "../api/types.ts";
import { ConnectionDialog } from "../connections/connection-dialog.tsx";
import { ConnectionsPanel } from "../connections/connections-panel.tsx";
import { Page } from "../shell/page.tsx";
import { LoadingRows } from "../ui/index.ts";
import { CommandsPanel } from "./commands-panel.tsx";
import { IconTile } from "./icon-tile.tsx";
import { optionNumber } from "./integration-card.tsx";
import { ParametersPanel } from "./parameters-panel.tsx";

const route = getRouteApi("/signed-in/framed/configuration/integrations/$integrationId");
const trail = [
  { label: "Configuration" },
  { label: "Integrations", to: "/configuration/integrations" },
];

/** One integration: its connections, its commands, its connection parameters. */
export function IntegrationPage() {
  const id = Number(route.useParams().integrationId);
  const { connection, field } = route.useSearch();
  const navigate = route.useNavigate();
  const integration = useQuery(trpc.integrations.get.queryOptions({ id }));
  const close = () => void navigate({ search: {}, replace: true });
  const loaded = integration.data;
  return (
    <Page
      title={loaded?.name ?? "Integration"}
      trail={trail}
      note={loaded?.description}
      tile={loaded && <IconTile icon={loaded.icon} large />}
      actions={loaded && <CatalogueData integration={loaded} />}
    >
      <QueryView query={integration} loading={<LoadingRows rows={6} />}>
        {(shown) => (
          <>
            <ConnectionsPanel integration={shown} />
            <CommandsPanel integration={shown} />
            <ParametersPanel integration={shown} />
          </>
        )}
      </QueryView>
      {loaded && connection !== undefined && (
        <ConnectionDialog
          integrationId={loaded.id}
          connectionId={connection}
          focusField={field ?? null}
          onClose={close}
        />
      )}
    </Page>
  );
}

function CatalogueData({ integration }: { readonly integration: Integration }) {
  return (
    <dl className="flex gap-6 text-t2">
      <Datum name="Category">{integration.category}</Datum>
      <Datum name="Available from">{integration.minVersion}+</Datum>
      <Datum name="Deployment options">
        {integration.deploymentOptions.map(optionNumber).join(", ")}
      </Datum>
    </dl>
  );
}

function Datum({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="whitespace-nowrap text-text-3">{name}</dt>
      <dd className="font-medium whitespace-nowrap">{children}</dd>
    </div>
  );
}
