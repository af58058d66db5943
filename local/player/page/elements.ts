/// <reference lib="dom" />

/** The page's element with this id, which must be of this kind. */
export function element<T extends HTMLElement>(id: string, kind: abstract new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return found;
}

export const button = (id: string) => element(id, HTMLButtonElement);
export const input = (id: string) => element(id, HTMLInputElement);
export const show = (id: string, visible: boolean) => {
  element(id, HTMLElement).hidden = !visible;
};
export const write = (id: string, text: string) => {
  element(id, HTMLElement).textContent = text;
};
