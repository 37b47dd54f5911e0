import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, Search, Trash2, Workflow } from "lucide-react";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorTextOf } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { PlaybookRow } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { Page } from "../shell/page.tsx";
import { useCan } from "../shell/session.ts";
import {
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  formatAgo,
  LoadingRows,
  Panel,
  StateMark,
  Tag,
  TextField,
} from "../ui/index.ts";
import { NewPlaybookDialog } from "./new-playbook-dialog.tsx";
import { PlaybookMenu } from "./playbook-menu.tsx";

/** Every playbook of one's sites. */
export function PlaybooksPage() {
  const playbooks = useQuery(trpc.playbooks.list.queryOptions({}));
  const mayCreate = useCan("playbook.create");
  const [creating, setCreating] = useState(false);
  const [search, setSearch] = useState("");
  const add = (
    <Button
      variant="primary"
      icon={Plus}
      disabled={!mayCreate}
      title={mayCreate ? undefined : "Drawing a playbook needs the role editor in a site"}
      onClick={() => setCreating(true)}
    >
      Playbook
    </Button>
  );
  return (
    <Page
      title="Playbooks"
      actions={
        <>
          <RemoveSample />
          {add}
        </>
      }
    >
      <QueryView query={playbooks} loading={<LoadingRows rows={5} height={34} />}>
        {(all) => (
          <>
            {all.length > 8 && (
              <TextField
                size="sm"
                icon={Search}
                className="max-w-70"
                aria-label="Search playbooks by name"
                placeholder="Search by name"
                value={search}
                onChange={setSearch}
              />
            )}
            <Panel title="Playbooks" count={all.length}>
              <DataTable
                caption="Playbooks"
                columns={columns()}
                rowHeight={34}
                rows={all.filter((row) =>
                  row.name.toLowerCase().includes(search.trim().toLowerCase()),
                )}
                rowKey={(row) => String(row.id)}
                empty={
                  all.length > 0 ? (
                    <EmptyState title="No playbook has this name" icon={Workflow} />
                  ) : (
                    <EmptyState title="No playbook yet" icon={Workflow}>
                      A playbook is blocks on a canvas, linked by callbacks.
                    </EmptyState>
                  )
                }
              />
            </Panel>
          </>
        )}
      </QueryView>
      {creating && <NewPlaybookDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function columns(): readonly Column<PlaybookRow>[] {
  const now = new Date();
  return [
    {
      id: "name",
      head: "Name",
      names: true,
      cell: (row) => (
        <span className="inline-flex max-w-full items-center gap-2">
          <Link
            to="/playbooks/$playbookId"
            params={{ playbookId: String(row.id) }}
            search={{}}
            title={row.description === "" ? row.name : row.description}
            className="truncate rounded-r1 hover:text-link hover:underline"
          >
            {row.name}
          </Link>
          {row.isSample && <Tag>sample</Tag>}
        </span>
      ),
    },
    { id: "site", head: "Site", cell: (row) => row.siteName },
    {
      id: "state",
      head: "State",
      cell: (row) => (
        <span className="inline-flex gap-1.5">
          {row.publishedRevision !== null && <Tag>published, rev {row.publishedRevision}</Tag>}
          {(row.hasDraftChanges || row.publishedRevision === null) && (
            <Tag outline>{row.publishedRevision === null ? "draft" : "draft changes"}</Tag>
          )}
        </span>
      ),
    },
    {
      id: "run",
      head: "Last run",
      cell: (row) =>
        row.lastRun === null ? (
          <StateMark state="not_run" />
        ) : (
          <Link
            to="/runs/$runId"
            params={{ runId: String(row.lastRun.id) }}
            className="inline-flex items-center gap-2 rounded-r1 align-middle hover:underline"
          >
            <StateMark state={row.lastRun.state} />
            <span className="text-text-2">{formatAgo(row.lastRun.at, now)}</span>
          </Link>
        ),
    },
    { id: "updated", head: "Changed", cell: (row) => formatAgo(row.updatedAt, now) },
    {
      id: "menu",
      head: <span className="sr-only">More</span>,
      width: "48px",
      align: "right",
      cell: (row) => <PlaybookMenu row={row} />,
    },
  ];
}

/** The one button that takes the sample away: its playbook, connections and sites. */
function RemoveSample() {
  const refreshed = useRefresh();
  const may = useCan("sample.remove");
  const sample = useQuery(trpc.sample.state.queryOptions());
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    trpc.sample.remove.mutationOptions({
      onSuccess: refreshed(() => setAsking(false)),
    }),
  );
  if (sample.data?.present !== true || !may) return null;
  return (
    <>
      <Button icon={Trash2} onClick={() => setAsking(true)}>
        Remove the sample
      </Button>
      <ConfirmDialog
        open={asking}
        onCancel={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
        title="Remove the sample?"
        confirmLabel="Remove"
        busy={remove.isPending}
        error={errorTextOf(remove)}
      >
        Its playbook with its runs, its connections, integrations and empty sites go, and its
        service stops. What you made yourself stays.
      </ConfirmDialog>
    </>
  );
}
