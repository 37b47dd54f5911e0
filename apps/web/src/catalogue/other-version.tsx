import { RefreshCw } from "lucide-react";
import { Button } from "../ui/index.ts";
import type { PageCatalogue } from "./page-catalogue.ts";

/** Says that the server has blocks which this page does not know: it was loaded from another version. */
export function OtherVersion({ catalogue }: { readonly catalogue: PageCatalogue }) {
  if (catalogue.unknownHere.size === 0) return null;
  return (
    <div
      role="status"
      className="flex h-9 shrink-0 items-center gap-3 border-b border-line bg-part-soft px-3 text-t2 font-medium text-part"
    >
      This page is of another version of Callbook than the server. Some blocks cannot be edited
      here.
      <Button size="sm" icon={RefreshCw} onClick={() => location.reload()}>
        Load again
      </Button>
    </div>
  );
}
