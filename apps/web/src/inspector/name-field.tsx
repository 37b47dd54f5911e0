import { BlockName } from "@callbook/core/document";
import { useEffect, useRef, useState } from "react";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Field, TextField } from "../ui/index.ts";
import { fieldId, useBlockForm } from "./block-form.ts";

/** Renaming: one operation when the field or the page is left or Enter is pressed; Escape takes it back. */
export function NameField() {
  const { apply, readOnly } = useEditor();
  const { block } = useBlockForm();
  const [typing, setTyping] = useState<string | null>(null);
  const checked = typing === null ? null : BlockName.safeParse(typing);
  const error =
    checked?.success === false ? (checked.error.issues[0]?.message ?? "not valid") : null;
  const commit = () => {
    if (typing !== null && typing !== block.name && error === null) {
      apply(
        { kind: "rename", blockId: block.id, from: block.name, name: typing },
        `Rename block ${block.name}`,
      );
    }
    setTyping(null);
  };
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => {
    // Before the store puts away what is unsent, which it does when the same event bubbles.
    const leave = () => latest.current();
    window.addEventListener("pagehide", leave, { capture: true });
    return () => window.removeEventListener("pagehide", leave, { capture: true });
  }, []);
  return (
    <Field
      label="Name"
      required
      id={fieldId(block.id, ["name"])}
      error={error}
      hint="Datapaths to this block follow its name."
    >
      {(control) => (
        <TextField
          {...control}
          value={typing ?? block.name}
          disabled={readOnly}
          onChange={setTyping}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === "Enter") commit();
            if (event.key !== "Escape") return;
            setTyping(null);
            event.stopPropagation();
          }}
        />
      )}
    </Field>
  );
}
