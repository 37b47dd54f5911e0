import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "../../ui/index.ts";
import type { ListAccess } from "../block-form.ts";

interface ItemCardProps {
  readonly domId: string;
  /** "Input", "Datapath" */
  readonly what: string;
  readonly name: string;
  readonly ids: readonly string[];
  readonly index: number;
  readonly list: ListAccess;
  readonly children: ReactNode;
}

/** One item of a list, with buttons to move and remove it. */
export function ItemCard({ domId, what, name, ids, index, list, children }: ItemCardProps) {
  const id = ids[index] ?? "";
  const word = what.toLowerCase();
  return (
    <section
      id={domId}
      tabIndex={-1}
      aria-label={`${what} ${name}`}
      className="rounded-r2 border border-line-strong"
    >
      <header className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-3">
        <span className="truncate font-semibold">
          {name === "" ? `${what} ${index + 1}` : name}
        </span>
        <span className="flex-1" />
        {!list.readOnly && (
          <>
            <IconButton
              size="sm"
              icon={ArrowUp}
              label={`Move ${word} up`}
              disabled={index === 0}
              onClick={() => list.move(id, ids[index - 1] ?? null)}
            />
            <IconButton
              size="sm"
              icon={ArrowDown}
              label={`Move ${word} down`}
              disabled={index === ids.length - 1}
              onClick={() => list.move(id, ids[index + 2] ?? null)}
            />
            <IconButton
              size="sm"
              icon={Trash2}
              label={`Remove ${word}`}
              onClick={() => list.remove(id)}
            />
          </>
        )}
      </header>
      <div className="space-y-3 p-3">{children}</div>
    </section>
  );
}
