/**
 * PATHPATTERN as python-tuf reads it: target and pattern are split at `/`, must have as many segments, and each
 * segment is matched like Python's `fnmatch`, by code point and with case. There is no escape, no brace and no `**`.
 * Source: TUF 1.0.34, 4.5; python-tuf `_is_target_in_pathpattern`.
 */
export function matchesPattern(pattern: string, target: string): boolean {
  return everySegment(pattern, target, (text) => [...text].map(literal));
}

/**
 * Does every target of `narrow` lie in `wide`? True is a proof; false may also mean "cannot tell", which is the side
 * on which a warning about widened paths has to err.
 */
export function patternCovers(wide: string, narrow: string): boolean {
  return everySegment(wide, narrow, compile);
}

/** Characters that tuf-js, go-tuf, tough or php-tuf read in another way than python-tuf. */
export function isReadDifferently(pattern: string): boolean {
  return /[[\]{}\\!#+@(^]|\*\*/.test(pattern);
}

/** One step of a compiled segment. */
type Token =
  | { readonly kind: "any-run" }
  | { readonly kind: "any-one" }
  | { readonly kind: "literal"; readonly char: string }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly Range[] };

type Range = readonly [low: string, high: string];

function everySegment(pattern: string, other: string, read: (segment: string) => readonly Token[]): boolean {
  const patterns = pattern.split("/");
  const others = other.split("/");
  return patterns.length === others.length && patterns.every((segment, i) => matchTokens(compile(segment), read(others[i] ?? "")));
}

/** Greedy with one point of return: time grows with the product of both lengths and no faster. */
function matchTokens(pattern: readonly Token[], text: readonly Token[]): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let starText = 0;
  while (t < text.length) {
    const token = pattern[p];
    const found = text[t];
    if (token?.kind === "any-run") {
      star = p++;
      starText = t;
    } else if (token !== undefined && found !== undefined && admits(token, found)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++starText;
    } else {
      return false;
    }
  }
  return pattern.slice(p).every((token) => token.kind === "any-run");
}

/** Does a token that stands for one character admit all that `found` may be? */
function admits(token: Token, found: Token): boolean {
  if (found.kind === "any-run" || token.kind === "any-run") return false;
  if (token.kind === "any-one") return true;
  if (found.kind === "literal") return token.kind === "literal" ? token.char === found.char : inClass(token, found.char);
  return token.kind === "class" && found.kind === "class" && sameClass(token, found);
}

function inClass(token: Extract<Token, { kind: "class" }>, char: string): boolean {
  const code = codeOf(char);
  return token.ranges.some(([low, high]) => codeOf(low) <= code && code <= codeOf(high)) !== token.negated;
}

function sameClass(a: Extract<Token, { kind: "class" }>, b: Extract<Token, { kind: "class" }>): boolean {
  return a.negated === b.negated && JSON.stringify(a.ranges) === JSON.stringify(b.ranges);
}

function compile(segment: string): readonly Token[] {
  const chars = [...segment];
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? "";
    const close = char === "[" ? closingBracket(chars, i) : -1;
    if (char === "*") tokens.push({ kind: "any-run" });
    else if (char === "?") tokens.push({ kind: "any-one" });
    else if (close > 0) {
      tokens.push(compileClass(chars.slice(i + 1, close)));
      i = close;
    } else tokens.push(literal(char));
  }
  return tokens;
}

/** A `]` right after `[` or `[!` is a member of the class; a bracket that never closes is a plain character. */
function closingBracket(chars: readonly string[], open: number): number {
  let at = open + 1;
  if (chars[at] === "!") at++;
  if (chars[at] === "]") at++;
  return chars.indexOf("]", at);
}

/** Follows `fnmatch.translate` step by step, its odd corners included: an empty range drops both of its ends. */
function compileClass(body: readonly string[]): Token {
  const chunks = rangeChunks(body);
  for (let k = chunks.length - 1; k > 0; k--) {
    const [left = [], right = []] = [chunks[k - 1], chunks[k]];
    if (codeOf(left.at(-1) ?? "") > codeOf(right[0] ?? "")) chunks.splice(k - 1, 2, [...left.slice(0, -1), ...right.slice(1)]);
  }
  const [first = []] = chunks;
  const negated = first[0] === "!";
  if (negated) chunks[0] = first.slice(1);
  const ranges = chunks.flatMap((chunk, k): Range[] => {
    const next = chunks[k + 1];
    const singles = chunk.slice(k === 0 ? 0 : 1, next === undefined ? undefined : -1).map((c): Range => [c, c]);
    return next === undefined ? singles : [...singles, [chunk.at(-1) ?? "", next[0] ?? ""]];
  });
  return { kind: "class", negated, ranges };
}

/** Cuts a class at the hyphens that make ranges: never the first character, never the one right after a range. */
function rangeChunks(body: readonly string[]): string[][] {
  const chunks: string[][] = [];
  let from = 0;
  let search = body[0] === "!" ? 2 : 1;
  for (let hyphen = body.indexOf("-", search); hyphen >= 0; hyphen = body.indexOf("-", search)) {
    chunks.push(body.slice(from, hyphen));
    from = hyphen + 1;
    search = hyphen + 3;
  }
  if (from < body.length) chunks.push(body.slice(from));
  else chunks.at(-1)?.push("-");
  return chunks;
}

function literal(char: string): Token {
  return { kind: "literal", char };
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? -1;
}
