export type SiteKind = "internal" | "client";

export interface SiteRow {
  readonly id: number;
  readonly name: string;
  readonly kind: SiteKind;
  readonly isSample: boolean;
}
