import { Button, Dialog } from "../../ui/index.ts";
import { labelOf } from "../document/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { download } from "./download.ts";

/** The right to edit is gone, or the playbook is: what was not saved is offered as a file. */
export function LostWork({ onLeave }: { readonly onLeave: () => void }) {
  const { snapshot, store, playbookId, document } = useEditor();
  const { save } = snapshot;
  if (save.kind !== "lost") return null;
  const unsent = store.unsent();
  const why =
    save.why === "deleted"
      ? "This playbook has been deleted."
      : "You may not change this playbook any more.";
  const saveFile = () =>
    download(`playbook-${playbookId}-unsaved.json`, {
      playbookId,
      document,
      operations: unsent.map((entry) => (entry.kind === "apply" ? entry.envelope : entry)),
    });
  return (
    <Dialog
      open
      onClose={onLeave}
      mayClose={() => unsent.length === 0}
      title={save.why === "deleted" ? "Playbook deleted" : "No right to edit"}
      footer={
        <>
          <span className="flex-1" />
          {unsent.length > 0 && (
            <Button size="lg" variant="primary" onClick={saveFile}>
              Save as a file
            </Button>
          )}
          <Button size="lg" onClick={onLeave}>
            To the playbooks
          </Button>
        </>
      }
    >
      <p>{why}</p>
      {unsent.length > 0 && (
        <>
          <p className="mt-2 text-text-2">These changes of yours were not saved:</p>
          <ul className="mt-1 max-h-48 list-disc overflow-auto pl-5">
            {unsent.map((entry) => (
              <li key={entry.id}>{labelOf(entry)}</li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
