/* Asks the browser to keep the page that is shown when the garden is out of reach; late, so that pictures come first. */

if ("serviceWorker" in navigator && isSecureContext) {
  addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => {});
  });
}
