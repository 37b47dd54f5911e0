import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/**
 * For `onSuccess` of a change: reads anew what the change touched, then goes on.
 * @param touched keys of the queries, as a router's `pathKey` gives them; everything when none is named
 */
export function useRefresh(
  ...touched: readonly QueryKey[]
): (goOn?: () => void) => () => Promise<void> {
  const queries = useQueryClient();
  return (goOn) => async () => {
    if (touched.length === 0) await queries.invalidateQueries();
    else await Promise.all(touched.map((queryKey) => queries.invalidateQueries({ queryKey })));
    goOn?.();
  };
}
