/**
 * Styles by name, as the format has them: a factor's look is its theme, a link's look says its sign, strength and delay.
 * A name is given in one click, changed everywhere at once, and the legend follows; so a colour never means nothing.
 */

import { button, el } from "../dom.js";
import { lookChoice } from "../look.js";
import { groupsOf, ownTint, tintOf } from "../scene.js";
import { wordText } from "../sentences.js";
import { signWord } from "../voices.js";
import { CONTESTED, POLARITY, counted } from "../words.js";
import { backgroundSection } from "./backgroundpanel.js";
import { say } from "./english.js";

/**
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {import("../types.js").Factor} Factor
 */

/** @param {Editor} editor */
export function stylesPanel(editor) {
  const { model, room } = editor;
  const factors = model.order.map((id) => model.factors[id]);
  const names = [...new Set(factors.map((one) => one.theme).filter((one) => one !== undefined))].sort();
  const bare = factors.filter((one) => one.theme === undefined);
  const fresh = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 60, "aria-label": say("room.a-new-theme"), placeholder: say("room.e-g-finance") }));
  const chosen = [...editor.chosen].filter((id) => model.factors[id]);
  const only = editor.view.filter.theme || null;
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.styles")), lookChoice(),
    el("section", null, el("h3", null, say("room.themes-of-factors")),
      names.length ? el("ul.styles", null, names.map((name) => themeRow(editor, name, factors.filter((one) => one.theme === name), chosen, only))) : el("p.faint", null, say("room.no-theme-yet-a-theme-is")),
        names.length > 1 && names.some((name) => !ownTint(groupsOf(model), name, editor.theme)) ? el("p.faint", null, say("room.there-are-more-themes-than-colours")) : null,
      bare.length ? el("div.row", null, el("span", null, say("room.without-a-theme", { n: bare.length })), button(say("room.choose-them"), () => editor.choose(bare.map((one) => one.id), false, true), { class: "small" })) : null,
      only ? button(say("room.show-all-again"), () => show(editor, null)) : null,
      room.mayDraw ? el("div.row", null, fresh, button(chosen.length ? say("room.give-to", { n: chosen.length }) : say("room.choose-factors-first"), () => {
        if (fresh.value.trim()) give(editor, chosen, fresh.value.trim().toLowerCase());
      }, { disabled: !chosen.length })) : null),
    el("section", null, el("h3", null, say("room.signs-of-links")),
      el("ul.styles", null, Object.entries(POLARITY).map(([name, { sign, word, means }]) => signRow(editor, name, sign, word, means)),
        signRow(editor, "contested", CONTESTED.sign, CONTESTED.word, CONTESTED.means))),
    room.mayDraw ? el("fieldset.signs", null, el("legend", null, say("room.a-link-drawn-by-hand-begins")), Object.entries(POLARITY).map(([name, { sign, word }]) =>
      button([el(`span.sign.${name}`, { "aria-hidden": "true" }, sign), word], () => {
        editor.newSign = name;
        editor.side.renew();
      }, { "aria-pressed": String(editor.newSign === name) }))) : null,
    backgroundSection(editor),
    el("p.faint", null, say("room.strength-shows-as-the-width-of")));
}

