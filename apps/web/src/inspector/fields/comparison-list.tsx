import { OPERATORS } from "@callbook/core/condition";
import { Plus, Trash2 } from "lucide-react";
import { newId } from "../../editor/document/index.ts";
import { Button, IconButton, SegmentedControl, Select } from "../../ui/index.ts";
import { useField, useList } from "../block-form.ts";
import { itemsOf } from "./items.ts";
import { TemplateField } from "./template-field.tsx";

const operators = OPERATORS.map((op) => ({ value: op, label: op }));

const logics = [
  { value: "and", label: "all are true" },
  { value: "or", label: "any is true" },
] as const;

/** The comparisons of one branch and how they are joined. */
export function ComparisonList({
  path,
  word,
}: {
  readonly path: readonly string[];
  readonly word: string;
}) {
  const listPath = [...path, "comparisons"];
  const comparisons = useField(listPath, "comparisons");
  const logic = useField([...path, "logic"], "logic");
  const list = useList(listPath, "a comparison");
  const items = itemsOf(comparisons.value);
  return (
    <div className="space-y-3" id={comparisons.id} tabIndex={-1}>
      {items.length > 1 && (
        <SegmentedControl
          aria-label={`Branch ${word} is taken when`}
          value={logic.value === "or" ? "or" : "and"}
          options={logics}
          disabled={logic.readOnly}
          onChange={(value) => logic.set(value)}
        />
      )}
      {comparisons.error !== null && <p className="text-t2 text-fail">{comparisons.error}</p>}
      {items.map((item) => (
        <Comparison
          key={item.id}
          path={[...listPath, item.id]}
          onRemove={list.readOnly ? null : () => list.remove(item.id)}
        />
      ))}
      {!list.readOnly && (
        <Button
          size="sm"
          variant="ghost"
          icon={Plus}
          onClick={() => list.add({ id: newId("i"), left: "", op: "==", right: "" })}
        >
          Add comparison
        </Button>
      )}
    </div>
  );
}

function Comparison({
  path,
  onRemove,
}: {
  readonly path: readonly string[];
  readonly onRemove: (() => void) | null;
}) {
  const op = useField([...path, "op"], "operator");
  return (
    <div className="space-y-1.5 border-l-2 border-line pl-2">
      <TemplateField
        path={[...path, "left"]}
        label="Value"
        syntax="value"
        placeholder="datapath or text"
      />
      <div className="flex items-center gap-2">
        <div className="w-28">
          <Select
            aria-label="Operator"
            id={op.id}
            size="sm"
            value={typeof op.value === "string" ? op.value : null}
            options={operators}
            disabled={op.readOnly}
            onChange={(value) => {
              if (value !== null) op.set(value);
            }}
          />
        </div>
        <span className="flex-1" />
        {onRemove !== null && (
          <IconButton size="sm" icon={Trash2} label="Remove comparison" onClick={onRemove} />
        )}
      </div>
      <TemplateField
        path={[...path, "right"]}
        label="Compared with"
        syntax="value"
        placeholder="datapath, number, text, True, False or None"
      />
    </div>
  );
}
