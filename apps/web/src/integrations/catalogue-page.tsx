import { CATEGORIES } from "@callbook/core/integration";
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { QueryView } from "../api/query-view.tsx";
import { trpc } from "../api/trpc.ts";
import { Page } from "../shell/page.tsx";
import { Button, EmptyState, LoadingRows, Select, TextField } from "../ui/index.ts";
import { filterIntegrations } from "./filter.ts";
import { IntegrationCardView } from "./integration-card.tsx";

/** Every integration that can be connected: search, category, cards. */
export function CataloguePage() {
  const integrations = useQuery(trpc.integrations.list.queryOptions());
  const [search, setSearch] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  return (
    <Page title="Integrations" note="Systems that playbooks can work with.">
      <search className="flex max-w-150 gap-2">
        <TextField
          size="sm"
          icon={Search}
          type="search"
          aria-label="Search integrations by name"
          placeholder="Search by name"
          value={search}
          onChange={setSearch}
        />
        <Select
          size="sm"
          className="max-w-50"
          aria-label="Category"
          value={category}
          clearLabel="All categories"
          onChange={setCategory}
          options={CATEGORIES.map((name) => ({ value: name, label: name }))}
        />
      </search>
      <QueryView query={integrations} loading={<LoadingRows rows={3} height={112} />}>
        {(cards) => {
          const fitting = filterIntegrations(cards, search, category);
          if (fitting.length === 0) {
            return (
              <EmptyState
                title="No integration fits"
                action={
                  <Button
                    onClick={() => {
                      setSearch("");
                      setCategory(null);
                    }}
                  >
                    Show all
                  </Button>
                }
              >
                {cards.length} {cards.length === 1 ? "is" : "are"} in the catalogue.
              </EmptyState>
            );
          }
          return (
            <ul
              aria-label="Integrations"
              className="grid grid-cols-[repeat(auto-fill,minmax(320px,1fr))] gap-4"
            >
              {fitting.map((card) => (
                <IntegrationCardView key={card.id} card={card} />
              ))}
            </ul>
          );
        }}
      </QueryView>
    </Page>
  );
}
