import type { JSX } from "preact";
import type { Facet } from "../api/types.ts";
import { type Filter, categoryName, childCategories } from "../core/filter.ts";
import { market, tokensOf } from "../state/session.ts";
import { useStore } from "../state/store.ts";

export function CategoryRail({
  facets,
  chosen,
  onChoose,
}: {
  facets: readonly Facet[];
  chosen: string;
  onChoose: (category: string) => void;
}): JSX.Element {
  const trail = chosen ? chosen.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/")) : [];
  return (
    <nav class="rail" aria-label="Categories">
      <ul>
        <li>
          <button type="button" aria-pressed={chosen === ""} onClick={() => onChoose("")}>
            Everything
          </button>
        </li>
        {trail.map((path) => (
          <li key={path}>
            <button type="button" aria-pressed={path === chosen} onClick={() => onChoose(path)}>
              {categoryName(path)}
            </button>
          </li>
        ))}
        {childCategories(facets, chosen).map(({ value, count }) => (
          <li key={value}>
            <button type="button" aria-pressed="false" onClick={() => onChoose(value)}>
              {categoryName(value)} <span class="rail-count">{count}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const KINDS = [
  ["", "Anything"],
  ["physical", "Things"],
  ["digital", "Digital"],
  ["service", "Services"],
] as const;

export function BrowseFilters({
  filter,
  onChange,
}: {
  filter: Filter;
  onChange: (next: Partial<Filter>) => void;
}): JSX.Element {
  const known = useStore(market);
  const tokens = known.state === "ready" ? tokensOf(known.deployment) : [];
  const sorts = [
    ["", filter.q ? "Best match" : "Newest"],
    ...(filter.q ? [["newest", "Newest"]] : []),
    ...(filter.token
      ? [
          ["price", "Price, low first"],
          ["-price", "Price, high first"],
        ]
      : []),
  ];
  const price = (key: "minPrice" | "maxPrice", label: string) => (
    <label class="filter">
      <span>{label}</span>
      <input
        type="text"
        inputMode="decimal"
        size={7}
        value={filter[key]}
        onInput={(event) => onChange({ [key]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="filters" role="search" aria-label="Narrow down" onSubmit={(event) => event.preventDefault()}>
      <label class="filter">
        <span>What</span>
        <select value={filter.kind} onChange={(event) => onChange({ kind: event.currentTarget.value })}>
          {KINDS.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <label class="filter">
        <span>Paid in</span>
        <select
          value={filter.token}
          onChange={(event) => onChange({ token: event.currentTarget.value, minPrice: "", maxPrice: "", sort: "" })}
        >
          <option value="">Any currency</option>
          {tokens.map(({ address, symbol }) => (
            <option key={address} value={address}>
              {symbol}
            </option>
          ))}
        </select>
      </label>
      {filter.token && price("minPrice", "From")}
      {filter.token && price("maxPrice", "To")}
      <label class="filter filter-sort">
        <span>Order</span>
        <select value={filter.sort} onChange={(event) => onChange({ sort: event.currentTarget.value })}>
          {sorts.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}
