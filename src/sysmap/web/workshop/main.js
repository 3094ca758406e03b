/** The workshop's page: joining, and then the parts put together. */

import { button, el, set } from "../dom.js";
import { followLook } from "../look.js";
import { Editor } from "./editor.js";
import { say } from "./english.js";
import { Room, recall } from "./room.js";

const root = /** @type {HTMLElement} */ (document.getElementById("workshop"));
const toasts = el("div.toasts", { role: "status", "aria-live": "polite" });
document.body.append(toasts);

/** @type {Editor | null} */
let editor = null;

/**
 * A notice: it has its own place, over nothing that is worked with, and leaves by itself.
 *
 * @param {string} text @param {string} [kind] @param {{label: string, run: () => void}} [way] what may be done about it
 */
function notice(text, kind = "note", way) {
  const line = el(`div.toast.${kind}`, null, el("p", null, text), way ? button(way.label, () => {
    line.remove();
    way.run();
  }) : null, button("×", () => line.remove(), { "aria-label": say("room.close-this-message") }));
  toasts.append(line);
  while (toasts.children.length > 3) toasts.firstElementChild?.remove();
  setTimeout(() => line.remove(), kind === "bad" || way ? 15_000 : 8_000);
  if (editor) editor.told(text);
}

followLook(() => editor && editor.draw());

const room = new Room({
  say: notice,
  keep: (text) => editor && editor.typing.begin(text),
  brought: (view, by) => editor && editor.together.brought(view, by),
  shared: (shown, found) => editor && editor.together.shared(shown, found),
  changed: (what) => {
    if (what === "refused-join") return joinForm(room.refusedJoin.map((one) => `${one.message} ${one.hint}`).join(" "));
    if (!room.joined && !editor) return undefined;
    if (!editor) {
      editor = new Editor(root, room, toasts);
      /** @type {any} */ (globalThis).workshop = { room, editor };
    }
    return editor.changed(what);
  },
});

/** @param {string} [trouble] */
function joinForm(trouble) {
  editor = null;
  room.joined = false;
  document.body.append(toasts);
  const code = /** @type {HTMLInputElement} */ (el("input", { id: "join-code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 24, required: true }));
  const name = /** @type {HTMLInputElement} */ (el("input", { id: "join-name", type: "text", autocomplete: "off", maxlength: 40 }));
  const group = /** @type {HTMLInputElement} */ (el("input", { id: "join-group", type: "text", autocomplete: "off", maxlength: 60 }));
  code.value = fragment().code;
  const form = el("form.join", {
    onsubmit: (/** @type {Event} */ event) => {
      event.preventDefault();
      history.replaceState(null, "", location.pathname);
      room.join({ code: code.value.trim(), name: name.value.trim(), group: group.value.trim() });
    },
  }, el("h1", null, say("room.join-the-mapping-workshop")), trouble ? el("p.bad", { role: "alert" }, trouble) : null,
  el("label.stack", null, say("room.code-on-the-projector-on-your"), code),
  el("label.stack", null, say("room.what-should-we-call-you-any"), name),
  el("label.stack", null, say("room.which-group-do-you-speak-for"), group),
  el("p.faint", null, say("room.what-you-add-to-the-map")),
  el("button", { type: "submit" }, say("room.join")));
  set(root, form);
  (code.value ? name : code).focus();
}

/** The code in the address and, from the studio, what its author is called; both stand after #, which is never sent. */
function fragment() {
  const [said, name = ""] = decodeURIComponent(location.hash.slice(1)).split("~");
  return { code: /^[A-Za-z0-9-]{4,24}$/.test(said) ? said : "", name: name.slice(0, 40) };
}

const key = recall("sysmap-key");
const { code, name } = fragment();
if (code && name) {
  history.replaceState(null, "", location.pathname);
  room.join({ key: key || "", code, name, group: "" });
} else if (key) {
  if (code) history.replaceState(null, "", location.pathname);
  room.join({ key, code });
} else joinForm();
addEventListener("beforeunload", (event) => {
  if (room.replica.waiting.length && room.line.state !== "open") event.preventDefault();
});
