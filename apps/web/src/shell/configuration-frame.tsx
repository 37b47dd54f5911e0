import { Link, Outlet } from "@tanstack/react-router";
import { Building2, KeyRound, Plug, ScrollText, Users } from "lucide-react";

const areas = [
  { to: "/configuration/integrations", label: "Integrations", icon: Plug },
  { to: "/configuration/sites", label: "Sites", icon: Building2 },
  { to: "/configuration/users", label: "Users", icon: Users },
  { to: "/configuration/tokens", label: "API tokens", icon: KeyRound },
  { to: "/configuration/run-log", label: "Run log", icon: ScrollText },
] as const;

/** The left bar of the configuration area. */
export function ConfigurationFrame() {
  return (
    <div className="flex h-full">
      <nav
        aria-label="Configuration"
        className="w-52 shrink-0 overflow-auto border-r border-line bg-surface px-2 py-3 max-xl:w-44"
      >
        <ul>
          {areas.map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                className="flex h-8 items-center gap-2 rounded-r2 px-2 font-medium text-text-2 hover:bg-surface-3 aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-link"
              >
                <Icon size={16} aria-hidden />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  );
}
