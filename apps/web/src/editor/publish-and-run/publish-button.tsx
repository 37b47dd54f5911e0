import { useState } from "react";
import { errorText } from "../../api/refusal.ts";
import { client } from "../../api/trpc.ts";
import { useCatalogueAnew } from "../../catalogue/index.ts";
import { Button, Dialog } from "../../ui/index.ts";
import { useEditor } from "../open-playbook/index.ts";

interface PublishButtonProps {
  readonly published: number | null;
  /** Whose changes go out with it, in words. */
  readonly changes: string;
  readonly onPublished: () => void;
  readonly onProblems: () => void;
}

/** Publishing says whose changes go out; problems of level error lead to the list instead. */
export function PublishButton({ published, changes, onPublished, onProblems }: PublishButtonProps) {
  const { playbookId, problems, readOnly, store, catalogue } = useEditor();
  const readAnew = useCatalogueAnew();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const blocked = problems.some((problem) => problem.level === "error");
  const warnings = problems.filter((problem) => problem.level === "warning").length;
  const publish = async () => {
    setBusy(true);
    setError(null);
    try {
      await store.settled();
      const { seq } = store.getSnapshot();
      await client.playbooks.publish.mutate({ id: playbookId, seq, catalogueId: catalogue.id });
      setOpen(false);
      onPublished();
    } catch (problem) {
      setError(errorText(problem));
      readAnew();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        variant="primary"
        disabled={readOnly}
        title={blocked ? "Problems stand in the way" : undefined}
        onClick={() => (blocked ? onProblems() : setOpen(true))}
      >
        Publish
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Publish revision ${(published ?? 0) + 1}`}
        footer={
          <>
            <span className="flex-1" />
            <Button size="lg" variant="ghost" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button size="lg" variant="primary" busy={busy} onClick={() => void publish()}>
              Publish
            </Button>
          </>
        }
      >
        <p>{published === null ? "The first revision of this playbook." : changes}</p>
        <p className="mt-2 text-text-2">
          Runs that have begun keep the revision they began with. New runs take this one.
        </p>
        {warnings > 0 && (
          <p className="mt-2 text-part">
            {warnings} {warnings === 1 ? "warning remains" : "warnings remain"}.
          </p>
        )}
        {error !== null && (
          <p role="alert" className="mt-2 text-fail">
            {error}
          </p>
        )}
      </Dialog>
    </>
  );
}
