import type { Block, GuideEntry, GuideFact, GuideHit, GuideOutline, GuidePageView, Inline, LicensureField, Statistic } from '../types';
import type { Handlers } from './index';
import { DAY } from './fixtures';
import type { World } from './world';

const BLS = { name: 'U.S. Bureau of Labor Statistics', address: 'https://www.bls.gov/ooh/' };
const words = (text: string): Inline[] => [{ inline: 'text', text }];
const fact = (name: string, text: string): GuideFact => ({ name, text: words(text) });

const STATISTICS: Statistic[] = [
  {
    id: 'lab-median-2023', label: 'Median wage', values: [60780], shown: '$60,780', unit: 'US dollars a year', period: 'May 2023',
    population: 'Clinical laboratory technologists and technicians, United States', source: BLS, as_of: '2026-11-01',
    caveat: 'One number for technicians and scientists together.', standing: 'confirmed',
  },
  {
    id: 'phlebotomist-median-2024', label: 'Median wage', values: [43660], shown: '$43,660', unit: 'US dollars a year', period: 'May 2024',
    population: 'Phlebotomists, United States', source: BLS, as_of: '2026-11-01', caveat: null, standing: 'confirmed',
  },
  {
    id: 'lab-range-article', label: '“Typical range”, as an article has it', values: [45000, 60000], shown: '$45,000 to $60,000',
    unit: 'US dollars a year', period: 'No period given', population: 'Medical laboratory technicians', as_of: '2026-11-01',
    source: { name: 'An article on a school’s blog', address: null },
    caveat: 'Nobody says where it comes from.', standing: 'claim',
  },
];

const CHART = {
  id: 'wages', title: 'Median wages', text: 'Half of the people in a group earn less than its median.',
  statistics: ['phlebotomist-median-2024', 'lab-median-2023', 'lab-range-article'],
};

const LICENSURE: LicensureField[] = [
  {
    id: 'phlebotomists', title: 'Phlebotomists', text: 'Four states want a license or a credential of their own.', pages: ['phlebotomist'],
    states: ['CA', 'LA', 'NV', 'WA'].map((state) => ({
      state,
      rule: { answer: 'required', text: 'This state licenses phlebotomists.', source: { name: 'A list of license states', address: 'https://example.org/list' }, as_of: '2026-11-01' },
    })),
    elsewhere: { answer: 'not_required', text: 'No state license was found here.', source: { name: 'A list of license states', address: null }, as_of: '2026-11-01' },
  },
  {
    id: 'medication-aides', title: 'Medication aides', text: 'Every state decides for itself.', pages: ['medication-technician'], states: [],
    elsewhere: { answer: 'not_determined', text: 'Ask the board of nursing.', source: { name: 'NCSBN', address: null }, as_of: '2026-11-01' },
  },
];

const entry = (id: string, kind: GuideEntry['kind'], title: string, summary: string, sections: string[] = []): GuideEntry => ({
  id, kind, title, summary, meanings: [],
  sections: sections.map((title) => ({ id: title.toLowerCase().replaceAll(/[^a-z]+/g, '-').replace(/-$/, ''), title })),
});

const PAGES: GuideEntry[] = [
  {
    ...entry('med-tech', 'names', '“Med tech” means three jobs', 'One short name is used for three jobs.'),
    meanings: [
      { name: 'Medical laboratory technician (MLT)', text: 'Tests samples in a laboratory.', page: 'medical-laboratory-technician' },
      { name: 'Medical technologist (MT), today MLS', text: 'More complex tests.', page: 'medical-laboratory-scientist' },
      { name: 'Medication technician', text: 'Gives residents their medicines.', page: 'medication-technician' },
    ],
  },
  entry('phlebotomist', 'role', 'Phlebotomist', 'Draws blood and collects other samples.'),
  entry('medical-laboratory-technician', 'role', 'Medical laboratory technician (MLT)', 'Runs the routine tests of a laboratory.', [
    'A usual day', 'Pay and outlook', 'Licenses', 'What else',
  ]),
  entry('medical-laboratory-scientist', 'role', 'Medical laboratory scientist (MLS)', 'Performs the complex tests.'),
  entry('medication-technician', 'role', 'Medication technician', 'Gives residents their regular medicines.'),
  entry('pay-and-outlook', 'topic', 'Pay and outlook', 'Wages and projections as charts.'),
  entry('questions', 'questions', 'Questions people ask', 'Six questions.', ['What is the job outlook?', 'How do I advance?']),
];

