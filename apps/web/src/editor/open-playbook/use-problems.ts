import type { PlaybookDocument, Problem } from "@callbook/core/document";
import { validate } from "@callbook/core/validate";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo } from "react";
import { client } from "../../api/trpc.ts";
import { type PageCatalogue, problemsOfPage } from "../../catalogue/index.ts";

/**
 * Findings of the document at once, by the same function as on the server, and
 * beside them those that only the server knows (connections gone, inactive or
 * not permitted) as of the last saved edit.
 */
export function useProblems(
  playbookId: number,
  document: PlaybookDocument,
  catalogue: PageCatalogue,
  savedSeq: number,
): readonly Problem[] {
  const settled = useDeferredValue(document);
  const local = useMemo(
    () => problemsOfPage(validate(settled, catalogue), settled, catalogue),
    [settled, catalogue],
  );
  const server = useQuery({
    // Saved edit and catalogue are part of the key, so that each is validated once.
    queryKey: ["playbook-problems", playbookId, savedSeq, catalogue.id],
    queryFn: () => client.playbooks.validate.query({ id: playbookId }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 0,
  });
  return useMemo(() => merged(local, server.data ?? [], settled), [local, server.data, settled]);
}

/** Those of the server that this browser cannot find itself, about blocks that are still there. */
function merged(
  local: readonly Problem[],
  server: readonly Problem[],
  document: PlaybookDocument,
): readonly Problem[] {
  const blocks = new Set(document.blocks.map((block) => block.id));
  const more = server.filter(
    (problem) =>
      problem.code.startsWith("CONNECTION") &&
      (problem.blockId === null || blocks.has(problem.blockId)) &&
      !local.some((known) => keyOf(known) === keyOf(problem)),
  );
  return more.length === 0 ? local : [...local, ...more];
}

function keyOf(problem: Problem): string {
  return `${problem.code} ${problem.path.join("/")} ${problem.message}`;
}
