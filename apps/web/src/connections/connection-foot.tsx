import { RefreshCw } from "lucide-react";
import { errorText } from "../api/refusal.ts";
import type { SavedConnection } from "../api/types.ts";
import { useCan } from "../shell/session.ts";
import { Button, StateMark } from "../ui/index.ts";
import { testState } from "./test-column.tsx";
import type { ConnectionEditorState } from "./use-connection-editor.ts";

interface ConnectionFootProps {
  readonly editor: ConnectionEditorState;
  readonly saved: SavedConnection | null;
  readonly mayChange: boolean;
  readonly onCancel: () => void;
}

/** Test and its mark at the left, Cancel and Add or Save at the right. */
export function ConnectionFoot({ editor, saved, mayChange, onCancel }: ConnectionFootProps) {
  const { tester } = editor;
  const testing = tester.test.state === "testing";
  const mayTest = useCan("connection.test") && mayChange;
  // A verdict is said by the alert first; the mark comes when that is closed.
  const waitsForAlert = tester.test.state === "ended" && !tester.test.acknowledged;
  const mark = testState(tester.test, editor.edited ? null : saved);
  return (
    <>
      <Button size="lg" icon={RefreshCw} busy={testing} disabled={!mayTest} onClick={editor.test}>
        {testing ? "Testing" : "Test Connection"}
      </Button>
      {testing && (
        <Button size="lg" variant="ghost" onClick={tester.cancel} aria-label="Cancel the test">
          Cancel
        </Button>
      )}
      <span role="status" className="min-w-0">
        {!testing && !waitsForAlert && (mark === "passed" || mark === "test_failed") && (
          <StateMark state={mark} iconSize={16} />
        )}
        {tester.test.state === "refused" && (
          <span className="text-fail">{errorText(tester.test.error)}</span>
        )}
      </span>
      <span className="flex-1" />
      <Button variant="ghost" size="lg" onClick={onCancel}>
        Cancel
      </Button>
      {saved ? (
        <Button
          variant="primary"
          size="lg"
          busy={editor.saving}
          disabled={!mayChange}
          onClick={editor.save}
        >
          Save
        </Button>
      ) : (
        <Button variant="primary" size="lg" plus busy={editor.saving} onClick={editor.save}>
          Add
        </Button>
      )}
    </>
  );
}
