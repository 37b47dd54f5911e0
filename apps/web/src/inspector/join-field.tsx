import { indexDocument, JOIN_NAMES, Join } from "@callbook/core/document";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Field, Select } from "../ui/index.ts";
import { useBlockForm, useField } from "./block-form.ts";

const HINTS: Readonly<Record<Join, string>> = {
  all: "Runs once, when each awaited callback has been called or can no longer be.",
  "any-once": "Runs once, at the first call. Later calls change nothing.",
  "any-always": "Runs again at every call, each time with results of its own.",
};

const OPTIONS = Join.options.map((value) => ({ value, label: JOIN_NAMES[value] }));

/** What a block with two or more incoming callbacks waits for; nothing for others, unless it says so all the same. */
export function JoinField() {
  const { document } = useEditor();
  const { block } = useBlockForm();
  const field = useField(["join"], "join");
  if (indexDocument(document).incoming(block.id).length < 2 && block.join === "all") return null;
  return (
    <Field label="Join" hint={HINTS[block.join]} error={field.error} id={field.id}>
      {(control) => (
        <Select
          {...control}
          value={block.join}
          options={OPTIONS}
          disabled={field.readOnly}
          onChange={(value) => {
            if (value !== null) field.set(value);
          }}
        />
      )}
    </Field>
  );
}
