// Whom one can be: the list with unread counts, and the choice of who opens a deep link.

import { element } from "./format.js";
import { summary } from "./chat.js";

const HUES = 12;

function avatar(persona) {
  const node = element("span", "avatar", persona.name.slice(0, 1));
  node.classList.add(`hue-${persona.id % HUES}`);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function label(persona) {
  return element(
    "span",
    "persona-words",
    element("span", "persona-name", persona.name, element("small", "", persona.title)),
    element("span", "persona-note", summary(persona.last) || persona.note),
  );
}

export class People {
  constructor(list, filter, choose) {
    this.list = list;
    this.filter = filter;
    this.choose = choose;
    this.cast = [];
    this.current = null;
    filter.addEventListener("input", () => this.draw());
  }

  set(cast) {
    this.cast = cast;
    this.draw();
  }

  get(id) {
    return this.cast.find((persona) => persona.id === id);
  }

  get unread() {
    return this.cast.reduce((sum, persona) => sum + persona.unread, 0);
  }

  draw() {
    const wanted = this.filter.value.trim();
    const fits = (persona) => !wanted || (persona.name + persona.title).includes(wanted);
    this.list.replaceChildren(...this.cast.filter(fits).map((persona) => this.row(persona)));
    if (!this.list.children.length) this.list.append(element("li", "empty", "没有匹配的身份"));
  }

  row(persona) {
    const button = element("button", "persona", avatar(persona), label(persona));
    button.type = "button";
    button.dataset.testid = `persona-${persona.id}`;
    button.title = persona.note;
    if (persona.id === this.current) button.setAttribute("aria-current", "true");
    if (persona.unread) {
      const badge = element("span", "badge", String(persona.unread));
      badge.setAttribute("aria-label", `${persona.unread} 条未读`);
      button.append(badge);
    }
    button.addEventListener("click", () => this.choose(persona.id));
    return element("li", "", button);
  }
}

export function chooseOpener(dialog, list, cast, open) {
  const rows = cast.map((persona) => {
    const button = element("button", "persona", avatar(persona), label(persona));
    button.type = "button";
    button.dataset.testid = `open-as-${persona.id}`;
    button.addEventListener("click", () => {
      dialog.close();
      open(persona.id);
    });
    return element("li", "", button);
  });
  list.replaceChildren(...rows);
  dialog.showModal();
}
