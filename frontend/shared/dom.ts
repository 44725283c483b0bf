/** Elements from plain calls: text is always text, never markup. */
export type Child = Node | string | false | null | undefined;
type Attributes = Record<string, string | boolean | number | ((event: Event) => unknown) | undefined>;

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/** The children that are there. */
export function present<Kind>(children: (Kind | false | null | undefined | "")[]): Kind[] {
  return children.filter((child): child is Kind => Boolean(child));
}
