import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import type { Person, Site } from "../api/types.ts";
import { Page } from "../shell/page.tsx";
import { useCan } from "../shell/session.ts";
import { Button, type Column, DataTable, LoadingRows, Panel, StateMark } from "../ui/index.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { PersonMenu } from "./person-menu.tsx";

/** Who may sign in, with which role in which site. */
export function UsersPage() {
  const users = useQuery(trpc.users.list.queryOptions());
  const sites = useQuery(trpc.sites.list.queryOptions());
  const mayAdd = useCan("user.add");
  // null: closed; "new" or the person whose roles are changed.
  const [open, setOpen] = useState<Person | "new" | null>(null);
  return (
    <Page
      title="Users"
      note="A new person gets a one-time link and chooses a password."
      actions={
        <Button
          variant="primary"
          icon={Plus}
          disabled={!mayAdd}
          title={mayAdd ? undefined : "Adding people needs the role admin"}
          onClick={() => setOpen("new")}
        >
          Person
        </Button>
      }
    >
      <QueryView query={users} loading={<LoadingRows rows={4} />}>
        {(rows) => (
          <Panel title="People" count={rows.length}>
            <DataTable
              caption="People"
              columns={columns(sites.data ?? [], setOpen)}
              rows={rows}
              rowKey={(row) => row.id}
            />
          </Panel>
        )}
      </QueryView>
      {open !== null && (
        <PersonDialog person={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

function columns(
  sites: readonly Site[],
  onRoles: (person: Person) => void,
): readonly Column<Person>[] {
  const siteName = (id: number | null) =>
    id === null ? "all sites" : (sites.find((site) => site.id === id)?.name ?? "another site");
  return [
    { id: "name", head: "Name", names: true, cell: (row) => row.name },
    { id: "email", head: "E-mail", cell: (row) => row.email },
    {
      id: "roles",
      head: "Roles",
      cell: (row) =>
        row.memberships.map((entry) => `${entry.role} in ${siteName(entry.siteId)}`).join(", ") ||
        "none",
    },
    {
      id: "state",
      head: "State",
      width: "140px",
      cell: (row) =>
        row.deactivatedAt !== null ? (
          <StateMark state="disabled" word="Deactivated" />
        ) : row.invited ? (
          <StateMark state="waiting" word="Invited" />
        ) : (
          <StateMark state="succeeded" word="Active" />
        ),
    },
    {
      id: "menu",
      head: <span className="sr-only">More</span>,
      width: "48px",
      align: "right",
      cell: (row) => <PersonMenu person={row} onRoles={() => onRoles(row)} />,
    },
  ];
}
