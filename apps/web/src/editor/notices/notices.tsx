import { indexDocument } from "@callbook/core/document";
import type { Json } from "@callbook/core/json";
import { Button } from "../../ui/index.ts";
import type { Notice } from "../document/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { shownValue } from "./shown-value.ts";

/** What became of edits that did not simply take effect; stays until it is answered. */
export function Notices() {
  const { snapshot } = useEditor();
  if (snapshot.notices.length === 0) return null;
  return (
    <section
      aria-label="Notices about your changes"
      className="absolute top-14 left-1/2 z-20 w-[min(640px,calc(100%-24px))] -translate-x-1/2 space-y-2"
    >
      {snapshot.notices.map((notice) => (
        <div
          key={notice.id}
          role="alert"
          className="animate-enter rounded-r3 border border-part-line bg-surface p-4 shadow-2"
        >
          <NoticeBody notice={notice} />
        </div>
      ))}
    </section>
  );
}

function NoticeBody({ notice }: { readonly notice: Notice }) {
  switch (notice.kind) {
    case "conflict":
      return <Conflict notice={notice} />;
    case "gone":
      return <Gone notice={notice} />;
    case "refused":
      return (
        <Plain notice={notice} title="This change was refused">
          {notice.label}: {notice.message}
        </Plain>
      );
    case "leftAlone":
      return (
        <Plain notice={notice} title="Undone in part">
          Others have changed something since; left as it is: {notice.what.join("; ")}.
        </Plain>
      );
  }
}

function Plain({
  notice,
  title,
  children,
}: {
  readonly notice: Notice;
  readonly title: string;
  readonly children: React.ReactNode;
}) {
  const { store } = useEditor();
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{title}</p>
        <p className="break-words text-text-2">{children}</p>
      </div>
      <Button size="sm" onClick={() => store.dismissNotice(notice.id)}>
        Close
      </Button>
    </div>
  );
}

function Conflict({ notice }: { readonly notice: Extract<Notice, { kind: "conflict" }> }) {
  const { store, apply, document, readOnly } = useEditor();
  const { blockId, path, mine, theirs } = notice;
  const name =
    blockId === null
      ? "the playbook"
      : (indexDocument(document).blocks.get(blockId)?.name ?? blockId);
  const close = () => store.dismissNotice(notice.id);
  return (
    <>
      <p className="font-semibold">
        {notice.by} has changed the same field of {name}
      </p>
      <p className="text-text-2">{notice.label}: theirs stays unless you choose yours.</p>
      <dl className="mt-2 grid grid-cols-[64px_minmax(0,1fr)] gap-x-3 gap-y-1">
        <Value label="Theirs" value={theirs} />
        <Value label="Mine" value={mine} />
      </dl>
      <div className="mt-3 flex gap-2">
        <Button size="sm" onClick={close}>
          Keep theirs
        </Button>
        {blockId !== null && !readOnly && (
          <Button
            size="sm"
            variant="primary"
            onClick={() => {
              close();
              apply(
                {
                  kind: "setField",
                  blockId,
                  path,
                  from: theirs ?? undefined,
                  value: mine ?? undefined,
                },
                notice.label,
              );
            }}
          >
            Use mine
          </Button>
        )}
      </div>
    </>
  );
}

function Value({ label, value }: { readonly label: string; readonly value: Json | null }) {
  const { document } = useEditor();
  return (
    <>
      <dt className="text-t2 text-text-3">{label}</dt>
      <dd className="max-h-24 overflow-auto font-mono text-t2 break-words whitespace-pre-wrap">
        {shownValue(value, document)}
      </dd>
    </>
  );
}

function Gone({ notice }: { readonly notice: Extract<Notice, { kind: "gone" }> }) {
  const { store, apply, readOnly } = useEditor();
  const close = () => store.dismissNotice(notice.id);
  const restore = notice.restoreWithMine;
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          {notice.by} has deleted the {notice.what} that you changed
        </p>
        <p className="text-text-2">{notice.label} was not kept.</p>
      </div>
      {restore !== null && !readOnly && (
        <Button
          size="sm"
          variant="primary"
          onClick={() => {
            close();
            apply(restore, `Restore: ${notice.label}`);
          }}
        >
          Restore with my change
        </Button>
      )}
      <Button size="sm" onClick={close}>
        Leave deleted
      </Button>
    </div>
  );
}
