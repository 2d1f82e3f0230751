import { z } from 'zod';

const COLOURS = [36, 33, 32, 35, 34, 31];
const LEVELS: Readonly<Record<number, string>> = { 40: 'warn', 50: 'error', 60: 'fatal' };
const zLine = z.looseObject({ level: z.number(), time: z.string(), msg: z.string().default('') });
const QUIET = new Set(['level', 'time', 'msg', 'service', 'job', 'jobId', 'stage', 'attempt', 'err']);

const zJob = z.object({ url: z.string() });
const zErr = z.object({ message: z.string() });

/** A pino line in short for a person: time, service, level where it matters, message, facts. Other lines as they are. */
export function shortLine(name: string, line: string, colour: boolean): string {
  const prefix = paint(name.padEnd(13), name, colour);
  const parsed = zLine.safeParse(tryJson(line));
  if (!parsed.success) return `${prefix} ${line}`;
  const { level, time, msg, ...facts } = parsed.data;
  const job = zJob.safeParse(facts['job']);
  const error = zErr.safeParse(facts['err']);
  const shown = Object.entries(facts)
    .filter(([key]) => !QUIET.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`);
  return [
    prefix,
    time.slice(11, 23),
    LEVELS[level],
    msg,
    ...shown,
    ...(job.success ? [job.data.url] : []),
    ...(error.success ? [error.data.message] : []),
  ]
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (part === prefix ? part : String(part).replace(/\p{Cc}/gu, ' ')))
    .join(' ');
}

function paint(text: string, name: string, colour: boolean): string {
  if (!colour) return text;
  const hash = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return `\u001b[${COLOURS[hash % COLOURS.length]}m${text}\u001b[0m`;
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
