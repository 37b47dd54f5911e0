import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";

interface CopyButtonProps {
  /** The text, or a function when it is costly to make. */
  readonly text: string | (() => string);
  readonly label?: string;
  /** With its words beside the icon. */
  readonly wide?: boolean;
  readonly size?: "sm" | "md" | "lg";
}

/** Puts text on the clipboard and says so. */
export function CopyButton({ text, label = "Copy", wide = false, size = "sm" }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const word = state === "idle" ? label : state === "copied" ? "Copied" : "Not copied";
  const copy = () => {
    writeClipboard(typeof text === "string" ? text : text()).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  };
  const events = {
    onClick: copy,
    onBlur: () => setState("idle"),
    onMouseLeave: () => setState("idle"),
  };
  const icon = state === "copied" ? Check : Copy;
  return (
    <>
      {wide ? (
        <Button icon={icon} size={size} {...events}>
          {word}
        </Button>
      ) : (
        <IconButton icon={icon} label={word} size={size === "lg" ? "md" : size} {...events} />
      )}
      <span role="status" className="sr-only">
        {state === "idle" ? "" : word}
      </span>
    </>
  );
}

/** The clipboard exists on https and localhost only; plain http on a LAN needs the selection. */
async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.className = "sr-only";
  (document.activeElement?.closest("[role=dialog]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("The browser refused to copy");
}
