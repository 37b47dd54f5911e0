/** What a program makes of a catalogue that another program, or another version of it, has written. */
import type { BlockSpec, Catalogue } from "../block/index.ts";
import type { PlaybookDocument } from "../document/index.ts";
import type { BlockVersion, CatalogueContent } from "./content.ts";

type Specs = Catalogue["blocks"];

/** The types of these specs, as a catalogue lists them. Pure. */
export function blockVersions(specs: Iterable<BlockSpec>): readonly BlockVersion[] {
  return [...specs].map(({ type, version }) => ({ type, version }));
}

/**
 * The specs that the other side knows in the same version. A type that one side alone knows, or knows
 * better, is left out on purpose: what one of them would not accept is not offered, and blocks of it
 * are placeholders. Pure.
 */
export function specsKnownToBoth(specs: Specs, listed: readonly BlockVersion[]): Specs {
  const versions = new Map(listed.map(({ type, version }) => [type, version]));
  return new Map([...specs].filter(([type, { version }]) => versions.get(type) === version));
}

/**
 * The block types of a document that this program does not have, or not in the version in which the
 * document was published. Empty: it runs here as it was meant. Types that are listed but not used do
 * not count: they stand in nobody's way. Pure.
 * @param content what it was published with; null: that is not known
 */
export function blocksMissing(
  { blocks }: PlaybookDocument,
  content: Pick<CatalogueContent, "blocks"> | null,
  specs: Specs,
): readonly BlockVersion[] {
  const wanted = new Map<string, number>();
  const want = ({ type, version }: BlockVersion) =>
    wanted.set(type, Math.max(version, wanted.get(type) ?? 0));
  for (const block of blocks) want(block);
  for (const listed of content?.blocks ?? []) if (wanted.has(listed.type)) want(listed);
  return [...wanted]
    .map(([type, version]) => ({ type, version }))
    .filter(({ type, version }) => (specs.get(type)?.version ?? 0) < version);
}
