import type { MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** What is no page: a page's files, and what it asks for. */
const NO_PAGE = /^\/(?:assets\/|hub\/|events(?:\/|$)|session$|enrol$)/;

/**
 * What every answer tells the browser: only this server's own files run and show, nothing is embedded, nothing is said to
 * other sites, and no text becomes code (Trusted Types; `talanoa` is the one policy, for the service worker's address).
 * What is no page is told in fewer words that it may do nothing at all: over a slow link each answer's words count.
 *
 * @param issuer to where a form may lead, beside the console itself
 */
export function securityHeaders(console: URL, issuer: URL): MiddlewareHandler {
  const page = pageHeaders(console, issuer);
  const other = otherHeaders(console);
  return (c, next) => (NO_PAGE.test(c.req.path) ? other : page)(c, next);
}

const transportSecurity = (console: URL): string | false =>
  console.protocol === "https:" && "max-age=31536000; includeSubDomains";

function otherHeaders(console: URL): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: "same-origin",
    strictTransportSecurity: transportSecurity(console),
    // These are about what is shown.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    referrerPolicy: "no-referrer",
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xFrameOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

function pageHeaders(console: URL, issuer: URL): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "blob:"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'self'", issuer.origin],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["talanoa"],
    },
    crossOriginOpenerPolicy: "same-origin",
    crossOriginResourcePolicy: "same-origin",
    referrerPolicy: "no-referrer",
    strictTransportSecurity: transportSecurity(console),
    xFrameOptions: "DENY",
    permissionsPolicy: {
      camera: [],
      microphone: [],
      geolocation: [],
      payment: [],
      usb: [],
      serial: [],
      displayCapture: [],
      browsingTopics: [],
    },
  });
}
