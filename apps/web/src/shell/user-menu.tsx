import { LogOut } from "lucide-react";
import { useState } from "react";
import { errorText } from "../api/refusal.ts";
import { AlertDialog, Menu, MenuItem, MenuLabel, MenuLine } from "../ui/index.ts";
import { useSignOut, useUser } from "./session.ts";

/** Initials in a circle; name, roles and signing out behind it. */
export function UserMenu() {
  const user = useUser();
  const signOut = useSignOut();
  const [error, setError] = useState<string | null>(null);
  return (
    <>
      <Menu
        trigger={
          <button
            type="button"
            // The letters belong to the name, so that who speaks what they see reaches the button.
            aria-label={`Account of ${user.name}, ${initials(user.name)}`}
            title={user.name}
            className="flex size-6 items-center justify-center rounded-full bg-surface-3 text-t1 font-semibold text-text-2"
          >
            {initials(user.name)}
          </button>
        }
      >
        <MenuLabel>
          <span className="block font-semibold text-text">{user.name}</span>
          {user.email}
          {user.roles.map((entry) => (
            <span key={entry.siteId ?? "all"} className="block">
              {entry.role} {siteOf(user, entry.siteId)}
            </span>
          ))}
        </MenuLabel>
        <MenuLine />
        <MenuItem
          icon={LogOut}
          onSelect={() => {
            signOut().catch((problem: unknown) => setError(errorText(problem)));
          }}
        >
          Sign out
        </MenuItem>
      </Menu>
      <AlertDialog
        open={error !== null}
        onClose={() => setError(null)}
        title="Still signed in"
        state="test_failed"
      >
        {error}
      </AlertDialog>
    </>
  );
}

function siteOf(user: ReturnType<typeof useUser>, siteId: number | null): string {
  if (siteId === null) return "in all sites";
  return `in ${user.sites.find((site) => site.id === siteId)?.name ?? "another site"}`;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
