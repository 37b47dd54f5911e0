import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Dialog } from "./dialog.tsx";

interface ShownOnceProps {
  readonly title: string;
  /** "The token", "The link". */
  readonly what: string;
  readonly value: string;
  readonly note?: string;
  readonly onClose: () => void;
}

/** A value that exists in clear only now; it does not close by a click outside. */
export function ShownOnce({ title, what, value, note, onClose }: ShownOnceProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      onlyByButton
      title={title}
      width={560}
      footer={
        <>
          <CopyButton
            text={value}
            label={`Copy ${what.toLowerCase().replace("the ", "")}`}
            wide
            size="lg"
          />
          <span className="flex-1" />
          <Button variant="primary" size="lg" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <p className="mb-3">
        {what} is shown <b className="font-semibold">once</b>. Copy it now; only a hash of it is
        kept.
      </p>
      <p
        className="rounded-r2 border border-line bg-surface-2 px-3 py-2 font-mono text-t2 break-all select-all"
        data-testid="shown-once"
      >
        {value}
      </p>
      {note !== undefined && <p className="mt-3 text-t2 text-text-3">{note}</p>}
    </Dialog>
  );
}
