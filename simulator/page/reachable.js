// Maps an https address to one that this machine reaches: the server knows the bot's local address.
export const reachable = (address) =>
  /^https:/.test(address) ? `_/elsewhere?url=${encodeURIComponent(address)}` : address;
