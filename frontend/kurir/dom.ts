/** Elements from plain calls: text is always text, never markup. */
type Child = Node | string | false | null | undefined;
type Wishes = Record<string, string | boolean | number | ((event: Event) => unknown) | undefined>;

export function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, wishes: Wishes = {}, ...children: Child[]): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(wishes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** A receipt number as people read it: by fours. */
export function grouped(number: string): string {
  return number.replace(/(.{4})(?=.)/g, "$1 ");
}

/** 09.15 in the office's zone. */
export function clock(iso: string, zone: string): string {
  return new Date(iso).toLocaleTimeString("id-ID", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
}
