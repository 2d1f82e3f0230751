// Preloaded into the services (--import …?from=MS&speed=N): from that moment on their Date runs N times as fast. Timers, Redis and the web keep the
// true time, so that what is planned for hours is asked for within minutes, and every gap that a host gets is a real one.
const params = new URL(import.meta.url).searchParams;
const from = Number(params.get('from'));
const speed = Number(params.get('speed'));
const TrueDate = Date;
const now = (): number => Math.floor(from + (TrueDate.now() - from) * speed);

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
