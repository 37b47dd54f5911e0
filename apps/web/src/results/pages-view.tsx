import type { ReactNode } from "react";
import { errorText } from "../api/refusal.ts";
import { Button } from "../ui/index.ts";
import type { Pages } from "./use-pages.ts";

interface PagesViewProps<Row> {
  readonly pages: Pages<Row>;
  /** What is listed: "Executions". */
  readonly what: string;
  /** Stands in until the first page is there. */
  readonly loading?: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list as far as it has been read, the way to its next page, or why it is not there. */
export function PagesView<Row>({ pages, what, loading, children }: PagesViewProps<Row>) {
  const { rows, error, more, growing, retry } = pages;
  return (
    <>
      {rows === null ? error === null && (loading ?? <Loading what={what} />) : children(rows)}
      {error !== null && (
        <div role="alert" className="flex items-center gap-2 px-4 py-1 text-t2 text-fail">
          {what} could not be loaded: {errorText(error)}
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {more !== null && error === null && (
        <div className="border-t border-line px-4 py-1">
          <Button size="sm" variant="ghost" busy={growing} onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

function Loading({ what }: { readonly what: string }) {
  return (
    <p role="status" className="px-4 py-1 text-t2 text-text-3">
      Loading {what.toLowerCase()}
    </p>
  );
}
