import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { errorText } from "../api/refusal.ts";
import type { FormOptions, Integration, SavedConnection } from "../api/types.ts";
import { ParameterDialog } from "../integrations/parameter-dialog.tsx";
import { useCan } from "../shell/session.ts";
import { Button, ConfirmDialog, Dialog, Tag } from "../ui/index.ts";
import { fieldId, focusKeyOf } from "./check-values.ts";
import { ConnectionFoot } from "./connection-foot.tsx";
import { GeneralFields } from "./general-fields.tsx";
import { ParameterFields } from "./parameter-fields.tsx";
import { RestFields } from "./rest-fields.tsx";
import { TestAlert } from "./test-alert.tsx";
import { TestColumn } from "./test-column.tsx";
import { type ConnectionEditorState, useConnectionEditor } from "./use-connection-editor.ts";

interface ConnectionEditorProps {
  readonly integration: Integration;
  readonly options: FormOptions;
  /** Null: a new connection. */
  readonly saved: SavedConnection | null;
  readonly focusField: string | null;
  readonly onClose: () => void;
  /** Reads the saved connection again, after a conflict. */
  readonly onReload: () => void;
}

export function ConnectionEditor({
  integration,
  options,
  saved,
  focusField,
  onClose,
  onReload,
}: ConnectionEditorProps) {
  const editor = useConnectionEditor({ integration, options, saved, onSaved: onClose });
  const [leaving, setLeaving] = useState(false);
  const mayChange = saved === null || saved.myLevel === "edit" || saved.myLevel === "manage";
  const { tester, values } = editor;
  const focusKey = focusKeyOf(focusField, values.authMethod);
  const ended = tester.test.state === "ended" ? tester.test : null;
  const leave = () => (editor.edited ? setLeaving(true) : onClose());
  return (
    <Dialog
      open
      onClose={onClose}
      mayClose={() => {
        if (editor.edited) setLeaving(true);
        return !editor.edited;
      }}
      title={saved ? saved.form.name : "New Connection"}
      subtitle={integration.name}
      headAside={!values.active && <Tag>Inactive</Tag>}
      width={1128}
      height={780}
      initialFocusId={fieldId(focusKey ?? "name")}
      bodyClassName="grid grid-cols-[minmax(0,1fr)_320px] max-lg:grid-cols-[minmax(0,1fr)_280px]"
      footer={
        <ConnectionFoot editor={editor} saved={saved} mayChange={mayChange} onCancel={leave} />
      }
    >
      <form
        ref={editor.form}
        aria-label={saved ? "Connection" : "New Connection"}
        // With every control disabled only the form itself can take the focus and be scrolled.
        tabIndex={mayChange ? undefined : 0}
        noValidate
        onSubmit={(event) => event.preventDefault()}
        className="min-w-0 overflow-auto px-5 py-4"
        onBlur={(event) => {
          if (event.target instanceof HTMLInputElement)
            editor.touch(event.target.id, event.target.value);
        }}
      >
        {!mayChange && (
          <p className="mb-3 text-text-2">You may use this connection, but not change it.</p>
        )}
        {editor.conflict && <Conflict onReload={onReload} />}
        {editor.saveError && !editor.conflict && (
          <p role="alert" className="mb-3 rounded-r2 bg-fail-soft px-3 py-2 text-fail">
            {errorText(editor.saveError)}
          </p>
        )}
        <fieldset disabled={!mayChange} className="min-w-0">
          <Sections
            editor={editor}
            integration={integration}
            options={options}
            mayManage={saved === null ? options.mayManage : saved.myLevel === "manage"}
          />
        </fieldset>
      </form>
      <aside
        aria-label="Test of the connection"
        className="min-w-0 border-l border-line bg-surface-2"
      >
        <TestColumn test={tester.test} before={editor.edited ? null : saved} />
      </aside>
      {ended && !ended.acknowledged && (
        <TestAlert
          outcome={ended.outcome}
          authMethod={values.authMethod}
          onClose={tester.acknowledge}
        />
      )}
      <ConfirmDialog
        open={leaving}
        onCancel={() => setLeaving(false)}
        onConfirm={onClose}
        title="Close without saving?"
        confirmLabel="Discard changes"
      >
        What you entered has not been saved.
      </ConfirmDialog>
    </Dialog>
  );
}

interface SectionsProps {
  readonly editor: ConnectionEditorState;
  readonly integration: Integration;
  readonly options: FormOptions;
  readonly mayManage: boolean;
}

function Sections({ editor, integration, options, mayManage }: SectionsProps) {
  const [adding, setAdding] = useState(false);
  const mayAdd = useCan("integration.addParameter");
  const { values, errors, change, baseline, changed } = editor;
  const shared = { values, errors, onChange: change, saved: baseline, changed };
  const grid = "grid grid-cols-2 items-start gap-x-4 gap-y-3";
  const line = "mt-4 mb-3 border-t border-line pt-4 font-semibold";
  return (
    <>
      <div className={grid}>
        <GeneralFields {...shared} options={options} mayManage={mayManage} />
      </div>
      <h3 className={line}>REST API</h3>
      <div className={grid}>
        <RestFields {...shared} mayManage={mayManage} />
      </div>
      <div className={`${line} flex items-center justify-between`}>
        <h3>Custom parameters</h3>
        <Button
          size="sm"
          plus
          disabled={!mayAdd}
          title={mayAdd ? undefined : "Adding a parameter needs the role admin"}
          onClick={() => setAdding(true)}
        >
          Connection Parameter
        </Button>
      </div>
      {integration.parameterDefinitions.length === 0 && (
        <p className="text-text-3">
          None. A parameter adds a field here and a template for commands.
        </p>
      )}
      <div className={grid}>
        <ParameterFields {...shared} definitions={integration.parameterDefinitions} />
      </div>
      {adding && (
        <ParameterDialog
          integration={integration}
          onClose={() => setAdding(false)}
          onAdded={() => editor.change({ parameters: values.parameters })}
        />
      )}
    </>
  );
}

function Conflict({ onReload }: { readonly onReload: () => void }) {
  return (
    <div role="alert" className="mb-3 rounded-r2 border border-part-line bg-part-soft px-3 py-2">
      <p className="font-semibold text-part">
        Somebody else saved this connection in the meantime.
      </p>
      <p className="mt-0.5">
        Nothing was overwritten; your values are still below. Load what was saved to go on from it.
      </p>
      <Button size="sm" className="mt-2" icon={RefreshCw} onClick={onReload}>
        Load what was saved, drop my changes
      </Button>
    </div>
  );
}
