/** A plain scalar as the core schema of YAML 1.2 reads it. */
export function coreValue(text: string): string | number | boolean | null {
  const code = text.charCodeAt(0);
  // Most scalars are words, and only these letters begin one that isn't a string.
  const isWord = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  if (isWord && !"nNtTfF".includes(text.charAt(0))) return text;
  if (/^(?:~|null|Null|NULL)?$/.test(text)) return null;
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return text.toLowerCase() === "true";
  const isNumber = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/.test(text);
  return isNumber ? Number(text) : text;
}
