// A wallet as a browser extension injects it: EIP-1193, announced by EIP-6963. The keys are in Python, behind the binding.
(() => {
  const listeners = {};
  const provider = {
    async request({ method, params }) {
      const { result, error } = await window.agoraWallet(method, params ?? []);
      if (!error) return result;
      throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
    },
    on(event, listener) {
      (listeners[event] ??= []).push(listener);
    },
    removeListener(event, listener) {
      listeners[event] = (listeners[event] ?? []).filter((other) => other !== listener);
    },
  };
  window.walletSays = (event, value) => (listeners[event] ?? []).forEach((listener) => listener(value));
  const icon = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkWPu/HgAFUAJO2n1n7AAAAABJRU5ErkJggg==";
  const info = { uuid: "b1e6a5de-6f0c-4a3c-9d40-0f8a7f0f6a01", name: "Test Wallet", icon, rdns: "test.wallet" };
  const announce = () =>
    window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }));
  if (WALLET_MODE === "legacy") window.ethereum = provider;
  else {
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  }
})();
