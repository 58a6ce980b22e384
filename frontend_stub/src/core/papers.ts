/** The documents people write here, in the shapes of indexer/content/schemas. */

type Paper<S extends string> = { readonly schema: S; readonly version: 1 };

export type Evidence = Paper<"agora/evidence"> & {
  readonly text: string;
  readonly files: readonly { readonly cid: string; readonly name: string; readonly size: number }[];
  readonly createdAt: string;
};

export type ReviewPaper = Paper<"agora/review"> & {
  readonly text: string;
  readonly language: string;
  readonly createdAt: string;
};

export type ProfilePaper = Paper<"agora/profile"> & {
  readonly name: string;
  readonly about: string;
  readonly picture?: string;
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly links: readonly string[];
  readonly keys?: readonly MessageKey[];
};

/** A public key to which others seal texts for this account. This page keeps it and does not make it. */
export type MessageKey = { readonly use: string; readonly algorithm: string; readonly publicKey: string };

export interface EvidenceFile {
  readonly cid: string;
  readonly name: string;
  readonly size: number;
}

export function evidencePaper(text: string, files: readonly EvidenceFile[], createdAt: string): Evidence | null {
  const clean = text.trim();
  return clean ? { schema: "agora/evidence", version: 1, text: clean, files, createdAt } : null;
}

export function reviewPaper(text: string, createdAt: string): ReviewPaper | null {
  const clean = text.trim();
  return clean ? { schema: "agora/review", version: 1, text: clean, language: "en", createdAt } : null;
}

export interface ProfileForm {
  readonly name: string;
  readonly about: string;
  readonly picture: string | null;
  readonly languages: string;
  readonly skills: string;
  readonly links: string;
}

export type ProfileProblems = Partial<Record<keyof ProfileForm, string>>;

export function profilePaper(
  form: ProfileForm,
  keys: readonly MessageKey[] = [],
): { readonly paper: ProfilePaper | null; readonly problems: ProfileProblems } {
  const name = form.name.trim();
  const languages = words(form.languages);
  const links = words(form.links);
  const problems: ProfileProblems = {
    ...(name ? {} : { name: "A profile needs a name." }),
    ...(name.length > 60 ? { name: "At most 60 characters." } : {}),
    ...(form.about.length > 4_000 ? { about: "At most 4,000 characters." } : {}),
    ...(languages.every((tag) => LANGUAGE.test(tag))
      ? {}
      : { languages: "Use tags such as en or pt-BR, with commas between." }),
    ...(links.every((link) => LINK.test(link)) ? {} : { links: "Only https addresses, with commas between." }),
  };
  if (Object.keys(problems).length > 0) return { paper: null, problems };
  const picture = form.picture === null ? {} : { picture: form.picture };
  const paper: ProfilePaper = {
    ...{ schema: "agora/profile", version: 1, name, about: form.about.trim(), ...picture },
    ...{ languages, skills: words(form.skills), links },
    ...(keys.length > 0 ? { keys } : {}),
  };
  return { paper, problems };
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;
const LINK = /^https:\/\/[^\s"<>\\^`{|}]+$/;

/** "a, b , b" → ["a", "b"] */
export function words(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
    ),
  ];
}

/** The moment as documents write it. */
export function isoNow(now: number): string {
  return `${new Date(now * 1_000).toISOString().slice(0, 19)}Z`;
}
