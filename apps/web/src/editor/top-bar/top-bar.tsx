import { Link } from "@tanstack/react-router";
import { Pencil, Redo2, Undo2 } from "lucide-react";
import { useState } from "react";
import type { Outputs } from "../../api/types.ts";
import { Mark } from "../../shell/mark.tsx";
import { useUser } from "../../shell/session.ts";
import { ThemeMenu } from "../../shell/theme-menu.tsx";
import { UserMenu } from "../../shell/user-menu.tsx";
import { IconButton, Tag, TextField } from "../../ui/index.ts";
import { useEditor } from "../open-playbook/index.ts";
import { PublishButton, RunButton } from "../publish-and-run/index.ts";
import { addedCounts, changesSummary } from "./changes-summary.ts";
import { SaveStatus } from "./save-status.tsx";

interface TopBarProps {
  readonly opened: Outputs["playbooks"]["open"];
  readonly canRun: boolean;
  readonly onRun: (runId: number | null) => void;
  readonly onPublished: () => void;
  readonly onProblems: () => void;
}

/** The editor's own bar: where one is, whose changes, whether saved, and the verbs. */
export function TopBar({ opened, canRun, onRun, onPublished, onProblems }: TopBarProps) {
  const { snapshot, store, readOnly } = useEditor();
  const user = useUser();
  const published = opened.publishedRevision?.number ?? null;
  const counts = addedCounts(opened.changesSincePublish, snapshot.changes);
  const changes = changesSummary(published, counts, user.name);
  const draft = published === null || counts.size > 0;
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
      <Mark withName={false} />
      <Line />
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 whitespace-nowrap">
        <Link to="/playbooks" className="text-text-2 hover:text-text hover:underline">
          Playbooks
        </Link>
        <span aria-hidden className="text-text-3">
          /
        </span>
        <PlaybookName />
      </nav>
      <Tag icon={draft ? Pencil : undefined}>{draft ? "Draft" : `Revision ${published}`}</Tag>
      {readOnly && <Tag tone="part">Read only</Tag>}
      <span title={changes} className="min-w-0 truncate text-t2 text-text-3 max-[1199px]:hidden">
        {changes}
      </span>
      <span className="flex-1" />
      <SaveStatus state={snapshot.save} />
      <Line />
      <IconButton
        icon={Undo2}
        label={snapshot.undo === null ? "Undo" : `Undo: ${snapshot.undo.label}`}
        shortcut="Ctrl Z"
        disabled={snapshot.undo === null || readOnly}
        onClick={() => store.undo()}
      />
      <IconButton
        icon={Redo2}
        label={snapshot.redo === null ? "Redo" : `Redo: ${snapshot.redo.label}`}
        shortcut="Shift Ctrl Z"
        disabled={snapshot.redo === null || readOnly}
        onClick={() => store.redo()}
      />
      <Line />
      <ThemeMenu />
      <RunButton canRun={canRun} published={published} onRun={onRun} onProblems={onProblems} />
      <PublishButton
        published={published}
        changes={changes}
        onPublished={onPublished}
        onProblems={onProblems}
      />
      <UserMenu />
    </header>
  );
}

function Line() {
  return <span aria-hidden className="mx-1 h-5 w-px shrink-0 bg-line-strong" />;
}

function PlaybookName() {
  const { document, apply, readOnly } = useEditor();
  const [typing, setTyping] = useState<string | null>(null);
  const commit = () => {
    const name = typing?.trim() ?? "";
    if (name !== "" && name !== document.name) {
      apply(
        { kind: "setPlaybook", path: ["name"], from: document.name, value: name.slice(0, 100) },
        "Rename playbook",
      );
    }
    setTyping(null);
  };
  if (typing === null) {
    return (
      <h1 className="min-w-0 truncate font-semibold">
        {readOnly ? (
          document.name
        ) : (
          <button
            type="button"
            title="Rename"
            onClick={() => setTyping(document.name)}
            className="max-w-full truncate rounded-r1 px-0.5 font-semibold hover:bg-surface-3"
          >
            {document.name}
          </button>
        )}
      </h1>
    );
  }
  return (
    <TextField
      size="sm"
      autoFocus
      aria-label="Name of the playbook"
      value={typing}
      onChange={setTyping}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setTyping(null);
      }}
    />
  );
}
