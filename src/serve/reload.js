// Reloads the page when the book has been built again.
(() => {
  const mine = document.currentScript.dataset.round;
  let source = null;
  const listen = () => {
    // A browser opens no more than six connections to one place: pages in the background give theirs back.
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource("/-/events");
      // The first news names the build of now, so a change that came before this page listened is not missed.
      source.addEventListener("round", (event) => {
        if (event.data !== mine) location.reload();
      });
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
