// For pages that show the planner in an iframe: gives the frame the height of its content.
//   <iframe src="https://…/?cadre=1" title="…"></iframe> <script src="https://…/cadre.js" async></script>
// The other side is cadre-page.js. It listens to frames of the site this script came from, and to nobody else.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const [least, most] = [200, 20000];
  const frames = () => [...document.querySelectorAll('iframe[src*="cadre=1"]')].filter((frame) => new URL(frame.src).origin === site);
  // A frame without `allow-same-origin` speaks for an origin without name; its window is known all the same.
  const nameless = ({ sandbox }) => sandbox.length > 0 && !sandbox.contains("allow-same-origin");
  const wanted = new Map();

  const apply = () => {
    for (const [frame, px] of wanted) frame.style.height = `${px}px`;
    wanted.clear();
  };
  addEventListener("message", ({ source, origin, data }) => {
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (!frame || origin !== (nameless(frame) ? "null" : site)) return;
    if (data?.cnamParcours !== 1 || data.type !== "height" || !Number.isFinite(data.px)) return;
    // At most once a frame of the screen.
    if (wanted.size === 0) requestAnimationFrame(apply);
    wanted.set(frame, Math.min(most, Math.max(least, Math.ceil(data.px))));
  });
  // Frames that loaded before this script speak again when they are greeted; those still to come speak by themselves, but for those that cannot
  // know whom to speak to: they are greeted again when their scripts may have come.
  const hello = () => {
    for (const frame of frames())
      if (!nameless(frame) && frame.loading !== "lazy") frame.contentWindow.postMessage({ cnamParcours: 1, type: "hello" }, site);
  };
  const greet = () => [0, 1000, 4000, 12000].forEach((ms) => setTimeout(hello, ms));
  if (document.readyState === "complete") greet();
  else addEventListener("load", greet);
})();
