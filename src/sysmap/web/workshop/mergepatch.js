/**
 * JSON Merge Patch (RFC 7396): how the server says what has changed in the session, so that this page keeps it without
 * knowing what each command does.
 *
 * @param {any} before
 * @param {any} patch
 * @returns {any} what the patch makes of it; what was given stays as it is
 */
export function mergePatch(before, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const out = before !== null && typeof before === "object" && !Array.isArray(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = mergePatch(out[key], value);
  }
  return out;
}
