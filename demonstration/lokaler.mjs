// Writes lokaler.xlsx: a room list as a property office keeps it, of seven invented buildings. The
// headings stand in two rows with merged cells, the building stands once beside its rooms, each
// building ends with a total, and a part that was pasted in has its numbers as text.
//
//     node demonstration/lokaler.mjs demonstration/lokaler.xlsx

import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { zip } from './zip.mjs';

/** A room: number, name, type, square metres LOA, workstations, unit. */
const room = (number, name, type, loa, desks, unit) => ({ number, name, type, loa, desks, unit });

/** Rooms that every level has: from its stairs to its toilets. */
const common = (level, corridor) => [
  room(`${level}50`, 'Korridor', 'Korridor', corridor),
  room(`${level}51`, 'Trapphus', 'Trapphus', 17.5),
  room(`${level}52`, 'RWC', 'RWC', 5.1),
  room(`${level}53`, 'WC', 'WC', 2.2),
  room(`${level}54`, 'Pentry', 'Pentry', 11.4),
];

/** Offices side by side, each for one; no two are quite alike. */
const offices = (first, count, unit) => Array.from({ length: count }, (_, nth) =>
  room(String(first + nth), 'Kontor', 'Kontor', Math.round(108 + ((first + nth * 7) % 5) * 4) / 10, 1, unit));

const open = (number, loa, desks, unit) => room(number, 'Kontorslandskap', 'Kontorslandskap', loa, desks, unit);
const meeting = (number, name, loa) => room(number, `Mötesrum ${name}`, 'Mötesrum', loa);
const other = (number, name, loa) => room(number, name, name, loa);

const BUILDINGS = [
  { name: 'Regionhuset Älgen', levels: [
    ['Plan 1', [other('101', 'Entré', 34.2), other('102', 'Reception', 18.5), other('103', 'Väntrum', 22.8),
      meeting('104', 'Almen', 42.6), meeting('105', 'Asken', 21.3), other('106', 'Matsal', 68.4),
      other('107', 'Närarkiv', 24.9), other('108', 'Skrivarrum', 7.6), ...common(1, 52.3)]],
    ['Plan 2', [open('201', 148.6, 16, 'Utvecklingsenheten'), ...offices(202, 6, 'Regionstaben'),
      open('208', 71.2, 8, 'Folkhälsoenheten'), meeting('209', 'Björken', 19.8), other('210', 'Tyst rum', 7.9),
      other('211', 'Telefonrum', 4.2), ...common(2, 48.7)]],
    ['Plan 3', [open('301', 182.4, 20, 'IT-enheten'), open('302', 64.8, 7, 'Kollektivtrafikenheten'),
      ...offices(303, 5, 'Fastighetsenheten Fjällänet'), meeting('308', 'Enen', 24.1), other('309', 'Serverrum', 14.6),
      other('310', 'Samtalsrum', 8.4), ...common(3, 48.7)]],
  ] },
  { name: 'Verkshuset Örnen', levels: [
    ['Plan 4', [other('401', 'Entré', 15.8), other('402', 'Besöksrum', 12.2), open('403', 164.9, 18, 'Handläggningsenheten'),
      ...offices(404, 6, 'Handläggningsenheten'), meeting('410', 'Havsörnen', 26.4), other('411', 'Sekretessrum', 11.7),
      other('412', 'Tyst rum', 7.2), ...common(4, 44.1)]],
    ['Plan 5', [open('501', 118.3, 12, 'Verksstödet'), open('502', 54.6, 6, 'Ledigt'), meeting('503', 'Kungsörnen', 31.9),
      other('504', 'Förråd', 13.3), other('505', 'Lunchrum', 36.7), ...common(5, 40.2)]],
  ] },
  { name: 'Kontorshuset Haren', pasted: true, levels: [
    ['Plan 1', [other('101', 'Entré', 19.6), other('102', 'Medborgarservice', 28.4), open('103', 92.7, 10, 'Bygg- och miljökontoret Krokom'),
      ...offices(104, 4, 'Kommunledningskontoret Krokom'), meeting('108', 'Ripan', 27.5), other('109', 'Närarkiv', 18.8), ...common(1, 39.4)]],
    ['Plan 2', [open('201', 104.2, 11, 'Socialkontoret Krokom'), open('202', 58.9, 6, 'Ekonomienheten Krokom'),
      ...offices(203, 4, 'Personalenheten Krokom'), meeting('207', 'Orren', 18.3), other('208', 'Samtalsrum', 7.7),
      other('209', 'Lunchrum', 26.1), ...common(2, 37.8)]],
  ] },
  { name: 'Kontorshuset Lodjuret', levels: [
    ['Plan 1', [other('101', 'Entré', 16.9), other('102', 'Reception', 11.8), open('103', 81.5, 9, 'Samhällsbyggnadskontoret Härjedalen'),
      open('104', 66.4, 7, 'Ledigt'), ...offices(105, 4, 'Socialkontoret Härjedalen'), meeting('109', 'Järnet', 22.7), ...common(1, 34.6)]],
    ['Plan 2', [...offices(201, 5, 'Kommunledningskontoret Härjedalen'), open('206', 48.8, 5, 'Socialkontoret Härjedalen'),
      meeting('207', 'Skogen', 17.4), other('208', 'Arkiv', 21.2), ...common(2, 31.9)]],
  ] },
  { name: 'Kontorshuset Järven', pasted: true, levels: [
    ['Plan 1', [other('101', 'Entré', 14.3), open('102', 72.6, 8, 'Samhällsbyggnadskontoret Berg'), ...offices(103, 5, 'Socialkontoret Berg'),
      ...offices(108, 4, 'Kommunledningskontoret Berg'), meeting('112', 'Hoven', 20.9), other('113', 'Förråd', 9.8), ...common(1, 41.3)]],
  ] },
  { name: 'Kontorshuset Ekorren', levels: [
    ['Källare', [other('K01', 'Arkiv', 32.4), other('K02', 'Undercentral', 14.7), other('K50', 'Korridor', 12.6)]],
    ['Plan 1', [other('101', 'Entré', 13.1), ...offices(102, 4, 'Kommunledningskontoret Bräcke'), open('106', 59.7, 6, 'Samhällsbyggnadskontoret Bräcke'),
      ...offices(107, 6, 'Socialkontoret Bräcke'), meeting('113', 'Rälsen', 19.2), ...common(1, 36.2)]],
  ] },
  { name: 'Kontorshuset Uttern', levels: [
    ['Plan 1', [other('101', 'Entré', 12.4), open('102', 54.1, 5, 'Samhällsbyggnadskontoret Ragunda'), open('103', 47.3, 5, 'Ledigt'),
      ...offices(104, 4, 'Socialkontoret Ragunda'), ...offices(108, 3, 'Kommunledningskontoret Ragunda'), meeting('111', 'Forsen', 18.8),
      other('112', 'Samtalsrum', 7.1), ...common(1, 33.5)]],
  ] },
];