const BLOCKS: Block[] = [
  { block: 'paragraph', text: words('A technician turns a tube into a number that a physician can rely on.') },
  { block: 'heading', level: 2, id: 'a-usual-day', text: 'A usual day' },
  { block: 'list', ordered: true, items: ['Samples', 'Quality control'].map((text) => [{ block: 'paragraph', text: words(text) } as Block]) },
  {
    block: 'callout', tone: 'caution',
    blocks: [{ block: 'paragraph', text: [...words('A short online certificate alone is not enough. '), { inline: 'link', address: 'https://example.org/board', text: words('Ask the board') }] }],
  },
  { block: 'heading', level: 2, id: 'pay-and-outlook', text: 'Pay and outlook' },
  { block: 'paragraph', text: [...words('A median of '), { inline: 'statistic', id: 'lab-median-2023' }, ...words('.')] },
  { block: 'statistics', ids: ['lab-median-2023', 'lab-range-article'] },
  { block: 'chart', id: 'wages' },
  { block: 'table', head: [words('Route'), words('Asks for')], rows: [[words('1'), words('An accredited program')]] },
];

function page(id: string): GuidePageView | null {
  const found = PAGES.find((page) => page.id === id);
  if (!found) return null;
  const technician = id === 'medical-laboratory-technician';
  return {
    entry: found,
    facts: technician ? [fact('Education', 'Associate’s degree'), fact('Supervision', 'Works under a scientist')] : [],
    beside: technician
      ? { id: 'medical-laboratory-scientist', title: 'Medical laboratory scientist (MLS)', facts: [fact('Education', 'Bachelor’s degree'), fact('Supervision', 'More independent')] }
      : null,
    blocks: BLOCKS,
    programs: [
      {
        id: 'medical-laboratory-technician-foundations', title: 'Medical Laboratory Technician Track: Foundations',
        gives: 'A first look at every bench.', does_not_give: 'Eligibility: an online certificate alone makes nobody eligible for the MLT exam.',
      },
    ],
    sources: [BLS, { name: 'A handbook', address: null }],
    reviewed: '2026-11-01',
    statistics: STATISTICS,
    charts: [CHART],
    licensure: technician ? [] : ['phlebotomists'],
  };
}

function search(text: string): GuideHit[] {
  const wanted = text.toLowerCase();
  const hits: GuideHit[] = PAGES.filter((page) => `${page.title} ${page.summary}`.toLowerCase().includes(wanted)).map((page) => ({
    place: { place: 'page', page: page.id, section: null }, title: page.title, section: null, excerpt: page.summary,
  }));
  if ('nevada'.startsWith(wanted)) {
    hits.push({ place: { place: 'licensure', state: 'NV' }, title: 'Nevada', section: 'Phlebotomists', excerpt: 'This state licenses phlebotomists.' });
  }
  return hits;
}

export function guideHandlers(world: World): Handlers {
  const guide: GuideOutline = {
    title: 'Career guide', notice: 'This is the guide of a sample school. Boards and agencies decide for themselves.',
    fetched_at: world.now - 2 * DAY, pages: PAGES, statistics: STATISTICS, charts: [CHART], licensure: LICENSURE,
  };
  return {
    guide: () => (world.is('never') ? { state: 'not_fetched' } : { state: 'here', guide }),
    guide_page: ({ page: id }) => (world.is('never') ? null : page(id)),
    search_guide: ({ text }) => search(text),
  };
}
