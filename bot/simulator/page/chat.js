// One chat's messages as bubbles: new ones added, edits in place, deleted ones gone.

import { fileUrl } from "./api.js";
import { dayOf, element, formatted, timeOf } from "./format.js";

const SIZE = ["B", "KB", "MB", "GB"];

function sizeOf(bytes) {
  let power = 0;
  let rest = bytes;
  while (rest >= 1024 && power < SIZE.length - 1) {
    rest /= 1024;
    power += 1;
  }
  return `${power ? rest.toFixed(1) : rest} ${SIZE[power]}`;
}

export function summary(message) {
  if (!message) return "";
  const text = message.text || message.caption || "";
  const kind = message.photo ? "[图片] " : message.document ? `[文件] ${message.document.file_name} ` : "";
  const other = message.sticker ? "[贴纸]" : message.voice ? "[语音]" : message.location ? "[位置]" : "";
  return (kind + text + other).replace(/\s+/g, " ").slice(0, 80);
}

export class ChatView {
  // `act`: press(message, row, column), link(url) -> taken, command(text), reply(message), edit(message)
  constructor(list, act) {
    this.list = list;
    this.act = act;
    this.shown = new Map();
  }

  clear() {
    this.list.replaceChildren();
    this.shown.clear();
    this.day = null;
  }

  get latest() {
    return [...this.shown.values()].map((entry) => entry.message);
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 80;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  put(message) {
    const old = this.shown.get(message.message_id);
    const node = this.bubble(message);
    this.shown.set(message.message_id, { message, node });
    if (old) {
      old.node.replaceWith(node);
      return;
    }
    const day = dayOf(new Date(message.date * 1000));
    if (day !== this.day) {
      this.day = day;
      this.list.append(element("p", "day", day));
    }
    this.list.append(node);
  }

  remove(id) {
    const entry = this.shown.get(id);
    if (!entry) return;
    entry.node.remove();
    this.shown.delete(id);
  }

  note(text) {
    const close = element("button", "icon", "×");
    close.type = "button";
    close.setAttribute("aria-label", "关闭");
    const line = element("p", "diagnostic", text, close);
    line.dataset.testid = "diagnostic";
    close.addEventListener("click", () => line.remove());
    this.list.append(line);
  }

  bubble(message) {
    const body = element("div", "bubble");
    if (message.reply_to_message) body.append(this.quoted(message.reply_to_message));
    if (message.forward_origin) {
      body.append(element("p", "forwarded", `转发自 ${message.forward_origin.sender_user.first_name}`));
    }
    body.append(...this.media(message));
    const text = message.text ?? message.caption;
    if (text) {
      const entities = message.entities || message.caption_entities;
      const words = element("div", "words", formatted(text, entities, this.act));
      words.dataset.testid = "text";
      body.append(words);
    }
    const mark = message.edit_date ? "已编辑 " : "";
    body.append(element("span", "stamp", mark + timeOf(new Date(message.date * 1000))));
    const line = element("div", "line-of-bubble", body, this.tools(message));
    const node = element("article", message.mine ? "message mine" : "message", line);
    if (message.reply_markup) node.append(this.keyboard(message));
    if (message.media_group_id) node.classList.add("album");
    node.dataset.testid = "message";
    node.dataset.id = message.message_id;
    body.addEventListener("click", () => node.classList.toggle("touched"));
    return node;
  }

  quoted(origin) {
    const who = origin.from.is_bot ? "未保助手" : origin.from.first_name;
    const box = element("button", "quoted", element("strong", "", who), element("span", "", summary(origin)));
    box.type = "button";
    box.addEventListener("click", () => this.shown.get(origin.message_id)?.node.scrollIntoView({ block: "center" }));
    return box;
  }

  media(message) {
    if (message.photo) {
      const largest = message.photo[message.photo.length - 1];
      const picture = element("img", "photo");
      picture.src = fileUrl(largest.file_id);
      picture.alt = message.caption || "图片";
      picture.width = largest.width;
      picture.height = largest.height;
      picture.addEventListener("load", () => this.act.grown());
      const link = element("a", "photo-link", picture);
      link.href = picture.src;
      link.target = "_blank";
      return [link];
    }
    if (message.document) {
      const { file_id: id, file_name: name, file_size: size } = message.document;
      const label = element("span", "file-name", name, element("small", "", sizeOf(size)));
      const suffix = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "文件";
      const link = element("a", "file", element("span", "file-icon", suffix), label);
      link.href = fileUrl(id);
      link.download = name;
      link.dataset.testid = "document";
      return [link];
    }
    if (message.sticker) return [element("p", "sticker", message.sticker.emoji || "贴纸")];
    if (message.voice) return [element("p", "other", `语音 ${message.voice.duration} 秒`)];
    if (message.location) return [element("p", "other", "位置")];
    return [];
  }

  tools(message) {
    const tools = element("div", "tools");
    const add = (label, act) => {
      const button = element("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => act(message));
      tools.append(button);
    };
    add("回复", this.act.reply);
    if (message.mine && (message.text || message.caption)) add("编辑", this.act.edit);
    return tools;
  }

  keyboard(message) {
    const rows = message.reply_markup.inline_keyboard.map((row, r) => {
      const keys = row.map((button, c) => {
        const key = element("button", "key", button.text);
        key.type = "button";
        key.dataset.testid = "inline-button";
        if (button.url) key.classList.add("outward");
        key.addEventListener("click", () => this.pressed(key, message, button, r, c));
        return key;
      });
      return element("div", "key-row", ...keys);
    });
    return element("div", "keys", ...rows);
  }

  async pressed(key, message, button, row, column) {
    if (button.url) {
      if (!this.act.link(button.url)) window.open(button.url, "_blank", "noopener");
      return;
    }
    if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      return;
    }
    key.classList.add("working");
    key.setAttribute("aria-busy", "true");
    await this.act.press(message, row, column);
    key.classList.remove("working");
    key.removeAttribute("aria-busy");
  }
}
