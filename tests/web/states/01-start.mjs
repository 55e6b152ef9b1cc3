// What a visitor sees first.
export default [{ name: "start", path: (lang) => `/?lang=${lang}` }];
