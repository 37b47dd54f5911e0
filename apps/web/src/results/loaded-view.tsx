import type { ReactNode } from "react";
import { Button } from "../ui/index.ts";
import type { Loaded } from "./use-loaded.ts";

interface LoadedViewProps<Value> {
  readonly loaded: Loaded<Value>;
  /** What is loaded: "Body", "Arguments". */
  readonly what: string;
  readonly children: (value: Value) => ReactNode;
}

/** Shows a value that is fetched when it is opened, or why it is not there. */
export function LoadedView<Value>({ loaded, what, children }: LoadedViewProps<Value>) {
  switch (loaded.state) {
    case "idle":
      return null;
    case "loading":
      return (
        <p role="status" className="px-4 py-1 text-t2 text-text-3">
          Loading {what.toLowerCase()}
        </p>
      );
    case "failed":
      return (
        <div role="alert" className="flex items-center gap-2 px-4 py-1 text-t2 text-fail">
          {what} could not be loaded: {loaded.message}
          <Button size="sm" onClick={loaded.retry}>
            Try again
          </Button>
        </div>
      );
    case "loaded":
      return children(loaded.value);
  }
}
