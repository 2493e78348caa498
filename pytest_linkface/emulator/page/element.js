/** Elements made of plain data: whatever comes from outside becomes text, never markup. */

export const find = (selector, within = document) => within.querySelector(selector);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A list of terms with what is to be said of them; those with nothing are left out. */
export function terms(pairs) {
  const said = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return element("dl", {}, ...said.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]));
}
