// Our own page inside a partner's iframe, `?cadre=1`: tells the page around it how high it is. The other side is cadre.js.
// Messages are {cnamParcours: 1, type: "height", px} outwards and {cnamParcours: 1, type: "hello"} inwards, and nothing else.

/** The origin of the page around us: the first that our address, the browser or the referrer names. Nobody else can receive what is sent to it. */
function hostOrigin() {
  const named = [new URLSearchParams(location.search).get("hote"), location.ancestorOrigins?.[0], document.referrer];
  const origins = named.filter((name) => URL.canParse(name)).map((name) => new URL(name).origin);
  return origins.find((origin) => origin !== "null");
}

/** Follows the height of `element`, whose content alone decides it: nothing here depends on the height of the frame, so nothing loops. */
export default function follow(element) {
  let host = hostOrigin();
  let told;
  document.documentElement.classList.add("cadre");
  const tell = () => {
    const px = Math.ceil(element.getBoundingClientRect().height);
    if (!host || px === told) return;
    told = px;
    parent.postMessage({ cnamParcours: 1, type: "height", px }, host);
  };
  const again = () => {
    told = undefined;
    tell();
  };
  // The observer speaks at most once a frame of the screen, and not at all in a frame that the browser does not draw yet: hence the timers,
  // which also serve a page whose script comes late, and which cannot greet a sandboxed frame, for that has no origin to write to.
  new ResizeObserver(tell).observe(element);
  for (const ms of [500, 2000, 8000]) setTimeout(again, ms);
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.cnamParcours !== 1 || data.type !== "hello" || origin === "null") return;
    // The first to say hello is who is answered from then on.
    host ??= origin;
    if (origin === host) again();
  });
}
