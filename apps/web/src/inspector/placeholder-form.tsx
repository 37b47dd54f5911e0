import { JsonView } from "../ui/index.ts";
import { useBlockForm } from "./block-form.ts";

/** A block of a type that is not known here: what it holds, to be read only. */
export function PlaceholderForm() {
  const { block } = useBlockForm();
  return (
    <div>
      <h3 className="text-t2 font-medium text-text-3">
        Configuration of {block.type}, version {block.version}
      </h3>
      <JsonView label="Configuration" value={block.config} openLevels={2} className="mt-2" />
    </div>
  );
}
