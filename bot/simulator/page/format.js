// Text with entities as DOM nodes. Content never passes through innerHTML. JavaScript strings are
// UTF-16, as entity offsets are, so they index directly.

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const ZONE = "Asia/Shanghai";
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONE });
const year = new Intl.DateTimeFormat("zh-CN", { year: "numeric", timeZone: ZONE });
const date = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", timeZone: ZONE });
const weekday = new Intl.DateTimeFormat("zh-CN", { weekday: "short", timeZone: ZONE });

export const timeOf = (moment) => clock.format(moment);
export const yearOf = (moment) => year.format(moment);
export const shortDayOf = (moment) => `${date.format(moment)}（${weekday.format(moment)}）`;
export const dayOf = (moment) => yearOf(moment) + shortDayOf(moment);

export function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// `act` is {link(url), command(text)}: what a click on a link or a command does.
export function formatted(text, entities, act) {
  const ordered = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return stretch(text, 0, text.length, ordered, act);
}

function stretch(text, start, end, entities, act) {
  const fragment = document.createDocumentFragment();
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const from = entity.offset;
    const to = Math.min(from + entity.length, end);
    index += 1;
    if (from < at || to <= from) continue;
    const inner = [];
    while (index < entities.length && entities[index].offset < to) inner.push(entities[index++]);
    fragment.append(text.slice(at, from));
    const node = marked(entity, text.slice(from, to), act);
    node.append(stretch(text, from, to, inner, act));
    fragment.append(node);
    at = to;
  }
  fragment.append(text.slice(at, end));
  return fragment;
}

function marked(entity, words, act) {
  if (entity.type in TAGS) return element(TAGS[entity.type]);
  if (entity.type === "spoiler") {
    const hidden = element("button", "spoiler");
    hidden.type = "button";
    hidden.addEventListener("click", () => hidden.classList.add("shown"));
    return hidden;
  }
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || words, act);
  if (entity.type === "bot_command") {
    const command = element("button", "command-word");
    command.type = "button";
    command.addEventListener("click", () => act.command(words));
    return command;
  }
  return element("span", entity.type === "mention" || entity.type === "hashtag" ? "mark" : "");
}

function link(url, act) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  const anchor = element("a");
  if (/^https?:/i.test(full)) anchor.href = full;
  anchor.rel = "noreferrer noopener";
  anchor.target = "_blank";
  anchor.addEventListener("click", (event) => {
    if (act.link(full)) event.preventDefault();
  });
  return anchor;
}
