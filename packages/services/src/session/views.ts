import type { Role, VerbName } from "../permissions/permissions.ts";

export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: { readonly siteId: number | null; readonly role: Role }[];
  /** The sites this person may see. */
  readonly sites: { readonly id: number; readonly name: string; readonly kind: string }[];
  /** What the table of roles lets this person do in at least one site. */
  readonly can: Record<VerbName, boolean>;
}

export interface SessionState {
  /** "needed": the installation has no owner yet. */
  readonly setup: "needed" | "done";
  /** The server can be reached from beyond this machine, so the form asks for the code printed at its start. */
  readonly setupCodeRequired: boolean;
  readonly user: SessionUser | null;
  /** The product version whose integrations run here; apart from our own version. */
  readonly compatibility: string;
  readonly version: string;
  readonly publicUrl: string;
}
