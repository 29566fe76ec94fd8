'use strict';

const words = {
  en: {
    title: 'Moderation', username: 'Username', password: 'Password', enter: 'Sign in', leave: 'Sign out', open: 'Open',
    resolved: 'Resolved', empty: 'Nothing waits for you.', note: 'Note to the author', by: 'by', reports: 'reports',
    due: 'due', late: 'overdue since', appeal: 'Appeal', more: 'More', done: 'Done', changed: 'The case has changed. Look again.',
    gone: 'You are signed out.', noModerator: 'Only moderators may enter.', offline: 'The server cannot be reached.',
    dismiss: 'Dismiss', hide: 'Hide', remove: 'Remove', warn: 'Warn', suspend: 'Suspend', hidden: 'hidden', removed: 'removed',
    sure: 'Press again to confirm', forDay: '1 day', forWeek: '7 days', forMonth: '30 days', forEver: 'without end',
    post: 'Post', comment: 'Comment', user: 'User', picture: 'Picture', room: 'Room', record: 'Run',
    spam: 'spam', abuse: 'abuse', sexual: 'sexual', violence: 'violence', illegal: 'illegal', minor: 'minor',
    cheating: 'cheating', other: 'other', filter: 'word filter',
    keys: 'Keys: J and K go through the cases; D dismisses, H hides, R removes, W warns, S suspends; N goes to the note.',
  },
  zh: {
    title: '内容审核', username: '用户名', password: '密码', enter: '登录', leave: '退出', open: '待处理', resolved: '已处理',
    empty: '没有待处理的内容。', note: '给作者的说明', by: '作者', reports: '次举报', due: '期限', late: '已逾期', appeal: '申诉',
    more: '更多', done: '已完成', changed: '处理单已变更，请重新查看。', gone: '已退出登录。', noModerator: '仅版主可以进入。',
    offline: '无法连接服务器。', dismiss: '驳回', hide: '隐藏', remove: '删除', warn: '警告', suspend: '暂停账号', hidden: '已隐藏',
    removed: '已删除', sure: '再按一次确认', forDay: '1 天', forWeek: '7 天', forMonth: '30 天', forEver: '无期限',
    post: '帖子', comment: '评论', user: '用户', picture: '头像', room: '房间', record: '跑步',
    spam: '垃圾信息', abuse: '辱骂', sexual: '色情', violence: '暴力', illegal: '违法', minor: '未成年人', cheating: '作弊',
    other: '其他', filter: '敏感词',
    keys: '按键：J、K 切换；D 驳回，H 隐藏，R 删除，W 警告，S 暂停账号；N 填写说明。',
  },
};
const days = { forDay: 1, forWeek: 7, forMonth: 30, forEver: 0 };
const keys = { d: 'dismiss', h: 'hide', r: 'remove', w: 'warn', s: 'suspend' };
const find = (id) => document.getElementById(id);
let language = (navigator.language || '').startsWith('zh') ? 'zh' : 'en';
// In memory alone: whoever closes the page is signed out.
let token = null;
let next = null;

const say = (key) => words[language][key] ?? key;
const tell = (text) => { find('message').textContent = text; };

// Texts of users are put in as text, never as markup.
function make(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.textContent = text;
  return element;
}

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `LeRun · ${say('title')}`;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = say(element.dataset.text);
  find('language').textContent = language === 'zh' ? 'English' : '中文';
  const status = find('status').value || 'open';
  find('status').replaceChildren(...['open', 'resolved'].map((value) => make('option', say(value), { value })));
  find('status').value = status;
}

async function call(method, path, body, headers = {}) {
  const sent = { 'Accept-Language': language === 'zh' ? 'zh-CN' : 'en', ...headers };
  if (token) sent.Authorization = `Bearer ${token}`;
  if (body) sent['Content-Type'] = 'application/json';
  try {
    const response = await fetch(path, { method, headers: sent, body: body && JSON.stringify(body) });
    const link = /<([^>]+)>; rel="next"/.exec(response.headers.get('Link') ?? '');
    return { status: response.status, body: await response.json().catch(() => ({})), next: link && new URL(link[1]) };
  } catch {
    return { status: 0, body: { message: say('offline') } };
  }
}

function show(isIn) {
  find('login').hidden = isIn;
  for (const id of ['queue', 'status', 'leave', 'keys']) find(id).hidden = !isIn;
  if (!isIn) {
    token = null;
    find('queue').replaceChildren();
    find('username').focus();
  }
}

