// Where everybody stands on one stage, as in the previews that the service writes: so near that
// the blow lands. All lengths in pixels of the sprites.

const MARGIN = 2;

/**
 * `actors` are `{sheet, script}`, the instigator first; the places are left edges of their canvases.
 * Answers `{width, height, places, tops}`.
 */
export function stagedAs(actors) {
  const places = placed(actors);
  const spans = actors.map(({ sheet }, index) => extent(sheet, places[index]));
  const left = Math.min(...spans.map((span) => span.left)) - MARGIN;
  const right = Math.max(...spans.map((span) => span.right)) + MARGIN;
  const lowest = Math.max(...actors.map(({ sheet }) => sheet.height));
  const tops = actors.map(({ sheet }) => lowest - sheet.height);
  const top = Math.min(...actors.map(({ sheet }, index) => tops[index] + highest(sheet))) - MARGIN;
  const bottom = Math.max(...actors.map(({ sheet }, index) => tops[index] + deepest(sheet))) + MARGIN;
  return {
    width: right - left,
    height: bottom - top,
    places: places.map((place) => place - left),
    tops: tops.map((each) => each - top),
  };
}

/** Where the instigator's silhouette reaches farthest in its impacts, the responders' middles meet it. */
function placed([first, ...others]) {
  const frames = first.sheet.frames;
  const impacts = first.script.frames.filter((frame) => frame.impact_window).map((frame) => frames[frame.frame_index].box);
  const striking = impacts.length ? impacts : [frames[0].box];
  let reach = Math.max(...striking.map((box) => box.x + box.width));
  const standing = frames[0].box;
  const places = [0];
  for (const { sheet } of others) {
    const box = sheet.frames[0].box;
    const third = Math.floor(box.width / 3);
    const apart = standing.x + standing.width - box.x + Math.floor(standing.width / 12);
    const place = Math.max(reach - box.x - third, apart);
    places.push(place);
    reach = place + box.x + box.width + third;
  }
  return places;
}

function extent(sheet, place) {
  const boxes = sheet.frames.map((frame) => frame.box);
  return {
    left: place + Math.min(...boxes.map((box) => box.x)),
    right: place + Math.max(...boxes.map((box) => box.x + box.width)),
  };
}

const highest = (sheet) => Math.min(...sheet.frames.map(({ box }) => box.y));
const deepest = (sheet) => Math.max(...sheet.frames.map(({ box }) => box.y + box.height));
