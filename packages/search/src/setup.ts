import type { Client, estypes } from '@elastic/elasticsearch';
import { JOINT_GROUPS, LANGUAGE_GROUPS, type LanguageGroup } from '@newsmill/contracts';
import { analysisOf } from './analysis.ts';
import { call, callOrRefused, statusOf } from './client.ts';
import {
  ALERT_MAPPING,
  ARTICLE_MAPPING,
  DEAD_MAPPING,
  DEFAULT_FIELDS,
  DELIVERY_MAPPING,
  FEED_MAPPING,
  FEED_STATE_MAPPING,
  FETCH_MAPPING,
  REVISION_MAPPING,
  URL_MAPPING,
} from './mappings.ts';
import type { IndexNames } from './names.ts';
import { putVectorTemplate } from './vectors.ts';

/**
 * An index with a field `@timestamp` counts as a log, and Elasticsearch lets such a one keep up to 31 segments of a size. A search asks every
 * segment for every word in every field: measured, the segments cost more than the indices do.
 */
const FEW_SEGMENTS: estypes.IndicesIndexSettings = {
  'merge.policy.type': 'tiered',
  'merge.policy.segments_per_tier': 4,
  'merge.policy.floor_segment': '8mb',
};

/** What this cluster offers beyond the core, asked once of its list of modules: never concluded from an environment's name. */
type ClusterFeatures = { xpack: boolean };

async function probeFeatures(client: Client): Promise<ClusterFeatures> {
  const { nodes } = await call(client.nodes.info({ metric: 'plugins' }));
  const modules = Object.values(nodes).flatMap((node) => node.modules ?? []);
  return { xpack: modules.some((module) => module.name.startsWith('x-pack')) };
}

/** Puts the templates and creates the indices that are not homes. Every step is an upsert: a second run changes nothing. */
export async function setUp(client: Client, names: IndexNames): Promise<void> {
  const { xpack } = await probeFeatures(client);
  // zstd needs native code that the bare core lacks: there a whole shard would be lost at its first refresh
  const codec: estypes.IndicesIndexSettings = xpack ? { codec: 'best_compression' } : {};
  const settings: estypes.IndicesIndexSettings = { number_of_shards: 1, auto_expand_replicas: '0-1', ...codec };

  const vector = await putVectorTemplate(client, names);
  for (const group of LANGUAGE_GROUPS) {
    await call(
      client.indices.putIndexTemplate({
        name: names.template(`articles-${group}`),
        index_patterns: patternsOf(names, group),
        // above the templates of the joint groups' languages, which an older version had
        priority: 201,
        composed_of: [names.template('vector')],
        template: {
          settings: {
            ...settings,
            ...FEW_SEGMENTS,
            refresh_interval: '1s',
            'mapping.total_fields.limit': 120,
            'query.default_field': DEFAULT_FIELDS,
            analysis: analysisOf(group),
          },
          mappings: ARTICLE_MAPPING,
        },
        _meta: { owner: 'newsmill', schema: 1 },
      }),
    );
  }
  const plain = [
    [names.urls, URL_MAPPING],
    [names.feeds, FEED_MAPPING],
    [names.feedStates, FEED_STATE_MAPPING],
    [names.dead, DEAD_MAPPING],
    [names.fetches, FETCH_MAPPING],
    [names.revisions, REVISION_MAPPING],
    [names.alerts, ALERT_MAPPING],
    [names.deliveries, DELIVERY_MAPPING],
  ] as const;
  for (const [alias, mappings] of plain) {
    // behind an alias from the first day: a rebuild swaps the index, not the name
    if (!(await call(client.indices.existsAlias({ name: alias }))))
      await createIndex(client, `${alias}-r1`, { settings, mappings, aliases: { [alias]: { is_write_index: true } } });
    // fields that a newer version has: a strict index would refuse its documents
    else await call(client.indices.putMapping({ index: alias, ...mappings }));
  }
  if (await call(client.indices.existsAlias({ name: names.articles }))) {
    await call(client.indices.putMapping({ index: names.articles, ...ARTICLE_MAPPING }));
    // an index keeps the kind of field it was made with
    await callOrRefused(client.indices.putMapping({ index: names.articles, properties: { vector } }));
    await call(client.indices.putSettings({ index: names.articles, settings: FEW_SEGMENTS }));
  }
}

/** Homes that an older version made, too: articles stay where they are, and a rebuild makes those homes again before it moves them. */
function patternsOf(names: IndexNames, group: LanguageGroup): string[] {
  const former = group === 'world' ? [...JOINT_GROUPS.world, 'cjk'] : group === 'east' ? JOINT_GROUPS.east : [];
  return [group, ...former].map(names.articlePattern);
}

/** Creates an index; that it is there already is as good. */
export async function createIndex(client: Client, index: string, body: Omit<estypes.IndicesCreateRequest, 'index'>): Promise<void> {
  try {
    await call(client.indices.create({ index, ...body }));
  } catch (error) {
    const exists = statusOf(error) === 400 && error instanceof Error && error.message.includes('resource_already_exists_exception');
    if (!exists) throw error;
  }
}

/** Makes sure that the index of a home is there; asked again after a minute, since an operator may have deleted it. */
export function homeKeeper(client: Client, names: IndexNames): (home: string) => Promise<void> {
  const knownUntil = new Map<string, number>();
  return async (home) => {
    if ((knownUntil.get(home) ?? 0) > Date.now()) return;
    const alias = names.home(home);
    if (!(await call(client.indices.existsAlias({ name: alias })))) {
      await createIndex(client, names.homeIndex(home), { aliases: { [alias]: { is_write_index: true }, [names.articles]: {} } });
    }
    // another writer may have made it a moment ago: until its shard has started, reading would fail
    await call(client.cluster.health({ index: alias, wait_for_status: 'yellow', timeout: '10s' }));
    knownUntil.set(home, Date.now() + 60_000);
  };
}
