export type { Choice } from "./gestures.ts";
export { legalTargets } from "./legal-targets.ts";
export { useClipboard } from "./use-clipboard.ts";
export { useEditing } from "./use-editing.ts";
export { useShortcuts } from "./use-shortcuts.ts";
