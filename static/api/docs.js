// Swagger's page of our own description: no third party is asked, and requests of a session carry Django's proof.
"use strict";

(() => {
  const place = document.getElementById("api");

  const proof = () => {
    const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
  };

  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    tryItOutEnabled: false,
    validatorUrl: null,
    requestInterceptor: (request) => {
      const safe = ["GET", "HEAD", "OPTIONS"].includes((request.method || "GET").toUpperCase());
      if (!safe && new URL(request.url, location.href).origin === location.origin) {
        request.headers["X-CSRFToken"] = proof();
      }
      return request;
    },
  });
})();
