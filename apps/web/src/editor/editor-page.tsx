import { useQuery } from "@tanstack/react-query";
import { QueryProblem } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import { usePresentCatalogue } from "../catalogue/index.ts";
import { Mark } from "../shell/mark.tsx";
import { LoadingRows } from "../ui/index.ts";
import { EditorScreen } from "./editor-screen.tsx";

interface EditorPageProps {
  readonly playbookId: number;
  /** The run to lay over the canvas; null: none, but for the sample, which has run already. */
  readonly runId: number | null;
}

/** One playbook, opened for editing or for reading. */
export function EditorPage({ playbookId, runId }: EditorPageProps) {
  const opened = useQuery({
    ...trpc.playbooks.open.queryOptions({ id: playbookId }),
    // The store follows the log from here on; a second answer would only be older.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
  });
  const catalogue = usePresentCatalogue();
  const sampleRun = useSampleRun(playbookId, runId === null);
  const problem = opened.error ?? catalogue.error;
  if (opened.data !== undefined && catalogue.data !== undefined) {
    return (
      <EditorScreen
        key={opened.data.id}
        opened={opened.data}
        catalogue={catalogue.data}
        runId={runId}
        firstRun={sampleRun}
        onPublished={() => void opened.refetch()}
      />
    );
  }
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-11 shrink-0 items-center border-b border-line bg-surface px-3">
        <Mark withName={false} />
      </header>
      <main id="main" className="min-h-0 flex-1">
        <h1 className="sr-only">Playbook</h1>
        {problem === null ? (
          <LoadingRows rows={6} />
        ) : (
          <QueryProblem
            error={problem}
            onRetry={() => {
              void opened.refetch();
              catalogue.refetch();
            }}
          />
        )}
      </main>
    </div>
  );
}

/** The run that the sample playbook came with, so that there is something to read in the first minute. */
function useSampleRun(playbookId: number, wanted: boolean): number | null {
  const rows = useQuery({ ...trpc.playbooks.list.queryOptions({}), enabled: wanted });
  const row = rows.data?.find(({ id }) => id === playbookId);
  return row?.isSample === true ? (row.lastRun?.id ?? null) : null;
}
