const VOID = /^(?:area|br|col|hr|img|input|link|meta|source|track|wbr)$/;
const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"' };
function buildMarkup(parent, markup) {
    const plain = (text) => text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ENTITIES[name]);
    const SVG = "http://www.w3.org/2000/svg";
    let at = parent.content ?? parent;
    at.replaceChildren();
    const open = [];
    for (const [, close, name, attributes, text] of markup.matchAll(/<(\/)?([\w-]+)((?: [\w:-]+(?:="[^"]*")?)*)>|([^<]+)/g)) {
        if (text !== undefined) at.append(plain(text));
        else if (close) at = open.pop();
        else {
            const svg = name === "svg" || at.namespaceURI === SVG;
            const element = svg ? document.createElementNS(SVG, name) : document.createElement(name);
            for (const [, key, value] of attributes.matchAll(/ ([\w:-]+)(?:="([^"]*)")?/g)) element.setAttribute(key, plain(value ?? ""));
            at.append(element);
            if (!VOID.test(name)) {
                open.push(at);
                at = element.content ?? element;
            }
        }
    }
}