/** @param {Editor} editor @param {string} name @param {Factor[]} having @param {string[]} chosen @param {string[] | null} only */
function themeRow(editor, name, having, chosen, only) {
  const { model, room } = editor;
  const tint = tintOf(groupsOf(model), name, editor.theme);
  const field = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 60, value: name, "aria-label": say("room.new-name-of", { name }), list: "themes" }));
  const ids = having.map((one) => one.id);
  const shown = Boolean(only && only.length === 1 && only[0] === name);
  const swatch = el("span.swatch", { "aria-hidden": "true" });
  swatch.style.background = tint.line;
  return el("li", null, el("div.row", null, swatch, el("strong.name", null, name), el("span.faint", null, counted(having.length, "factor"))),
    el("div.row", null, button(say("room.choose-them"), () => editor.choose(ids, false, true), { class: "small", "aria-label": say("room.choose-them-the-factors-of", { name }) }),
      button(shown ? say("room.show-all") : say("room.show-alone"), () => show(editor, shown ? null : name), { class: "small", "aria-pressed": String(shown), "aria-label": say("room.show-theme", { shown: shown ? "yes" : "", name }) }),
      room.mayDraw && chosen.length ? button(say("room.give-to-chosen", { n: chosen.length }), () => give(editor, chosen, name), { class: "small", "aria-label": say("room.give-to-chosen-2", { n: chosen.length, name }) }) : null),
    room.mayDraw && room.atLeast("editor") ? colours(editor, name) : null,
    room.mayDraw ? el("details", null, el("summary", null, say("room.rename-join-or-take-away")),
      el("p.faint", null, say("room.the-name-of-another-theme-joins")),
      el("div.row", null, field, button(say("room.rename-everywhere"), () => {
        const wanted = field.value.trim().toLowerCase();
        if (wanted && wanted !== name) give(editor, ids, wanted);
      }, { class: "small" }), button(say("room.take-it-away-everywhere"), () => give(editor, ids, null), { class: "small" }))) : null);
}

/** The colours to choose from; one that another theme has is not offered twice. @param {Editor} editor @param {string} name */
function colours(editor, name) {
  const { room, map, theme } = editor;
  const chosen = map.colours || [];
  const own = chosen.find((one) => one.name === name);
  const choose = (/** @type {string | null} */ colour) => room.set("", "", "colours", [...chosen.filter((one) => one.name !== name), ...(colour ? [{ name, colour }] : [])]);
  return el("div.colours", { role: "group", "aria-label": say("room.colour-of", { name }) }, theme.colours.map((colour, at) => {
    const other = chosen.find((one) => one.colour === colour && one.name !== name && colour !== "grey");
    const picked = button("", () => choose(own && own.colour === colour ? null : colour), {
      class: "colour", "aria-pressed": String(Boolean(own && own.colour === colour)), disabled: Boolean(other),
      "aria-label": `${wordText(colour)}: ${name}`, title: other ? say("room.has-it", { name: other.name, colour: wordText(colour) }) : wordText(colour),
    });
    picked.style.background = theme.tints[at].line;
    return picked;
  }));
}

/** @param {Editor} editor @param {string} name @param {string} sign @param {string} word @param {string} means */
function signRow(editor, name, sign, word, means) {
  const { model, room } = editor;
  const links = [...model.links.values()].filter((link) => signWord(link) === name);
  const next = () => {
    const at = links.findIndex((link) => link.id === editor.link);
    editor.chooseLink(links[(at + 1) % links.length].id, true);
    editor.side.renew();
  };
  const link = editor.link ? model.links.get(editor.link) : undefined;
  return el("li", null, el("div.row", null, el(`span.sign.${name}`, { "aria-hidden": "true" }, sign), el("strong.name", null, word), el("span.faint", null, `${means}; ${counted(links.length, "link")}`)),
    el("div.row", null, links.length ? button(say("room.next-one"), next, { class: "small", "aria-label": say("room.next-one-link", { word }) }) : null,
      link && room.mayDraw && POLARITY[name] ? button(say("room.give-to-the-chosen-link"), () => room.set("links", link.id, "polarity", name), { class: "small", "aria-pressed": String(signWord(link) === name), "aria-label": say("room.give-to-the-chosen-link-2", { word }) }) : null));
}

/** @param {Editor} editor @param {string[]} ids @param {string | null} theme */
function give(editor, ids, theme) {
  const edits = ids.map((id) => ({ do: /** @type {const} */ ("set"), in: "factors", id, field: "theme", value: theme }));
  if (edits.length === 1) editor.room.edit(edits[0]);
  else if (edits.length) editor.room.edit({ do: "batch", edits, label: "theme" });
}

/** @param {Editor} editor @param {string | null} theme */
function show(editor, theme) {
  editor.view.filter = theme === null ? {} : { theme: [theme] };
  editor.draw();
  editor.side.renew();
}
