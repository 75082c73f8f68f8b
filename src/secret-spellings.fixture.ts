/** Every way in which a secret may have been written down, within whatever other text. In lower case, as `holds` searches. */
function spellingsOf(secret: string): string[] {
  const bare = secret.replace(/^0x/, '');
  const inJson = JSON.stringify(bare).slice(1, -1);
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(bare);
  const all = [
    ...halvesOf(bare),
    bare,
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    encodeURIComponent(bare),
    Buffer.from(bare).toString('hex'),
    ...base64Of(Buffer.from(bare)),
    ...(isHex ? base64Of(Buffer.from(bare, 'hex')) : []),
  ];
  return [...new Set(all.map((text) => text.toLowerCase()))];
}

/** What was cut to some length must not have been a secret. Only of whole payments a half says nothing. */
function halvesOf(secret: string): string[] {
  const middle = Math.floor(secret.length / 2);
  return secret.length > 200 ? [] : [secret.slice(0, middle), secret.slice(middle)];
}

/** The base64 of bytes wherever they lie in what was encoded: three ways to be cut into groups of three. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first and the last character depend on the neighbours too.
    const own = encoded.slice(Math.ceil((offset * 8) / 6), -1);
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** The names of the secrets that a text holds, in any spelling. */
export function findSecrets(secrets: ReadonlyMap<string, string>, text: string | Buffer): string[] {
  const lower = (typeof text === 'string' ? text : text.toString('latin1')).toLowerCase();
  return [...secrets]
    .filter(([, secret]) => spellingsOf(secret).some((spelling) => lower.includes(spelling)))
    .map(([name]) => name);
}
