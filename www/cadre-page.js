// Our own page inside a partner's iframe, `?cadre=1`: tells the page around it how high it is. The other side is cadre.js.
// Messages are {cnamParcours: 1, type: "height", px} outwards and {cnamParcours: 1, type: "hello"} inwards, and nothing else.

/** The origin of the page around us, as its script, the browser or the referrer names it. Nobody else can receive what is sent to it. */
function hostOrigin() {
  const named = new URLSearchParams(location.search).get("hote") ?? location.ancestorOrigins?.[0] ?? document.referrer;
  try {
    const { origin } = new URL(named);
    return origin === "null" ? undefined : origin;
  } catch {
    return undefined;
  }
}

/** Follows the height of `element`, whose content alone decides it: nothing here depends on the height of the frame, so nothing loops. */
export default function follow(element) {
  let host = hostOrigin();
  let told;
  let waiting = false;
  document.documentElement.classList.add("cadre");
  const tell = () => {
    waiting = false;
    const px = Math.ceil(element.getBoundingClientRect().height);
    if (!host || px === told) return;
    told = px;
    parent.postMessage({ cnamParcours: 1, type: "height", px }, host);
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(tell);
    waiting = true;
  };
  const again = () => {
    told = undefined;
    soon();
  };
  new ResizeObserver(soon).observe(element);
  // A page whose script comes late cannot greet a sandboxed frame, which has no origin to write to.
  for (const ms of [500, 2000, 8000]) setTimeout(again, ms);
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || data?.cnamParcours !== 1 || data.type !== "hello" || origin === "null") return;
    // The first to say hello is who is answered from then on.
    host ??= origin;
    if (origin === host) again();
  });
}
