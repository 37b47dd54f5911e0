import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { ControlProps } from "../../ui/index.ts";
import { cx, TextArea } from "../../ui/index.ts";
import { completed, type Edited, openExpression } from "../template-completion.ts";
import type { OfferedPath } from "../upstream-outputs.ts";

interface TemplateInputProps {
  readonly control: ControlProps;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly disabled: boolean;
  readonly multiline: boolean;
  readonly placeholder?: string | undefined;
  /** What may stand inside {{ }}. */
  readonly paths: readonly OfferedPath[];
  readonly area: React.RefObject<HTMLTextAreaElement | null>;
}

const MOST = 8;

/** Text with {{expressions}}; inside the braces it completes what the field may read. */
export function TemplateInput({
  control,
  value,
  onChange,
  onBlur,
  disabled,
  multiline,
  placeholder,
  paths,
  area,
}: TemplateInputProps) {
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  const listId = useId();
  const composing = useRef(false);
  const open = caret === null || closed ? null : openExpression(value, caret);
  const matches =
    open === null
      ? []
      : paths
          .filter((path) => path.path.toLowerCase().includes(open.typed.toLowerCase()))
          .slice(0, MOST);
  const current = Math.min(active, matches.length - 1);

  const put = ({ text, caret: at }: Edited) => {
    onChange(text);
    setActive(0);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at, at);
      setCaret(at);
    });
  };
  const choose = (index: number) => {
    const match = matches[index];
    if (match !== undefined && open !== null) put(completed(value, open, match.path));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (composing.current) return;
    if (matches.length > 0) {
      switch (event.key) {
        case "ArrowDown":
          setActive((current + 1) % matches.length);
          event.preventDefault();
          return;
        case "ArrowUp":
          setActive((current + matches.length - 1) % matches.length);
          event.preventDefault();
          return;
        case "Enter":
        case "Tab":
          choose(current);
          event.preventDefault();
          return;
        case "Escape":
          setClosed(true);
          event.preventDefault();
          event.stopPropagation();
          return;
      }
    }
    if (event.key === "Enter" && !multiline) event.preventDefault();
  };

  return (
    <div className="relative">
      <TextArea
        {...control}
        ref={area}
        aria-haspopup="listbox"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={matches.length > 0 ? `${listId}-${current}` : undefined}
        mono
        className={multiline ? undefined : "resize-none"}
        rows={multiline ? 4 : 1}
        value={value}
        disabled={disabled}
        placeholder={placeholder}
        onChange={(text) => {
          onChange(text);
          setClosed(false);
          setActive(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCaret(null);
          onBlur();
        }}
      />
      <div
        id={listId}
        aria-label="Datapaths"
        role="listbox"
        hidden={matches.length === 0}
        className="absolute inset-x-0 top-full z-10 mt-1 overflow-hidden rounded-r2 border border-line-strong bg-surface p-1 shadow-2"
      >
        {matches.map((match, index) => (
          <div
            key={match.path}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onPointerDown={(event) => {
              event.preventDefault();
              choose(index);
            }}
            className={cx("rounded-r1 px-2 py-0.5", index === current && "bg-surface-3")}
          >
            <span className="block font-mono text-t2 break-all">{match.path}</span>
            <span className="block truncate text-t1 text-text-3">{match.label}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
