import { useEffect, useState } from "react";

export type Loaded<Value> =
  | { readonly state: "idle" }
  | { readonly state: "loading" }
  | { readonly state: "loaded"; readonly value: Value }
  | { readonly state: "failed"; readonly message: string; readonly retry: () => void };

/**
 * Loads once `wanted` is true, again when `key` changes, and drops an answer that came too late.
 * @param key identity of what is loaded
 */
export function useLoaded<Value>(
  key: string,
  wanted: boolean,
  load: () => Promise<Value>,
): Loaded<Value> {
  const [attempt, setAttempt] = useState(0);
  const [result, setResult] = useState<{ key: string; attempt: number; loaded: Loaded<Value> }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `load` is a new function at each render; `key` is its identity
  useEffect(() => {
    if (!wanted) return;
    let late = false;
    load().then(
      (value) => {
        if (!late) setResult({ key, attempt, loaded: { state: "loaded", value } });
      },
      (error: unknown) => {
        if (late) return;
        const message = error instanceof Error ? error.message : String(error);
        const retry = () => setAttempt((count) => count + 1);
        setResult({ key, attempt, loaded: { state: "failed", message, retry } });
      },
    );
    return () => {
      late = true;
    };
  }, [key, wanted, attempt]);

  if (result?.key === key && result.attempt === attempt) return result.loaded;
  return { state: wanted ? "loading" : "idle" };
}