function card(item) {
  const article = make('article', '', { tabIndex: 0 });
  article.item = item;
  const facts = make('p', '', { className: 'facts' });
  const reasons = Object.entries(item.reasons).map(([reason, count]) => `${say(reason)} ${count}`).join(', ');
  const time = new Date(item.dueAt).toLocaleString(document.documentElement.lang);
  const isLate = item.status === 'open' && new Date(item.dueAt) < new Date();
  const states = [item.hidden && say('hidden'), item.removed && say('removed'), item.action && say(item.action)];
  facts.append(
    `${item.count} ${say('reports')} · ${reasons} · `, make('span', `${say(isLate ? 'late' : 'due')} ${time}`),
    ...states.filter(Boolean).map((state) => ` · ${state}`));
  if (isLate) facts.querySelector('span').className = 'late';
  article.append(make('h2', `${say(item.target.kind)} · ${say('by')} ${item.target.username}`), facts);
  for (const [name, text] of Object.entries(item.snapshot)) {
    if (name === 'picture') article.append(make('img', '', { src: new URL(text).pathname + new URL(text).search, alt: '' }));
    else if (name !== 'username' && text) article.append(make('p', text));
  }
  if (item.appeal) article.append(make('p', `${say('appeal')}: ${item.appeal}`, { className: 'appeal' }));
  const label = make('label', '');
  const note = make('textarea', '', { className: 'note', rows: 1, maxLength: 500, value: item.note ?? '' });
  label.append(make('span', say('note')), note);
  const actions = make('div', '', { className: 'actions' });
  for (const action of Object.values(keys)) {
    if (action === 'remove' && ['user', 'record'].includes(item.target.kind)) continue;
    const button = make('button', say(action), { type: 'button' });
    button.dataset.action = action;
    button.onclick = () => decide(article, action);
    actions.append(button);
  }
  const until = make('select', '', { className: 'until' });
  until.setAttribute('aria-label', say('suspend'));
  until.append(...Object.entries(days).map(([key, value]) => make('option', say(key), { value })));
  until.value = days.forWeek;
  actions.append(until);
  article.append(label, actions);
  return article;
}

async function load(more) {
  const path = more && next ? next.pathname + next.search : `/api/reports?status=${find('status').value}&limit=50`;
  const reply = await call('GET', path);
  if (reply.status === 401 || reply.status === 403) {
    show(false);
    return tell(say(reply.status === 401 ? 'gone' : 'noModerator'));
  }
  if (reply.status !== 200) return tell(reply.body.message ?? say('offline'));
  next = reply.next;
  const queue = find('queue');
  if (!more) queue.replaceChildren();
  queue.querySelector('.more')?.remove();
  queue.append(...reply.body.map(card));
  if (next) queue.append(make('button', say('more'), { className: 'more', type: 'button', onclick: () => load(true) }));
  if (!queue.childElementCount) tell(say('empty'));
  else if (!more) queue.firstElementChild.focus();
}

async function decide(article, action) {
  const button = article.querySelector(`[data-action=${action}]`);
  // What cannot be taken back, or hits a person, is asked twice.
  if (!button || (['remove', 'suspend'].includes(action) && button.dataset.sure !== 'yes')) {
    if (button) Object.assign(button.dataset, { sure: 'yes' });
    return button && tell(`${say(action)}: ${say('sure')}`);
  }
  const { item } = article;
  const length = Number(article.querySelector('.until').value);
  const body = { action, note: article.querySelector('.note').value || undefined };
  if (action === 'suspend' && length) body.until = new Date(Date.now() + length * 86400000).toISOString();
  const reply = await call('POST', `/api/reports/${item._id}/resolve`, body, { 'If-Match': `"${item._id}.${item.__v}"` });
  if (reply.status === 401 || reply.status === 403) return load();
  if (reply.status === 412) {
    await load();
    return tell(say('changed'));
  }
  if (reply.status !== 200) return tell(reply.body.message);
  const following = article.nextElementSibling ?? article.previousElementSibling;
  article.remove();
  tell(`${say('done')}: ${say(action)}`);
  if (following) following.focus();
  else await load();
}

find('login').onsubmit = async (event) => {
  event.preventDefault();
  const reply = await call('POST', '/api/users/login', { username: find('username').value, password: find('password').value });
  find('password').value = '';
  if (reply.status !== 200) return tell(reply.body.message);
  token = reply.body.token;
  tell('');
  show(true);
  await load();
};
find('leave').onclick = () => { show(false); tell(say('gone')); };
find('status').onchange = () => load();
find('language').onclick = () => {
  language = language === 'zh' ? 'en' : 'zh';
  translate();
  if (token) load();
};
document.onkeydown = (event) => {
  const article = document.activeElement?.closest?.('article');
  if (event.key === 'Escape' && article) return article.focus();
  if (!token || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const articles = [...document.querySelectorAll('article')];
  const key = event.key.toLowerCase();
  if (key === 'j' || key === 'k') {
    const at = articles.indexOf(article) + (key === 'j' ? 1 : -1);
    articles[Math.min(Math.max(at, 0), articles.length - 1)]?.focus();
  } else if (key === 'n' && article) {
    event.preventDefault();
    article.querySelector('.note').focus();
  } else if (keys[key] && article) decide(article, keys[key]);
};
translate();