const COLUMNS = [['A', 22], ['B', 10], ['C', 9], ['D', 20], ['E', 18], ['F', 9], ['G', 9], ['H', 13], ['I', 38]];
const HEADINGS = ['Byggnad', 'Plan', 'Rumsnr', 'Rumsnamn', 'Rumstyp', 'Area (m²)', '', 'Arbetsplatser', 'Enhet'];

/** BRA of a room is its LOA and a share of the walls around it. */
const bra = (loa) => Math.round(loa * 10.4) / 10;
const sum = (values) => Math.round(values.reduce((all, value) => all + value, 0) * 10) / 10;

/** The sheet's rows as cells by column, and its merged ranges. */
function sheet() {
  const rows = [['Lokalförteckning Fjällänet, januari 2026 (påhittade byggnader, för demonstration)'], []];
  rows.push(HEADINGS, ['', '', '', '', '', 'LOA', 'BRA', '', '']);
  const merged = ['A1:I1', 'F3:G3', ...['A', 'B', 'C', 'D', 'E', 'H', 'I'].map((column) => `${column}3:${column}4`)];
  for (const { name, pasted, levels } of BUILDINGS) {
    const first = rows.length + 1;
    for (const [level, rooms] of levels) {
      rooms.forEach((room, nth) => rows.push(roomCells(rows.length + 1 === first ? name : '', nth ? '' : level, room, pasted)));
    }
    merged.push(`A${first}:A${rows.length}`);
    rows.push(total(`Summa ${name}`, levels));
  }
  rows.push(total('Totalt', BUILDINGS.flatMap(({ levels }) => levels)));
  return { rows, merged };
}

function roomCells(building, level, { number, name, type, loa, desks, unit }, pasted) {
  const written = (area) => (pasted ? area.toFixed(1).replace('.', ',') : area);
  return [building, level, number, name, type, written(loa), written(bra(loa)), desks ?? '', unit ?? ''];
}

function total(called, levels) {
  const rooms = levels.flatMap(([, rooms]) => rooms);
  const areas = rooms.map(({ loa }) => loa);
  return [called, '', '', '', '', sum(areas), sum(areas.map(bra)), sum(rooms.map(({ desks }) => desks ?? 0)), ''];
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function cell(value, column, row) {
  if (value === '' || value === undefined) return '';
  const at = `${COLUMNS[column][0]}${row}`;
  if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
  return `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
}

function worksheet() {
  const { rows, merged } = sheet();
  const columns = COLUMNS.map(([, width], nth) => `<col min="${nth + 1}" max="${nth + 1}" width="${width}" customWidth="1"/>`);
  const lines = rows.map((cells, at) => `<row r="${at + 1}">${cells.map((value, column) => cell(value, column, at + 1)).join('')}</row>`);
  const ranges = merged.map((range) => `<mergeCell ref="${range}"/>`);
  return `<worksheet xmlns="${MAIN}"><cols>${columns.join('')}</cols><sheetData>\n${lines.join('\n')}\n</sheetData>`
    + `<mergeCells count="${ranges.length}">${ranges.join('')}</mergeCells></worksheet>`;
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/package/2006/content-types';
const KINDS = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The whole workbook, the same bytes each time. */
export function workbook() {
  const xml = (text) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}\n`;
  const relation = (type, target) => xml(`<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/${type}" Target="${target}"/></Relationships>`);
  const types = xml(`<Types xmlns="${TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
    + `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KINDS}.sheet.main+xml"/>`
    + `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KINDS}.worksheet+xml"/></Types>`);
  const book = xml(`<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Lokaler" sheetId="1" r:id="rId1"/></sheets></workbook>`);
  return zip([
    ['[Content_Types].xml', types],
    ['_rels/.rels', relation('officeDocument', 'xl/workbook.xml')],
    ['xl/workbook.xml', book],
    ['xl/_rels/workbook.xml.rels', relation('worksheet', 'worksheets/sheet1.xml')],
    ['xl/worksheets/sheet1.xml', xml(worksheet())],
  ]);
}

const [, script, file] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  if (!file) throw new Error('say where: node demonstration/lokaler.mjs FILE.xlsx');
  writeFileSync(file, workbook());
}
