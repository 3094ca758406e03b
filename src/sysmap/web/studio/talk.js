/** What the studio's page says to its server. The key stands after # in the address once, and then in this tab alone. */

import { say } from "./english.js";

const KEY = "sysmap-studio-key";
const HERE = "sysmap-studio-workspace";

/** The workspace that the address names, else the one that this tab was in. */
export function workspaceHere() {
  const [, id] = /^#([0-9a-f]{8})(?:\||$)/.exec(location.hash) || [];
  if (id) sessionStorage.setItem(HERE, id);
  return sessionStorage.getItem(HERE) || "";
}

export function keyFromAddress() {
  const said = location.hash.slice(1);
  if (/^[\w-]{20,64}$/.test(said)) {
    sessionStorage.setItem(KEY, said);
    history.replaceState(null, "", location.pathname);
  }
}

/**
 * @param {string} what @param {RequestInit} init
 * @returns {Promise<Response>}
 */
async function ask(what, init) {
  let answer;
  try {
    answer = await fetch(`api/${what}`, { ...init, headers: { "X-Sysmap-Key": sessionStorage.getItem(KEY) || "", "X-Sysmap-Workspace": workspaceHere() } });
  } catch {
    throw new Error(say("studio.no-answer"));
  }
  if (answer.ok) return answer;
  const told = await answer.json().catch(() => null);
  throw new Error(told ? told.problems.map((/** @type {{message: string, hint: string}} */ one) => `${one.message} ${one.hint}`).join(" ") : say("studio.could-not"));
}

/** @param {string} what @returns {Promise<any>} */
export async function get(what) {
  return (await ask(what, {})).json();
}

/** @param {string} what @param {any} body a value, or a file as it is @returns {Promise<any>} */
export async function post(what, body) {
  return (await ask(what, { method: "POST", body: body instanceof Blob ? body : JSON.stringify(body) })).json();
}

/**
 * What a server makes, with the name it gives it.
 *
 * @param {string} what @param {string} [method] @param {any} [body]
 * @returns {Promise<Blob & {name?: string, data?: Blob}>}
 */
export async function bytesOf(what, method = "GET", body = undefined) {
  const answer = await ask(what, { method, body: body && JSON.stringify(body) });
  const [, name = ""] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "") || [];
  const data = await answer.blob();
  return Object.assign(data, { name, data });
}
