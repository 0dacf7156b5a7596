/** Software that a person supplies: without these, a build would stop minutes in, or take bytes that nobody vouched for. */
import { expect, test } from 'vitest'
import type { Component } from '../../src/catalog/types.ts'
import { sourceCandidates, suppliedSourceProblems } from '../../src/configure/option-sources.ts'

const HASH = 'ab'.repeat(32)
const component: Pick<Component, 'id' | 'title' | 'sources'> = {
  id: 'closed',
  title: 'Closed',
  sources: [{ type: 'option', option: 'archive', sha256Option: 'sha256', offeredAt: 'https://example.org/get' }],
}
const problems = (archive: string, sha256 = '') => suppliedSourceProblems(component, { archive, sha256 })

test('without an archive it says which setting to give and where the makers offer it', () => {
  expect(problems('')).toMatchObject([
    {
      severity: 'error',
      about: 'components.closed.archive',
      message: expect.stringContaining('components.closed.archive'),
      hint: expect.stringContaining('https://example.org/get'),
    },
  ])
  const open: Component['sources'] = [...component.sources, { type: 'apt-source', package: 'open' }]
  expect(suppliedSourceProblems({ ...component, sources: open }, { archive: '', sha256: '' })).toEqual([])
})

test('an address without a hash, and a hash that is none, are refused; a file needs no hash', () => {
  expect(problems('https://example.org/a.tar.gz')).toMatchObject([{ about: 'components.closed.sha256' }])
  expect(problems('a.tar.gz', 'abc')).toMatchObject([{ about: 'components.closed.sha256' }])
  expect(problems('https://example.org/a.tar.gz', HASH)).toEqual([])
  expect(problems('a.tar.gz')).toEqual([])
})

test('a file is looked for from the profile, an address keeps its hash, and an unset option is no candidate', () => {
  const candidates = (archive: string, sha256 = '') => sourceCandidates(component, { archive, sha256 }, '/home/me')
  expect(candidates('dist/a.zip')).toEqual([{ type: 'local', path: '/home/me/dist/a.zip' }])
  expect(candidates('/a.zip', HASH.toUpperCase())).toEqual([{ type: 'local', path: '/a.zip', sha256: HASH }])
  expect(candidates('https://example.org/a.tgz', HASH)).toEqual([
    { type: 'url', url: 'https://example.org/a.tgz', sha256: HASH },
  ])
  expect(candidates('')).toEqual([])
})
