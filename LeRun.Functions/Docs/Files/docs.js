// Texts of the page's own, by the language of the document.
const texts = {
  en: { use: 'Use this token', used: 'Every request from here on is sent with this token.' },
  'zh-CN': { use: '使用此令牌', used: '此后的每个请求都会带上此令牌。' },
};
let language = 'en';

const notice = document.getElementById('notice');

/** Offers the token of a login for all further requests: to find and copy it by hand takes six steps. */
function offer(token) {
  const button = document.createElement('button');
  button.textContent = texts[language].use;
  button.addEventListener('click', () => {
    const schema = { type: 'http', scheme: 'bearer' };
    ui.authActions.authorizeWithPersistOption({ bearer: { name: 'bearer', schema, value: token } });
    notice.textContent = texts[language].used;
  });
  notice.replaceChildren(button);
}

const ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  // docs/api.md links to operations.
  deepLinking: true,
  displayRequestDuration: true,
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // The token survives a reload.
  persistAuthorization: true,
  responseInterceptor: response => {
    if (response.url.endsWith('/api/openapi.json')) {
      language = response.headers['content-language'] in texts ? response.headers['content-language'] : 'en';
      document.documentElement.lang = language;
      document.title = response.body?.info?.title ?? JSON.parse(response.text).info.title;
    }
    if (/\/users\/(login|token\/refresh)$/.test(response.url) && response.ok) offer(response.body.token);
    return response;
  },
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const showColours = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', showColours);
showColours();
