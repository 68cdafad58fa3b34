// Writing: text, replies and edits, attachments, the command menu and the bot's reply keyboard.

import { element } from "./format.js";
import { summary } from "./chat.js";

const $ = (id) => document.getElementById(id);
const PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/gif";

export class Composer {
  // `act`: send(text, replyTo), edit(id, text), upload(kind, files, caption)
  constructor(act) {
    this.act = act;
    this.commands = [];
    this.about = null; // {message, edit}: what is being replied to or edited
    this.text = $("text");
    this.wire();
  }

  wire() {
    $("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      } else if (event.key === "Escape") {
        this.quiet();
      }
    });
    this.text.addEventListener("input", () => {
      this.grow();
      this.offer(this.text.value.startsWith("/") && !this.text.value.includes(" "));
    });
    this.text.addEventListener("paste", (event) => this.pasted(event));
    $("menu").addEventListener("click", () => this.offer($("commands").hidden, true));
    $("quote-cancel").addEventListener("click", () => this.quiet());
    $("attach").addEventListener("click", () => this.attachMenu($("attach-menu").hidden));
    $("attach-photo").addEventListener("click", () => this.pick("photo"));
    $("attach-document").addEventListener("click", () => this.pick("document"));
    $("file").addEventListener("change", () => this.picked($("file").dataset.kind, [...$("file").files]));
    $("upload-cancel").addEventListener("click", () => $("upload").close());
    $("upload-send").addEventListener("click", () => this.sendFiles());
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".composer")) {
        this.offer(false);
        this.attachMenu(false);
      }
    });
  }

  submit() {
    const text = this.text.value.trim();
    if (!text) return;
    const about = this.about;
    this.quiet();
    this.fill("");
    if (about?.edit) this.act.edit(about.message.message_id, text);
    else this.act.send(text, about?.message.message_id);
  }

  fill(text) {
    this.text.value = text;
    this.grow();
    this.offer(false);
    this.text.focus();
  }

  grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 140)}px`;
  }

  reply(message) {
    this.concern(message, false);
  }

  edit(message) {
    this.concern(message, true);
    this.text.value = message.text || message.caption || "";
    this.grow();
  }

  concern(message, edit) {
    this.about = { message, edit };
    $("quote-who").textContent = edit ? "编辑消息" : `回复 ${message.mine ? "自己" : "未保助手"}`;
    $("quote-text").textContent = summary(message);
    $("quote").hidden = false;
    this.text.focus();
  }

  quiet() {
    this.about = null;
    $("quote").hidden = true;
    this.offer(false);
    this.attachMenu(false);
  }

  // commands

  setCommands(commands) {
    this.commands = commands;
    $("menu").hidden = !commands.length;
  }

  offer(wanted, all = false) {
    const typed = all ? "/" : this.text.value;
    const fitting = this.commands.filter((command) => `/${command.command}`.startsWith(typed));
    const rows = fitting.map((command) => {
      const choice = element("button", "", element("b", "", `/${command.command}`), element("span", "", command.description));
      choice.type = "button";
      choice.setAttribute("role", "option");
      choice.addEventListener("click", () => {
        this.fill("");
        this.act.send(`/${command.command}`);
      });
      return element("li", "", choice);
    });
    $("commands").replaceChildren(...rows);
    $("commands").hidden = !(wanted && rows.length);
    $("menu").setAttribute("aria-expanded", String(!$("commands").hidden));
  }

  // the bot's reply keyboard

  setKeyboard(messages) {
    const last = messages.filter((message) => message.keyboard).pop();
    const keyboard = last?.keyboard;
    const used = keyboard?.one_time_keyboard && messages.some((m) => m.mine && m.message_id > last.message_id);
    const rows = used ? [] : keyboard?.keyboard || [];
    const nodes = rows.map((row) => {
      const keys = row.map((button) => {
        const key = element("button", "", button.text);
        key.type = "button";
        key.addEventListener("click", () => this.act.send(button.text));
        return key;
      });
      return element("div", "key-row", ...keys);
    });
    $("keyboard").replaceChildren(...nodes);
    $("keyboard").hidden = !nodes.length;
    this.text.placeholder = (!used && keyboard?.input_field_placeholder) || "输入消息";
  }

  // attachments

  attachMenu(open) {
    $("attach-menu").hidden = !open;
    $("attach").setAttribute("aria-expanded", String(open));
  }

  pick(kind) {
    this.attachMenu(false);
    const input = $("file");
    input.value = "";
    input.dataset.kind = kind;
    input.accept = kind === "photo" ? PHOTO_TYPES : "";
    input.click();
  }

  pasted(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.picked(files.every((file) => PHOTO_TYPES.includes(file.type)) ? "photo" : "document", files);
  }

  picked(kind, files) {
    if (!files.length) return;
    this.files = { kind: kind || "document", files: files.slice(0, 10) };
    const rows = this.files.files.map((file) => element("li", "", file.name));
    if (files.length > 10) rows.push(element("li", "warning", "一次最多发送10个，其余未选入。"));
    $("upload-files").replaceChildren(...rows);
    $("upload-caption").value = this.text.value;
    $("upload").showModal();
  }

  sendFiles() {
    $("upload").close();
    this.fill("");
    this.act.upload(this.files.kind, this.files.files, $("upload-caption").value);
  }
}
