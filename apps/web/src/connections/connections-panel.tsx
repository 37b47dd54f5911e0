import { Check, Plug } from "lucide-react";
import { useState } from "react";
import type { ConnectionRow, Integration } from "../api/types.ts";
import { useCan, useUser } from "../shell/session.ts";
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  formatAgo,
  Panel,
  Select,
  StateMark,
} from "../ui/index.ts";
import { ConnectionDialog } from "./connection-dialog.tsx";
import { ConnectionMenu } from "./connection-menu.tsx";

/** The connections of an integration that the person may see. */
export function ConnectionsPanel({ integration }: { readonly integration: Integration }) {
  const user = useUser();
  const mayAdd = useCan("connection.create");
  const [siteId, setSiteId] = useState<number | null>(null);
  // null: closed; "new" or the id of the connection whose form is open.
  const [open, setOpen] = useState<number | "new" | null>(null);
  const site = user.sites.find((known) => known.id === siteId);
  const rows = integration.connections.filter(
    (row) => !site || row.siteId === site.id || row.siteNames.includes(site.name),
  );
  const add = (
    <Button
      variant="primary"
      plus
      disabled={!mayAdd}
      title={mayAdd ? undefined : "Making a connection needs the role admin in a site"}
      onClick={() => setOpen("new")}
    >
      Connection
    </Button>
  );
  return (
    <Panel
      title="Connections"
      count={integration.connections.length}
      actions={
        <>
          <Select
            size="sm"
            className="w-44"
            aria-label="Site"
            value={siteId === null ? null : String(siteId)}
            clearLabel="All sites"
            options={user.sites.map((known) => ({ value: String(known.id), label: known.name }))}
            onChange={(value) => setSiteId(value === null ? null : Number(value))}
          />
          {add}
        </>
      }
    >
      <DataTable
        caption={`Connections of ${integration.name}`}
        columns={columns((row) => setOpen(row.id))}
        rows={rows}
        rowKey={(row) => String(row.id)}
        empty={
          site ? (
            <EmptyState title={`No connection in ${site.name}`} icon={Plug} />
          ) : (
            <EmptyState title="No connection yet" icon={Plug}>
              A connection holds the address and the credentials of one system, so that blocks can
              use it.
            </EmptyState>
          )
        }
      />
      {open !== null && (
        <ConnectionDialog
          integrationId={integration.id}
          connectionId={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

function columns(onOpen: (row: ConnectionRow) => void): readonly Column<ConnectionRow>[] {
  const now = new Date();
  return [
    {
      id: "name",
      head: "Connection Name",
      names: true,
      cell: (row) => (
        <button
          type="button"
          className="max-w-full truncate rounded-r1 font-semibold hover:text-link hover:underline"
          onClick={() => onOpen(row)}
        >
          {row.name}
        </button>
      ),
    },
    {
      id: "integration",
      head: "Integration",
      className: "max-xl:hidden",
      cell: (row) => row.integrationName,
    },
    {
      id: "site",
      head: "Site",
      cell: (row) =>
        row.scope === "share_internal" ? (
          <span title={row.siteNames.join(", ")}>
            Shared, {row.siteNames.length} internal {row.siteNames.length === 1 ? "site" : "sites"}
          </span>
        ) : (
          row.siteNames.join(", ")
        ),
    },
    { id: "users", head: "Users", cell: (row) => row.users.join(", ") },
    {
      id: "health",
      head: "Health",
      width: "120px",
      cell: (row) => (
        <StateMark state={row.testStatus === "failed" ? "test_failed" : row.testStatus} />
      ),
    },
    {
      id: "tested",
      head: "Last test",
      width: "110px",
      cell: (row) => <span className="text-text-2">{formatAgo(row.lastTestAt, now)}</span>,
    },
    {
      id: "active",
      head: "Active",
      width: "100px",
      cell: (row) => (row.active ? <ActiveMark /> : <StateMark state="inactive" />),
    },
    {
      id: "menu",
      head: <span className="sr-only">More</span>,
      width: "48px",
      align: "right",
      cell: (row) => <ConnectionMenu row={row} onEdit={() => onOpen(row)} />,
    },
  ];
}

function ActiveMark() {
  return (
    <span className="inline-flex items-center gap-[5px] align-middle text-ok">
      <Check size={14} aria-hidden /> Active
    </span>
  );
}
