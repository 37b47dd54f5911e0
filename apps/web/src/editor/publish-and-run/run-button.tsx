import { declaredInputs } from "@callbook/core/input";
import type { Json } from "@callbook/core/json";
import { ChevronDown, Play } from "lucide-react";
import { useState } from "react";
import { errorText } from "../../api/refusal.ts";
import { client } from "../../api/trpc.ts";
import { useCatalogueAnew } from "../../catalogue/index.ts";
import {
  AlertDialog,
  Button,
  IconButton,
  Menu,
  MenuItem,
  MenuLabel,
  MenuLine,
} from "../../ui/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { RunInputs } from "./run-inputs.tsx";
import { useRecentRuns } from "./use-recent-runs.ts";

interface RunButtonProps {
  readonly canRun: boolean;
  readonly published: number | null;
  readonly onRun: (runId: number | null) => void;
  /** The problems stand in the way; the list is to be opened. */
  readonly onProblems: () => void;
}

/** Test run of the draft; behind the arrow the published revision and earlier runs. */
export function RunButton({ canRun, published, onRun, onProblems }: RunButtonProps) {
  const editor = useEditor();
  const { playbookId, document, problems, store, run, catalogue } = editor;
  const readAnew = useCatalogueAnew();
  const [asking, setAsking] = useState<"draft" | "published" | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const recent = useRecentRuns(playbookId);
  const blocked = problems.some((problem) => problem.level === "error");
  const inputs = declaredInputs(document);

  const start = async (what: "draft" | "published", values: Readonly<Record<string, Json>>) => {
    setBusy(true);
    setError(null);
    try {
      // The run must take what is on the screen, so the last edits go first.
      await store.settled();
      const { runId } =
        what === "draft"
          ? await client.runs.startTest.mutate({
              playbookId,
              seq: store.getSnapshot().seq,
              inputs: { ...values },
              catalogueId: catalogue.id,
            })
          : await client.runs.start.mutate({ playbookId, inputs: { ...values } });
      setAsking(null);
      onRun(runId);
    } catch (problem) {
      setError(errorText(problem));
      readAnew();
    } finally {
      setBusy(false);
    }
  };
  const ask = (what: "draft" | "published") => {
    if (what === "draft" && blocked) return onProblems();
    setError(null);
    if (inputs.length > 0) setAsking(what);
    else void start(what, {});
  };
  return (
    <>
      <span className="flex">
        <Button
          icon={Play}
          busy={busy && asking === null}
          disabled={!canRun}
          title={titleOf(canRun, blocked)}
          className="rounded-r-none border-r-0"
          onClick={() => ask("draft")}
        >
          Run
        </Button>
        <Menu
          trigger={
            <IconButton
              icon={ChevronDown}
              label="Runs of this playbook"
              variant="default"
              className="rounded-l-none"
            />
          }
        >
          <MenuItem
            icon={Play}
            disabled={!canRun || published === null}
            onSelect={() => ask("published")}
            hint={
              canRun
                ? published === null
                  ? "Nothing has been published yet."
                  : undefined
                : NOT_YOURS
            }
          >
            Run {published === null ? "the published revision" : `revision ${published}`}
          </MenuItem>
          <MenuItem disabled={run === null} onSelect={() => onRun(null)}>
            Clear run from the canvas
          </MenuItem>
          <MenuLine />
          <MenuLabel>Last runs</MenuLabel>
          {recent.map((row) => (
            <MenuItem key={row.id} onSelect={() => onRun(row.id)} hint={row.when}>
              Run {row.id}, {row.word}
            </MenuItem>
          ))}
          {recent.length === 0 && (
            <MenuItem disabled onSelect={() => undefined}>
              None yet
            </MenuItem>
          )}
        </Menu>
      </span>
      {asking !== null && (
        <RunInputs
          document={document}
          title={asking === "draft" ? "Test run of this draft" : `Run revision ${published}`}
          memoryKey={`callbook:inputs:${playbookId}`}
          busy={busy}
          error={error}
          onRun={(values) => void start(asking, values)}
          onClose={() => setAsking(null)}
        />
      )}
      <AlertDialog
        open={error !== null && asking === null}
        onClose={() => setError(null)}
        title="The run was not started"
        state="test_failed"
      >
        {error}
      </AlertDialog>
    </>
  );
}

const NOT_YOURS = "You are a viewer of this site: analysts and above may run its playbooks.";

/** Why it is off is the reader's role, whatever else may be wrong. */
function titleOf(canRun: boolean, blocked: boolean): string {
  if (!canRun) return NOT_YOURS;
  return blocked ? "Problems stand in the way" : "Test run of this draft";
}
