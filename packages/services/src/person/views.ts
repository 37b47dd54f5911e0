import { z } from "zod";
import { ROLES, type Role } from "../permissions/permissions.ts";
import { RowId } from "../verb/ids.ts";
import { NameInput } from "../verb/names.ts";

export const MembershipInput = z.strictObject({
  siteId: RowId.nullable(),
  role: z.enum(ROLES),
});
export const MembershipsInput = z.array(MembershipInput).max(200);

/** A password is stored only as a slow hash; 8 to 200 characters of any script. */
export const PasswordInput = z
  .string()
  .min(8, "at least 8 characters")
  .max(200, "at most 200 characters");
export const EmailInput = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .pipe(z.email("an e-mail address looks like anna@example.org"));
export const PersonNameInput = NameInput;

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly deactivatedAt: string | null;
  /** True until the one-time link has been used. */
  readonly invited: boolean;
  readonly memberships: { readonly siteId: number | null; readonly role: Role }[];
}

/** A one-time link; shown once, only its hash is kept. */
export interface InvitationLink {
  readonly link: string;
  readonly expiresAt: string;
}
