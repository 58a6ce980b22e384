/** Names are chosen by their bearers: the address beside them is what counts, and tricks are pointed out. */

const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Han", "Hiragana", "Katakana", "Hangul"];
const WRITTEN_TOGETHER = [
  ["Han", "Hiragana", "Katakana", "Latin"],
  ["Han", "Hangul", "Latin"],
];
const SCRIPT_TESTS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const);
const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029\u3164\uFFA0]/u;
// Cyrillic, Greek and Armenian letters that look like Latin ones.
const LOOKALIKES = /^[аеорсухіјѕһԁԛԝАВЕКМНОРСТХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαυνօսհոց\s\d._-]+$/u;
const NOT_LATIN = /[\u0370-\u058f]/u;

export function nameWarning(name: string): string | null {
  if (INVISIBLE.test(name)) return "This name holds invisible characters. Compare the address.";
  const scripts = SCRIPT_TESTS.filter(([, test]) => test.test(name)).map(([script]) => script);
  const usual = WRITTEN_TOGETHER.some((together) => scripts.every((script) => together.includes(script)));
  if (scripts.length > 1 && !usual) {
    return `This name mixes ${scripts.join(" and ")} letters, which can imitate another name. Compare the address.`;
  }
  if (NOT_LATIN.test(name) && LOOKALIKES.test(name)) {
    return "This name is written in letters that look like Latin ones. Compare the address.";
  }
  return null;
}

export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export function sameAddress(one: string | null | undefined, other: string | null | undefined): boolean {
  return !!one && !!other && one.toLowerCase() === other.toLowerCase();
}
