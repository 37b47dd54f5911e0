import { Link, Outlet } from "@tanstack/react-router";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Mark } from "./mark.tsx";
import { ThemeMenu } from "./theme-menu.tsx";
import { UserMenu } from "./user-menu.tsx";

const pages = [
  { to: "/playbooks", label: "Playbooks" },
  { to: "/runs", label: "Runs" },
  { to: "/configuration", label: "Configuration" },
] as const;

/** The top bar with its page below. The editor has a bar of its own. */
export function AppFrame() {
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-70 focus:m-2 focus:rounded-r2 focus:bg-surface focus:px-3 focus:py-1"
      >
        Skip to the page
      </a>
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-surface px-3">
        <Mark />
        <nav aria-label="Main" className="ml-3 flex h-11 gap-1">
          {pages.map((page) => (
            <Link
              key={page.to}
              to={page.to}
              className="flex items-center border-b-2 border-transparent px-2 font-medium text-text-2 hover:text-text focus-visible:-outline-offset-2 aria-[current=page]:border-accent-line aria-[current=page]:font-semibold aria-[current=page]:text-text"
            >
              {page.label}
            </Link>
          ))}
        </nav>
        <span className="flex-1" />
        <ThemeMenu />
        <UserMenu />
      </header>
      <ConnectionBanner />
      <div className="min-h-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}
