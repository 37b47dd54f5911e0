import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { errorTextOf, fieldErrors } from "../api/refusal.ts";
import { trpc } from "../api/trpc.ts";
import type { Site } from "../api/types.ts";
import { useRefresh } from "../api/use-refresh.ts";
import { Page } from "../shell/page.tsx";
import { useCan } from "../shell/session.ts";
import {
  Button,
  type Column,
  DataTable,
  EmptyState,
  Field,
  FormDialog,
  LoadingRows,
  Panel,
  SegmentedControl,
  Tag,
  TextField,
} from "../ui/index.ts";

/** Sites: the tenants or business units that connections, playbooks and runs belong to. */
export function SitesPage() {
  const sites = useQuery(trpc.sites.list.queryOptions());
  const mayCreate = useCan("site.create");
  const mayRename = useCan("site.rename");
  const [open, setOpen] = useState<Site | "new" | null>(null);
  return (
    <Page
      title="Sites"
      note="Connections shared to internal sites reach every site of kind internal, and no client site."
      actions={
        <Button
          variant="primary"
          icon={Plus}
          disabled={!mayCreate}
          title={mayCreate ? undefined : "Adding a site needs the role admin in all sites"}
          onClick={() => setOpen("new")}
        >
          Site
        </Button>
      }
    >
      <QueryView query={sites} loading={<LoadingRows rows={3} />}>
        {(rows) => (
          <Panel title="Sites" count={rows.length}>
            <DataTable
              caption="Sites"
              columns={columns(mayRename ? setOpen : null)}
              rows={rows}
              rowKey={(row) => String(row.id)}
              empty={<EmptyState title="You are a member of no site" />}
            />
          </Panel>
        )}
      </QueryView>
      {open !== null && (
        <SiteDialog site={open === "new" ? null : open} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

function columns(onRename: ((site: Site) => void) | null): readonly Column<Site>[] {
  return [
    {
      id: "name",
      head: "Name",
      names: true,
      cell: (row) => (
        <span className="inline-flex items-center gap-2">
          {row.name} {row.isSample && <Tag>sample</Tag>}
        </span>
      ),
    },
    { id: "kind", head: "Kind", width: "160px", cell: (row) => row.kind },
    {
      id: "rename",
      head: <span className="sr-only">Rename</span>,
      width: "100px",
      align: "right",
      cell: (row) =>
        onRename && (
          <Button size="sm" aria-label={`Rename ${row.name}`} onClick={() => onRename(row)}>
            Rename
          </Button>
        ),
    },
  ];
}

function SiteDialog({
  site,
  onClose,
}: {
  readonly site: Site | null;
  readonly onClose: () => void;
}) {
  const refreshed = useRefresh(trpc.sites.pathKey(), trpc.session.pathKey());
  const [name, setName] = useState(site?.name ?? "");
  const [kind, setKind] = useState<Site["kind"]>("internal");
  const done = { onSuccess: refreshed(onClose) };
  const create = useMutation(trpc.sites.create.mutationOptions(done));
  const rename = useMutation(trpc.sites.rename.mutationOptions(done));
  const change = site ? rename : create;
  const submit = () => {
    if (site) rename.mutate({ id: site.id, name });
    else create.mutate({ name, kind });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={site ? `Rename ${site.name}` : "New site"}
      width={440}
      submitLabel={site ? "Rename" : "Add"}
      busy={create.isPending || rename.isPending}
      incomplete={name.trim() === ""}
      onSubmit={submit}
    >
      <Field label="Name" required error={fieldErrors(change.error).name ?? errorTextOf(change)}>
        {(control) => <TextField {...control} value={name} onChange={setName} autoFocus />}
      </Field>
      {site === null && (
        <Field group label="Kind" hint="A client site never sees what is shared to internal sites.">
          {(control) => (
            <SegmentedControl
              {...control}
              value={kind}
              onChange={setKind}
              options={[
                { value: "internal", label: "Internal" },
                { value: "client", label: "Client" },
              ]}
            />
          )}
        </Field>
      )}
    </FormDialog>
  );
}
