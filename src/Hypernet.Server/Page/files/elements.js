// Text from the chain is strangers' text: it enters the page as text nodes and attributes only, never as markup.
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

export function table(columns, rows, attributes = {}, title = undefined) {
  const head = el("tr", {}, columns.map(({ title, wide, number }) => el("th", { scope: "col", class: look(wide, number) }, title)));
  const body = rows.map((row) =>
    el("tr", {}, row.map((cell, i) => el("td", { class: look(columns[i].wide, columns[i].number) }, cell))));
  return el("div", { class: "scroll", tabindex: "0" }, el("table", { ...attributes, "aria-label": title }, el("thead", {}, head), el("tbody", {}, body)));
}

export const facts = (pairs) =>
  el("dl", { class: "facts" }, pairs.filter(Boolean).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));

export const mono = (text, title) => el("span", { class: "mono", title }, text);

const look = (wide, number) => [wide && "wide", number && "number"].filter(Boolean).join(" ") || undefined;
