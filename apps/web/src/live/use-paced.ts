import { useEffect, useMemo, useRef } from "react";
import { Paced } from "./paced.ts";

/** How often a list on the screen is read again while it changes. */
const EVERY_MS = 1000;

/** Asks for work that is done at most every second and never interrupted; the newest `work` counts. */
export function usePaced(work: () => Promise<unknown>): () => void {
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  const current = useRef<Paced | null>(null);
  useEffect(() => {
    const paced = new Paced(() => latest.current(), EVERY_MS);
    current.current = paced;
    return () => paced.stop();
  }, []);
  return useMemo(() => () => current.current?.ask(), []);
}
