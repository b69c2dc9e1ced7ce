// The Set-Cookie lines of a response; Debian's Node.js 18 has them joined only.
export const setCookies = (headers) =>
  headers.getSetCookie?.() ?? (headers.get('set-cookie') ?? '').split(/,\s*(?=[^;,=\s]+=)/).filter(Boolean);
