/** A call as a line for a POSIX shell: files by their names, variables in place of the account and of a certificate. */

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** A file's name as curl reads it: in quotes of its own where it holds what would end it; a bare - would be stdin. */
function upload(name) {
  const path = name === "-" ? "./-" : name;
  return /[",;\\]/.test(path) ? `"${path.replace(/["\\]/g, "\\$&")}"` : path;
}

export function curlLine(url, form) {
  const trust = new URL(url).protocol.endsWith("s:") ? '--cacert "$LINKFACE_CACERT" ' : "";
  const words = [`curl -sS -i ${trust}${quoted(url)}`];
  for (const name of ["api_id", "api_secret"]) words.push(`--form-string "${name}=$LINKFACE_${name.toUpperCase()}"`);
  for (const [name, value] of form) {
    if (value instanceof File) words.push(`-F ${quoted(`${name}=@${upload(value.name)}`)}`);
    else if (!["api_id", "api_secret"].includes(name)) words.push(`--form-string ${quoted(`${name}=${value}`)}`);
  }
  return words.join(" \\\n  ");
}
