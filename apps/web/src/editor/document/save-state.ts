/** The words at the top of the editor about where the edits are. */
import type { ServerTrouble } from "./playbook-server.ts";

export type SaveState =
  | { readonly kind: "saved"; readonly at: Date | null }
  | { readonly kind: "saving" }
  | { readonly kind: "offline"; readonly kept: number; readonly stored: boolean }
  | { readonly kind: "signedOut"; readonly kept: number }
  /** The browser keeps nothing on disk; closing the tab now would lose edits. */
  | { readonly kind: "notStored"; readonly pending: number }
  /** The right to edit was taken away, or the playbook was deleted; edits are offered as a file. */
  | { readonly kind: "lost"; readonly why: "forbidden" | "deleted"; readonly kept: number };

export function saveStateOf(facts: {
  readonly pending: number;
  readonly stored: boolean;
  readonly savedAt: Date | null;
  readonly trouble: ServerTrouble | null;
}): SaveState {
  const { pending, stored, savedAt, trouble } = facts;
  // With nothing left to send it does not matter here that the server was away.
  const away = trouble?.kind === "unreachable" || trouble?.kind === "invalid";
  if (trouble !== null && !(away && pending === 0)) {
    switch (trouble.kind) {
      case "forbidden":
      case "deleted":
        return { kind: "lost", why: trouble.kind, kept: pending };
      case "signedOut":
        return { kind: "signedOut", kept: pending };
      case "unreachable":
      case "invalid":
        return { kind: "offline", kept: pending, stored };
    }
  }
  if (pending > 0) return stored ? { kind: "saving" } : { kind: "notStored", pending };
  return { kind: "saved", at: savedAt };
}
