// An https address as this machine reaches it: the server knows where the bot's public name leads.
export const reachable = (address) =>
  /^https:/.test(address) ? `_/elsewhere?url=${encodeURIComponent(address)}` : address;
