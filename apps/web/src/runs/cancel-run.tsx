import { useState } from "react";
import { errorText } from "../api/refusal.ts";
import { client } from "../api/trpc.ts";
import { Button, ConfirmDialog } from "../ui/index.ts";
import type { FollowedRun } from "./use-run.ts";

/** Cancels a run that still lives, after asking. Not there once it has ended or for who may not. */
export function CancelRun({
  run,
  size = "md",
}: {
  readonly run: FollowedRun;
  readonly size?: "sm" | "md";
}) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (run.state.finishedAt !== null || !run.details.mayCancel) return null;
  const requested = run.state.cancelRequestedBy !== null;
  const cancel = async () => {
    setBusy(true);
    setError(null);
    try {
      await client.runs.cancel.mutate({ id: run.details.id });
      setAsking(false);
    } catch (problem) {
      setError(errorText(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button size={size} disabled={requested} onClick={() => setAsking(true)}>
        {requested ? "Cancelling…" : "Cancel run"}
      </Button>
      <ConfirmDialog
        open={asking}
        onCancel={() => setAsking(false)}
        onConfirm={() => void cancel()}
        title={`Cancel run ${run.details.id}?`}
        confirmLabel="Cancel run"
        busy={busy}
        error={error}
      >
        Requests that are on their way end first; nothing new begins, and waits are closed.
      </ConfirmDialog>
    </>
  );
}
