/**
 * Spellings of one sound in the romanisations and orthographies in use, each brought to one sign.
 * The signs: `c` as in church, `x` as in ship, `j` as in judge or measure, `z` also for ts, `q` for
 * kh and gh; capitals until all is done. Applied in this order.
 */
const sameSound: readonly (readonly [RegExp, string])[] = [
  [/^mc(?=[a-z]{3})/g, "mak"],
  [/(?<=[aeou])j(?![aeiou])/g, "i"],
  [/^x|sch|sh|^hs|sz/g, "X"],
  [/x/g, "ks"],
  [/tX|tch|cz/g, "C"],
  [/dX|dzh|zh|dj/g, "j"],
  [/^q(?=i)/g, "C"],
  [/qu(?=[ei])|ck|q/g, "k"],
  [/kh|gh/g, "Q"],
  [/ch/g, "C"],
  [/c(?=[eiy])/g, "s"],
  [/c/g, "k"],
  [/tz|ts/g, "z"],
  [/ph/g, "f"],
  [/([tdbrlnmgv])h/g, "$1"],
  [/w/g, "v"],
  [/eo/g, "o"],
  [/eu|ou|oo|ue/g, "u"],
  [/oe/g, "o"],
  [/ee|ie|ij|yj|iy|yy|ea/g, "i"],
  [/ae|ai|ay|ei|ey/g, "e"],
  [/y/g, "i"],
  [/(?<=[aeiou])h$/g, ""],
  [/(.)\1+/g, "$1"],
];

/** A word (a to z) as it sounds, near enough that usual ways to spell it come out the same. */
export function spelledAsHeard(word: string): string {
  let heard = word;
  for (const [spelling, sign] of sameSound) heard = heard.replace(spelling, sign);
  return heard.toLowerCase();
}

const classes: { readonly [sign: string]: string } = {
  b: "p",
  p: "p",
  d: "t",
  t: "t",
  f: "f",
  v: "f",
  g: "k",
  k: "k",
  q: "k",
  c: "s",
  j: "s",
  s: "s",
  x: "s",
  z: "s",
  l: "l",
  m: "m",
  n: "n",
  r: "r",
};

/**
 * The classes of a heard word's consonants in order, `a` before them where it begins with a vowel:
 * what stays the same under most misspellings.
 */
export function skeletonOf(heard: string): string {
  let skeleton = /^[aeiou]/.test(heard) ? "a" : "";
  for (const sign of heard) {
    const consonant = classes[sign] ?? "";
    if (consonant !== skeleton.at(-1)) skeleton += consonant;
  }
  return skeleton || heard.slice(0, 1);
}
