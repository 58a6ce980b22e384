/** What a visitor looks for, as it stands in the address of the page. */
export interface Filter {
  readonly q: string;
  readonly category: string;
  readonly kind: string;
  readonly token: string;
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly sort: string;
}

const KEYS = ["q", "category", "kind", "token", "minPrice", "maxPrice", "sort"] as const;

export const NO_FILTER: Filter = { q: "", category: "", kind: "", token: "", minPrice: "", maxPrice: "", sort: "" };

export function filterFrom(query: URLSearchParams): Filter {
  return Object.fromEntries(KEYS.map((key) => [key, query.get(key) ?? ""])) as unknown as Filter;
}

export function filterToQuery(filter: Filter): Record<string, string> {
  return Object.fromEntries(KEYS.filter((key) => filter[key] !== "").map((key) => [key, filter[key]]));
}

export function isFiltered(filter: Filter): boolean {
  return KEYS.some((key) => key !== "sort" && filter[key] !== "");
}

/** "home/ceramics" as people read it: its last part, capitalized. */
export function categoryName(path: string): string {
  const last = path.split("/").at(-1)?.replace(/-/g, " ") ?? "";
  return last.charAt(0).toUpperCase() + last.slice(1);
}

/** Facets one level below the chosen category, with the counts of everything further below added up. */
export function childCategories(
  facets: readonly { readonly value: string; readonly count: number }[],
  chosen: string,
): { readonly value: string; readonly count: number }[] {
  const prefix = chosen ? `${chosen}/` : "";
  const depth = prefix.split("/").length;
  const counts = new Map<string, number>();
  for (const { value, count } of facets) {
    if (!value.startsWith(prefix) || value === chosen) continue;
    const child = value.split("/").slice(0, depth).join("/");
    // A service may count parents as well: the parent's own count then already holds its children.
    const own = facets.find((facet) => facet.value === child);
    counts.set(child, own ? own.count : (counts.get(child) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((one, other) => other.count - one.count);
}
