import type { FormOptions } from "../api/types.ts";
import type { FormValues } from "./form-values.ts";

export const SHARED = "share_internal";

interface SiteChoice {
  readonly value: string;
  readonly label: string;
}

/**
 * What the menu Site offers: sites in which the person may have connections, sharing for who
 * administers every internal site, and what the connection is saved with, which must stay readable.
 */
export function siteChoices(
  options: Pick<FormOptions, "sites" | "mayShare">,
  saved: FormValues["site"],
): readonly SiteChoice[] {
  const sites = options.sites
    .filter((site) => site.mayConnect || site.id === saved)
    .map((site) => ({ value: String(site.id), label: site.name }));
  if (!options.mayShare && saved !== SHARED) return sites;
  return [...sites, { value: SHARED, label: "Share to Internal Sites" }];
}
