/** Which pages are meant by what is typed. */
export interface PageLink {
  readonly address: string;
  readonly name: string;
}

/** The pages in whose name each typed word begins a word, in their order; all of them for nothing typed. */
export function matching(pages: readonly PageLink[], typed: string): PageLink[] {
  const wanted = wordsOf(typed);
  return pages.filter(({ name }) => {
    const words = wordsOf(name);
    return wanted.every((word) => words.some((each) => each.startsWith(word)));
  });
}

/** The help of pages (or the guides), once the word for it was begun ("ban", "bantuan loket"); else none, so that a page stands alone. */
export function matchingHelp(helps: readonly PageLink[], typed: string, word: string): PageLink[] {
  const begun = wordsOf(typed).some((each) => each.length > 2 && word.toLocaleLowerCase("id").startsWith(each));
  return begun ? matching(helps, typed) : [];
}

function wordsOf(text: string): string[] {
  return text
    .toLocaleLowerCase("id")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
