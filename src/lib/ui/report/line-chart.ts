import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Measure, Series } from '$lib/core/report/schema.ts';
import { reduceSeries, summaryOf } from './reduced-series.ts';

/** What a line lane draws. */
export type LineSeries = { readonly series: Series; readonly norm?: Measure['norm'] | undefined };

export type LineChart = {
  /** Draws the stretch between two times, seconds. */
  readonly show: (from: number, to: number) => void;
  readonly destroy: () => void;
};

const HEIGHT_PX = 64;

/** Edges of the value axis: all that is there and a band that is near, with a little room. */
export function valueRange({ series, norm }: LineSeries): [low: number, high: number] {
  const summary = summaryOf(series);
  if (!summary) return [0, 1];
  const width = summary.high - summary.low;
  const near = (edge: number | undefined) =>
    edge !== undefined && edge > summary.low - width && edge < summary.high + width ? [edge] : [];
  const low = Math.min(summary.low, ...near(norm?.low));
  const high = Math.max(summary.high, ...near(norm?.high));
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
}

/** Values that stand alone between gaps: a line can't show them, so they are drawn as points. */
function lonePoints(column: uPlot.AlignedData[1]): number[] {
  const values = [...column];
  return values.flatMap((value, index) =>
    value !== null &&
    value !== undefined &&
    (values[index - 1] ?? null) === null &&
    (values[index + 1] ?? null) === null
      ? [index]
      : [],
  );
}

/** Draws a line into an element; nothing is seen before `show`. Colours are the page's own, dark or light. */
export function lineChart(element: HTMLElement, line: LineSeries): LineChart {
  const { series, norm } = line;
  let [from, to] = [0, 1];
  const range = valueRange(line);
  const colour = (name: string) => {
    element.style.color = `var(${name})`;
    return getComputedStyle(element).color;
  };
  const columnsFor = (width: number): uPlot.AlignedData => {
    const { times, values } = reduceSeries(series, from, to, Math.max(50, Math.floor(width)));
    return [times, values];
  };
  const drawBand = (plot: uPlot) => {
    if (!norm || (norm.low === undefined && norm.high === undefined)) return;
    const { ctx, bbox } = plot;
    const y = (value: number | undefined, otherwise: number) =>
      value === undefined
        ? otherwise
        : Math.min(bbox.top + bbox.height, Math.max(bbox.top, plot.valToPos(value, 'y', true)));
    const top = y(norm.high, bbox.top);
    ctx.fillStyle = colour('--accent-soft');
    ctx.fillRect(bbox.left, top, bbox.width, y(norm.low, bbox.top + bbox.height) - top);
  };
  const width = Math.max(1, element.clientWidth);
  const plot = new uPlot(
    {
      width,
      height: HEIGHT_PX,
      padding: [2, 0, 2, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: { x: { time: false, range: () => [from, to] }, y: { range: () => range } },
      series: [
        {},
        {
          stroke: () => colour('--accent'),
          width: 1.75,
          spanGaps: false,
          points: { show: true, size: 4, filter: (self) => lonePoints(self.data[1] ?? []) },
        },
      ],
      hooks: { drawClear: [drawBand] },
    },
    [[], []],
    element,
  );
  const resize = new ResizeObserver(([entry]) => {
    const now = Math.floor(entry?.contentRect.width ?? 0);
    if (now < 1 || now === plot.width) return;
    plot.setSize({ width: now, height: HEIGHT_PX });
    plot.setData(columnsFor(now));
  });
  resize.observe(element);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => {
    plot.redraw(false);
  };
  scheme.addEventListener('change', redraw);
  // On paper there is no dark scheme.
  const inScheme = (name: string) => () => {
    element.style.colorScheme = name;
    redraw();
  };
  const [print, screen] = [inScheme('light'), inScheme('')];
  addEventListener('beforeprint', print);
  addEventListener('afterprint', screen);
  return {
    show: (start, end) => {
      [from, to] = [start, end];
      plot.setData(columnsFor(plot.width));
    },
    destroy: () => {
      resize.disconnect();
      scheme.removeEventListener('change', redraw);
      removeEventListener('beforeprint', print);
      removeEventListener('afterprint', screen);
      plot.destroy();
    },
  };
}
