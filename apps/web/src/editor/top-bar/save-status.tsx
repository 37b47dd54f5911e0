import { Check, CloudOff, LoaderCircle, TriangleAlert } from "lucide-react";
import { formatClock } from "../../ui/index.ts";
import type { SaveState } from "../document/index.ts";

/** Where the edits are, in words. Keeps its room while the words change. */
export function SaveStatus({ state }: { readonly state: SaveState }) {
  return (
    <span
      role="status"
      aria-label="Saving"
      className="flex min-w-[104px] items-center justify-end gap-1 text-t2 whitespace-nowrap text-text-3 max-[1199px]:min-w-0"
    >
      <Words state={state} />
    </span>
  );
}

function Words({ state }: { readonly state: SaveState }) {
  switch (state.kind) {
    case "saved":
      return (
        <>
          <Check size={14} aria-hidden />
          <span className="max-[1199px]:sr-only">
            {state.at === null
              ? "Saved"
              : `Saved ${formatClock(state.at.toISOString()).slice(0, 8)}`}
          </span>
        </>
      );
    case "saving":
      return (
        <>
          <LoaderCircle size={14} aria-hidden className="animate-spin" />
          Saving…
        </>
      );
    case "offline":
      return (
        <Warning icon={CloudOff}>
          {`Offline, ${changes(state.kept)} kept here`}
          {state.stored ? "" : ", not saved locally"}
        </Warning>
      );
    case "signedOut":
      return <Warning icon={CloudOff}>{`Signed out, ${changes(state.kept)} kept here`}</Warning>;
    case "notStored":
      return <Warning icon={TriangleAlert}>Not saved locally</Warning>;
    case "lost":
      return <Warning icon={TriangleAlert}>{`${changes(state.kept)} not taken`}</Warning>;
  }
}

function Warning({
  icon: Icon,
  children,
}: {
  readonly icon: typeof CloudOff;
  readonly children: React.ReactNode;
}) {
  return (
    <span className="flex items-center gap-1 font-medium text-part">
      <Icon size={14} aria-hidden />
      <span>{children}</span>
    </span>
  );
}

function changes(count: number): string {
  return `${count} ${count === 1 ? "change" : "changes"}`;
}
