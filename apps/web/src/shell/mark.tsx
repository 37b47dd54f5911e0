import { Link } from "@tanstack/react-router";

/** The product's mark, a way home. */
export function Mark({ withName = true }: { readonly withName?: boolean }) {
  return (
    <Link
      to="/playbooks"
      aria-label="Callbook, to the playbooks"
      className="flex items-center gap-2 rounded-r1 font-semibold text-text"
    >
      <svg
        width="20"
        height="20"
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.25"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        <rect x="3" y="3" width="7" height="7" rx="2" />
        <rect x="14" y="14" width="7" height="7" rx="2" fill="currentColor" />
        <path d="M10 6.5h5a2.5 2.5 0 0 1 2.5 2.5v2" />
      </svg>
      {withName && <span>Callbook</span>}
    </Link>
  );
}
