// One line of JSON in, one out: another library seals or opens with the account it is given.
"use strict";

const WechatCrypto = require("wechat-crypto");
const wecom = require("@wecom/crypto");

const libraries = {
  "wechat-crypto": ({ token, key, appid }) => {
    const box = new WechatCrypto(token, key, appid);
    return {
      seal: (message) => box.encrypt(message),
      open: (encrypted) => box.decrypt(encrypted),
      sign: (timestamp, nonce, encrypted) => box.getSignature(timestamp, nonce, encrypted),
    };
  },
  "@wecom/crypto": ({ token, key, appid }) => ({
    seal: (message) => wecom.encrypt(key, message, appid),
    open: (encrypted) => wecom.decrypt(key, encrypted),
    sign: (timestamp, nonce, encrypted) => wecom.getSignature(token, timestamp, nonce, encrypted),
  }),
};

const ask = JSON.parse(require("fs").readFileSync(0, "utf8"));
const library = libraries[ask.library](ask.account);
const encrypted = ask.message === undefined ? ask.encrypted : library.seal(ask.message);
const { message, id } = library.open(encrypted);
const signature = library.sign(ask.timestamp, ask.nonce, encrypted);
process.stdout.write(JSON.stringify({ encrypted, message, id, signature }));
