SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  // docs/api.md links to operations.
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
});
