import { EmailInput, PasswordInput, PersonNameInput } from "@callbook/services/person";
import { z } from "zod";
import { open, router, signedIn } from "./base.ts";

/** Whatever is typed may be tried: what a password must be is asked only when one is chosen. */
const typedPassword = z.string().max(1000);
const linkToken = z.string().min(1).max(200);

export const sessionRouter = router({
  state: open.query(({ ctx }) => ctx.session.state()),
  setup: open
    .input(
      z.strictObject({
        name: PersonNameInput,
        email: EmailInput,
        password: PasswordInput,
        code: z.string().trim().max(100).optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.session.setup(input)),
  signIn: open
    .input(z.strictObject({ email: z.string().max(200), password: typedPassword }))
    .mutation(({ ctx, input }) => ctx.session.signIn(input)),
  signOut: signedIn.mutation(({ ctx }) => ctx.session.signOut()),
  invitation: open
    .input(z.strictObject({ token: linkToken }))
    .query(({ ctx, input }) => ctx.session.invitation(input.token)),
  join: open
    .input(z.strictObject({ token: linkToken, password: PasswordInput }))
    .mutation(({ ctx, input }) => ctx.session.join(input)),
});
